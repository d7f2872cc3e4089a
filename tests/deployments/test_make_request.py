"""Brookside asks for support: Rob for his school, Dai for the authority's, Mina for any; a double click makes one."""

from uuid import uuid4

import pytest

from casework.models import Entry, Letter
from deployments.models import SupportRequest
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
    } | more


def test_rob_asks_for_his_school(cast, client):
    client.force_login(cast.rob)
    response = client.post(URL, typed())
    assert response.status_code == 302, response.context["form"].errors.as_text()
    request = SupportRequest.objects.get()
    assert (request.school, request.made_by, request.contact) == (cast.brookside, cast.rob, cast.rob)
    assert (request.state, request.half_days, list(request.areas.all())) == ("open", 5, [stage.phonics()])
    assert response["Location"] == request.get_absolute_url()
    assert Entry.objects.of(request).get().step == "begin"
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [("Mina", "deployments/request_opened"), ("Rob", "deployments/request_received")]


def test_a_double_click_makes_one(cast, client):
    client.force_login(cast.rob)
    once = typed()
    first, second = client.post(URL, once), client.post(URL, once)
    assert (first["Location"], SupportRequest.objects.count()) == (second["Location"], 1)


def test_a_statement_of_400_words_is_kept_and_asked_to_be_cut(cast, client):
    client.force_login(cast.rob)
    long = "word " * 400
    response = client.post(URL, typed(need=long))
    assert response.context["form"].errors == {"need": ["Cut 100 words: the most you can write is 300 words"]}
    assert long.strip() in response.content.decode()
    assert SupportRequest.objects.count() == 0


def test_the_last_day_lies_after_the_first(cast, client):
    client.force_login(cast.rob)
    yesterday = stage.today() + stage.timedelta(days=1)
    response = client.post(
        URL,
        typed(starts_on_day=yesterday.day, starts_on_month=yesterday.month, starts_on_year=yesterday.year)
        | {f"ends_on_{part}": getattr(stage.today(), part) for part in ("day", "month", "year")},
    )
    assert response.context["form"].errors == {"ends_on": ["The last day must not lie before the first"]}


def test_an_officer_asks_for_a_school_of_the_authority_and_no_other(cast, client):
    client.force_login(cast.dai)
    outside = factories.SchoolFactory(name="Farway School")
    assert client.post(URL, typed(school=outside.pk, school_words="Farway")).status_code == 200
    response = client.post(URL, typed(school=cast.brookside.pk, school_words=str(cast.brookside)))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    request = SupportRequest.objects.get()
    assert (request.school, request.made_by, request.contact) == (cast.brookside, cast.dai, cast.rob)


def test_a_contact_we_did_not_know_becomes_known_and_gets_the_receipt(cast, client):
    client.force_login(cast.rob)
    client.post(URL, typed(contact_name="Ida Fry", contact_email="Ida.Fry@Brookside.example"))
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


def test_what_a_manager_needs_to_match_is_kept_and_read(cast, client):
    client.force_login(cast.rob)
    more = {
        "urgency": "urgent",
        "evidence": "Phonics check: 54 of 100.",
        "other_support": "The county's reading adviser.",
        "budget_holder": "Bea Lane",
        "may_share": "no",
    }
    client.post(URL, typed(**more))
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
    response = client.post(URL, typed(**more))
    return "" if response.status_code == 302 else response.context["form"].errors["again"][0]


def test_the_same_need_again_is_warned_of_and_may_go_on(cast, client):
    first = stage.request(cast)
    client.force_login(cast.rob)
    assert "different need" not in client.get(URL).content.decode()
    words = (
        f"This school has asked for it already: {first.reference} (Open). Tick the box if the need is another"
    )
    assert warned(client) == words
    page = client.post(URL, typed()).content.decode()
    assert "This is a different need: send the request all the same" in page
    assert SupportRequest.objects.count() == 1
    assert warned(client, again="on") == ""
    assert SupportRequest.objects.count() == 2


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
