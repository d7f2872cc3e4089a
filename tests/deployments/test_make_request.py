"""Brookside asks for support: Rob for his school, Dai for the authority's, Mina for any; a double click makes one."""

from uuid import uuid4

import pytest
from django.urls import reverse

from casework.models import Entry, Letter
from deployments.forms.requests import ASKED, Part, RequestForm
from deployments.models import RequestDraft, SupportRequest
from designation.models import AreaGroup
from directory.models import Person
from tests import factories
from tests.deployments import stage

URL = "/deployments/requests/new/"


def typed(**more) -> dict:
    first, last = stage.today(), stage.today() + stage.timedelta(days=60)
    return {
        "one_time_key": str(uuid4()),
        "areas": [stage.phonics().pk],
        "phase": "primary",
        "kind": "coaching",
        "need": "Phonics results fell.",
        "outcomes": "One lesson structure.",
        "supported_name": "Ann Reed",
        "supported_agreed": "yes",
        "may_share": "yes",
        "urgency": "planned",
        "half_days": "2.5",
        "starts_on_day": first.day,
        "starts_on_month": first.month,
        "starts_on_year": first.year,
        "ends_on_day": last.day,
        "ends_on_month": last.month,
        "ends_on_year": last.year,
        "delivery": "on_site",
        "language": "english",
        "funding": "school",
        "source": "school",
        "approval": "head",
    } | more


def belongs(box: str, part: str) -> bool:
    return box in ASKED[part] or box.rpartition("_")[0] in ASKED[part]


def of_part(part: str, answers: dict) -> dict:
    return {box: value for box, value in answers.items() if belongs(box, part)}


def begin(client, answers: dict):
    """Type the first part, then every other, until one is wrong; return the last answer of the portal."""
    first = {"one_time_key": answers["one_time_key"]}
    response = client.post(URL, first | of_part("school", answers))
    for part in list(Part.values)[1:]:
        if response.status_code != 302:
            return response
        draft = RequestDraft.objects.latest("begun_at")
        response = client.post(
            reverse("deployments:request-part", args=[draft.pk, part]), of_part(part, answers)
        )
    return response


def send(client, answers: dict):
    """Type everything and send it; return the last answer of the portal."""
    response = begin(client, answers)
    if response.status_code != 302:
        return response
    again = {"again": answers["again"]} if "again" in answers else {}
    return client.post(response["Location"], again)


def test_rob_asks_for_his_school(cast, client):
    client.force_login(cast.rob)
    response = send(client, typed())
    assert response.status_code == 302, response.context["form"].errors.as_text()
    request = SupportRequest.objects.get()
    assert (request.school, request.made_by, request.contact) == (cast.brookside, cast.rob, cast.rob)
    assert (request.state, request.half_days, list(request.areas.all())) == ("open", 5, [stage.phonics()])
    assert response["Location"] == f"{request.get_absolute_url()}sent/"
    assert Entry.objects.of(request).get().step == "begin"
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [("Mina", "deployments/request_opened"), ("Rob", "deployments/request_received")]


def test_a_double_click_makes_one(cast, client):
    client.force_login(cast.rob)
    once = of_part("school", typed()) | {"one_time_key": str(uuid4())}
    first, second = client.post(URL, once), client.post(URL, once)
    assert (first["Location"], RequestDraft.objects.count()) == (second["Location"], 1)
    check = begin(client, typed())["Location"]
    first, second = client.post(check), client.post(check)
    assert (first["Location"], SupportRequest.objects.count()) == (second["Location"], 1)


def test_a_statement_of_400_words_is_kept_and_asked_to_be_cut(cast, client):
    client.force_login(cast.rob)
    long = "word " * 400
    response = begin(client, typed(need=long))
    assert response.context["form"].errors == {"need": ["Cut 100 words: the most you can write is 300 words"]}
    assert long.strip() in response.content.decode()
    assert SupportRequest.objects.count() == 0


def test_the_last_day_lies_after_the_first(cast, client):
    client.force_login(cast.rob)
    yesterday = stage.today() + stage.timedelta(days=1)
    response = begin(
        client,
        typed(starts_on_day=yesterday.day, starts_on_month=yesterday.month, starts_on_year=yesterday.year)
        | {f"ends_on_{part}": getattr(stage.today(), part) for part in ("day", "month", "year")},
    )
    assert response.context["form"].errors == {"ends_on": ["The last day must not lie before the first"]}


def test_an_officer_asks_for_a_school_of_the_authority_and_no_other(cast, client):
    client.force_login(cast.dai)
    outside = factories.SchoolFactory(name="Farway School")
    assert begin(client, typed(school=outside.pk, school_words="Farway")).status_code == 200
    response = send(client, typed(school=cast.brookside.pk, school_words=str(cast.brookside)))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    request = SupportRequest.objects.get()
    assert (request.school, request.made_by, request.contact) == (cast.brookside, cast.dai, cast.rob)


def test_a_contact_we_did_not_know_becomes_known_and_gets_the_receipt(cast, client):
    client.force_login(cast.rob)
    send(client, typed(contact_name="Ida Fry", contact_email="Ida.Fry@Brookside.example"))
    contact = Person.objects.get(email="ida.fry@brookside.example")
    assert (SupportRequest.objects.get().contact, contact.get_full_name()) == (contact, "Ida Fry")
    assert (
        Letter.objects.filter(to=contact).values_list("name", flat=True).get()
        == "deployments/request_received"
    )


@pytest.mark.parametrize(
    ("name", "status"),
    [("rob", 200), ("hannah", 200), ("dai", 200), ("mina", 200), ("sam", 403), ("olga", 403), ("fay", 403)],
)
def test_who_may_ask(cast, client, name, status):
    client.force_login(getattr(cast, name))
    assert client.get(URL).status_code == status


def test_who_sees_a_request(cast):
    request = stage.request(cast)
    seen = [
        name
        for name, person in cast.people().items()
        if SupportRequest.objects.visible_to(person).filter(pk=request.pk)
    ]
    assert seen == ["rob", "mina", "dai"]


def test_who_should_not_come_is_confidential(cast, client):
    request = stage.request(cast, avoided_note="Not Mr Grey", made_by=cast.dai)
    for person, shown in ((cast.rob, False), (cast.dai, True), (cast.mina, True)):
        client.force_login(person)
        assert ("Not Mr Grey" in client.get(request.get_absolute_url()).content.decode()) == shown


def test_how_the_school_stands_and_how_to_reach_it_is_kept_and_read(cast, client):
    client.force_login(cast.rob)
    more = {
        "contact_role": "Deputy headteacher",
        "contact_phone": "01632 960123",
        "inspection": "Requires improvement in reading",
        "category": "amber",
        "approval": "chair",
        **{f"inspected_on_{part}": value for part, value in (("day", 3), ("month", 2), ("year", 2025))},
        **{f"head_since_{part}": value for part, value in (("day", 1), ("month", 9), ("year", 2023))},
    }
    response = send(client, typed(**more))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    page = client.get(SupportRequest.objects.get().get_absolute_url()).content.decode()
    for words in (
        "Deputy headteacher", "01632 960123", "3 February 2025", "Requires improvement in reading", "Amber",
        "1 September 2023", "Yes, the chair of governors",
    ):  # fmt: skip
        assert words in page, words


def test_a_leader_of_the_alliance_is_wished_for_or_not_wanted_by_name(cast, client):
    sam, jo = stage.sam_leads(cast), stage.leader(factories.PersonFactory(last_name="Lomax"), cast.oakfield)
    for person, school in ((cast.rob, {}), (cast.dai, {"school": cast.brookside.pk, "school_words": "x"})):
        client.force_login(person)
        words = {"preferred_also_words": "Sam Okoro", "avoided_also_words": "Lomax", "again": "on"}
        response = send(client, typed(**words, **school))
        assert response.status_code == 302, response.context["form"].errors.as_text()
        request = SupportRequest.objects.first()
        assert (request.preferred, list(request.avoided.all())) == (sam, [jo])


def test_nobody_is_wanted_and_not_wanted_at_once(cast, client):
    stage.sam_leads(cast)
    client.force_login(cast.rob)
    response = begin(client, typed(preferred_also_words="Sam Okoro", avoided_also_words="Sam Okoro"))
    assert response.context["form"].errors == {
        "avoided_also": ["The same leader cannot be wanted and not wanted"]
    }


def test_what_a_manager_needs_to_match_is_kept_and_read(cast, client):
    client.force_login(cast.rob)
    more = {
        "urgency": "urgent",
        "evidence": "Phonics check: 54 of 100.",
        "other_support": "The county's reading adviser.",
        "budget_holder": "Bea Lane",
        "may_share": "no",
    }
    send(client, typed(**more))
    request = SupportRequest.objects.get()
    kept = (
        request.urgency,
        request.evidence,
        request.other_support,
        request.budget_holder,
        request.may_share,
    )
    assert kept == (*list(more.values())[:4], False)
    page = client.get(request.get_absolute_url()).content.decode()
    for words in ("At once: pupils are losing out now", "Phonics check: 54 of 100.", "Bea Lane"):
        assert words in page


def warned(client, **more) -> str:
    response = send(client, typed(**more))
    return "" if response.status_code == 302 else response.context["form"].errors["again"][0]


def test_the_same_need_again_is_warned_of_and_may_go_on(cast, client):
    first = stage.request(cast)
    client.force_login(cast.rob)
    assert "different need" not in client.get(URL).content.decode()
    words = (
        f"This school has asked for it already: {first.reference} (Open). Tick the box if the need is another"
    )
    assert warned(client) == words
    page = send(client, typed()).content.decode()
    assert "This is a different need: send the request all the same" in page
    assert SupportRequest.objects.count() == 1
    assert warned(client, again="on") == ""
    assert SupportRequest.objects.count() == 2


def checked(client) -> str:
    """Return the page on which everything is looked through before it is sent."""
    return client.get(begin(client, typed())["Location"]).content.decode()


def test_the_warning_and_its_box_stand_there_together_before_anything_is_sent(cast, client):
    client.force_login(cast.rob)
    words = ("This school has asked for it already", "This is a different need")
    assert [one in checked(client) for one in words] == [False, False]
    stage.request(cast)
    assert [one in checked(client) for one in words] == [True, True]


@pytest.mark.parametrize(("count", "is_right"), [(1, True), (2, True), (3, False)])
def test_one_or_two_areas_are_chosen(cast, client, count, is_right):
    others = [factories.AreaFactory(name=f"Area {number}").pk for number in range(count - 1)]
    client.force_login(cast.rob)
    response = send(client, typed(areas=[stage.phonics().pk, *others]))
    assert response.status_code == (302 if is_right else 200)
    if not is_right:
        assert response.context["form"].errors == {"areas": ["Choose at most two areas: untick 1"]}


def test_areas_stand_under_the_headings_of_their_groups(cast):
    group = AreaGroup.objects.create(name="Leading", position=9)
    teaching, other = stage.phonics(), factories.AreaFactory(name="A first thing", group=group)
    offered = RequestForm(person=cast.rob, part=Part.NEED).fields["areas"].choices
    under = {heading: [label for _value, label in rows] for heading, rows in offered}
    assert (len(under), under["Leading"]) == (len(list(offered)), [str(other)])
    assert str(teaching) in under["Teaching"]


@pytest.mark.parametrize("urgency", ["soon", "urgent"])
@pytest.mark.parametrize(("ahead", "is_right"), [(28, True), (29, False)])
def test_what_is_urgent_begins_within_four_weeks(cast, client, urgency, ahead, is_right):
    day = stage.today() + stage.timedelta(days=ahead)
    first = {f"starts_on_{part}": getattr(day, part) for part in ("day", "month", "year")}
    client.force_login(cast.rob)
    assert send(client, typed(**first)).status_code == 302
    response = send(client, typed(urgency=urgency, again="on", **first))
    assert response.status_code == (302 if is_right else 200)
    if not is_right:
        assert list(response.context["form"].errors) == ["urgency"]


@pytest.mark.parametrize("state", ["closed", "withdrawn", "unmet"])
def test_what_is_finished_may_be_asked_for_again(cast, client, state):
    stage.request(cast, state)
    client.force_login(cast.rob)
    assert warned(client) == ""


def test_another_area_or_another_school_is_no_duplicate(cast, client):
    stage.request(cast, school=factories.SchoolFactory())
    elsewhere = stage.request(cast)
    elsewhere.areas.set([factories.AreaFactory(name="Maths")])
    client.force_login(cast.rob)
    assert warned(client) == ""


@pytest.mark.parametrize(
    ("state", "shared", "readers"),
    [
        ("proposed", True, ["hannah", "sam", "rob", "mina", "dai"]),
        ("proposed", False, ["rob", "mina", "dai"]),
        ("agreed", False, ["hannah", "sam", "rob", "mina", "dai"]),
    ],
)
def test_the_need_is_shown_to_those_asked_only_if_the_school_lets_it(cast, client, state, shared, readers):
    case = stage.deployment(cast, state)
    SupportRequest.objects.filter(pk=case.request_id).update(may_share=shared)
    found = []
    for name in ("hannah", "sam", "rob", "mina", "dai"):
        client.force_login(getattr(cast, name))
        if "Phonics results fell." in client.get(case.get_absolute_url()).content.decode():
            found.append(name)
    assert found == readers
