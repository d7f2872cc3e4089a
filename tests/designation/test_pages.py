"""Pages of designation for everybody: the public ones say no more than they may, lists export inert cells."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Entry
from designation.models import (
    Application,
    Conflict,
    Designation,
    Interview,
    Moderation,
    PendingDecision,
    Renewal,
    Review,
    RoleType,
    Round,
)
from tests import factories
from tests.designation import stage, years

FIGURES = {
    ("leaders", "Days a term"): "1.5",
    ("reviews", "Days expected"): "6.5",
    ("reviews", "Days given"): "3",
    ("reviews", "Hours of learning"): "1.5",
    ("renewals", "Submitted on"): "2026-07-02",
    ("renewals", "Days a term"): "2",
}


def test_a_stranger_reads_the_round_and_its_criteria(cast, client):
    open_round = stage.round_()
    page = client.get(open_round.get_absolute_url()).content.decode()
    criteria = [str(one) for one in open_round.role_types.get().criteria.all()]
    assert len(criteria) == 8
    assert [one for one in criteria if one.replace("’", "’") not in page] == []
    apply = client.get(f"/designation/rounds/{open_round.pk}/apply/")
    assert (apply.status_code, "/accounts/login/" in apply["Location"]) == (302, True)


def test_whoever_applied_for_every_role_is_not_asked_to_apply_again(cast, client):
    case = stage.application(cast)
    button = f'href="/designation/rounds/{case.round_id}/apply/"'
    asked = {}
    for name in ("sam", "olga"):
        client.force_login(getattr(cast, name))
        asked[name] = button in client.get(case.round.get_absolute_url()).content.decode()
    assert asked == {"sam": False, "olga": True}
    case.round.role_types.add(RoleType.objects.create(key="coach", name="Coach"))
    client.force_login(cast.sam)
    assert button in client.get(case.round.get_absolute_url()).content.decode()


def test_a_round_not_open_yet_is_for_managers(cast, client):
    later = factories.RoundFactory(name="Next year")
    Round.objects.filter(pk=later.pk).update(
        opens_at=later.closes_at - (later.closes_at - later.opens_at) / 10
    )
    codes = {}
    for name in ("olga", "mina"):
        client.force_login(getattr(cast, name))
        codes[name] = client.get(later.get_absolute_url()).status_code
    assert codes == {"olga": 404, "mina": 200}


def test_rounds_are_counted_for_those_who_decide(cast, client):
    stage.seat(cast.rob)
    stage.application(cast)
    seen = {}
    for name in ("olga", "rob", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get("/designation/rounds/")
        seen[name] = ("Spring round" in page.content.decode(), "/panel/" in page.content.decode())
    assert seen == {"olga": (True, False), "rob": (True, True), "mina": (True, True)}


def test_the_directory_names_those_who_agreed_and_no_contact(cast, client):
    stage.designation(cast, "active", listed=True)
    hidden = factories.DesignationFactory()
    page = client.get("/designation/directory/").content.decode()
    shown = [text in page for text in ("Sam Okoro", "Maths", "Northdale", cast.sam.email, str(hidden.person))]
    assert shown == [True, True, True, False, False]


@pytest.mark.parametrize("state", [state for state in Designation.State.values if state != "active"])
def test_the_directory_lists_active_leaders_only(cast, client, state):
    stage.designation(cast, state, listed=True)
    assert "Sam Okoro" not in client.get("/designation/directory/").content.decode()


def test_the_directory_is_narrowed_by_area(cast, client):
    science = factories.AreaFactory(name="Science")
    stage.designation(cast, "active", listed=True)
    other = factories.DesignationFactory(listed=True, areas=[science])
    page = client.get(f"/designation/directory/?area={science.pk}").content.decode()
    assert (str(other.person) in page, "Sam Okoro" in page) == (True, False)
    assert client.get("/designation/directory/?area=nonsense&page=x").status_code == 200


def test_managers_filter_the_leaders_and_export_what_is_filtered(cast, client):
    stage.designation(cast, "active")
    factories.DesignationFactory(state="suspended", person=factories.PersonFactory(last_name="=cmd()"))
    client.force_login(cast.mina)
    page = client.get("/designation/leaders/?state=active&q=oakfield").content.decode()
    assert ("Sam Okoro" in page, "cmd()" in page) == (True, False)
    export = client.get("/designation/leaders/export.csv?state=suspended")
    rows = list(csv.reader(io.StringIO(export.getvalue().decode("utf-8-sig"))))
    assert [row[1] for row in rows] == ["Last name", "'=cmd()"]


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "olga", "fay"])
def test_the_list_of_leaders_is_for_managers(cast, client, name):
    client.force_login(getattr(cast, name))
    codes = [
        client.get(url).status_code for url in ("/designation/leaders/", "/designation/leaders/export.csv")
    ]
    assert codes == [403, 403]


def test_heads_see_their_own_staff(cast, client):
    stage.designation(cast, "active")
    seen = {}
    for name in ("hannah", "gwen", "rob", "olga"):
        client.force_login(getattr(cast, name))
        page = client.get("/designation/staff/")
        seen[name] = (page.status_code, "Sam Okoro" in page.content.decode())
    assert seen == {"hannah": (200, True), "gwen": (200, True), "rob": (200, False), "olga": (404, False)}


def test_no_button_of_a_leader_asks_to_be_pressed_where_nothing_is_due(cast, client):
    case = stage.designation(cast, "active")
    filled = {}
    for when, until in {"in time": stage.today() + timedelta(days=300), "late": stage.today()}.items():
        Designation.objects.filter(pk=case.pk).update(assurance_until=until, assurance_by=cast.hannah)
        for name in ("sam", "hannah", "mina"):
            client.force_login(getattr(cast, name))
            page = client.get(case.get_absolute_url()).content.decode()
            filled[when, name] = re.findall(r'<a class="button" href="[^"]*/(\w+)/">', page)
    assert {key: steps for key, steps in filled.items() if steps} == {("late", "hannah"): ["assure"]}


def test_figures_of_the_exports_are_days_and_hours_and_days_of_london(cast, client):
    late = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight by London's clocks
    held = stage.designation(cast, "active")
    Designation.objects.filter(pk=held.pk).update(half_days_a_term=3)
    years.review(cast, designation=held)
    Review.objects.update(expected_half_days=13, delivered_half_days=6, learned_minutes=90)
    renewal = years.renewal(cast, "submitted", designation=held)
    Renewal.objects.filter(pk=renewal.pk).update(submitted_at=late, half_days_a_term=4)
    client.force_login(cast.mina)
    found = {}
    for name in ("leaders", "reviews", "renewals"):
        response = client.get(reverse(f"designation:{name}-export"))
        [head, row] = csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig")))
        found |= {(name, term): value for term, value in zip(head, row, strict=True)}
    assert {key: found[key] for key in FIGURES} == FIGURES
    assert [key for key in found if "alf day" in key[1] or "inutes" in key[1]] == []


def test_my_page_leads_to_my_application_and_my_term(cast, client):
    case = stage.draft(cast)
    made = stage.designation(cast)
    client.force_login(cast.sam)
    page = client.get("/designation/mine/").content.decode()
    links = [case.get_absolute_url(), made.get_absolute_url(), made.page("sign")]
    assert [link for link in links if link not in page] == []


@pytest.mark.parametrize(
    ("name", "draft", "submitted", "designation"),
    [
        ("sam", 302, 200, 200),
        ("mina", 404, 200, 200),
        ("rob", 404, 200, 404),
        ("hannah", 404, 404, 200),
        ("gwen", 404, 404, 200),
        ("olga", 404, 404, 404),
        ("fay", 404, 404, 404),
        ("dai", 404, 404, 404),
    ],
)
def test_who_sees_what(cast, client, name, draft, submitted, designation):
    stage.seat(cast.rob)
    stage.seat(cast.hannah)  # Sam's own head: a conflict of interest
    person = getattr(cast, name)
    client.force_login(person)
    stories = (stage.draft, stage.application, lambda cast: stage.designation(cast, "active"))
    codes = [client.get(story(cast).get_absolute_url()).status_code for story in stories]
    assert codes == [draft, submitted, designation]


@pytest.mark.parametrize("state", Application.State.values)
@pytest.mark.parametrize("name", ["sam", "mina"])
def test_every_state_has_its_page(cast, client, state, name):
    case = stage.application(cast, state)
    client.force_login(getattr(cast, name))
    response = client.get(case.get_absolute_url())
    assert response.status_code == (200 if state != "draft" else {"sam": 302, "mina": 404}[name])


def pages(cast):
    """Return everybody's heaviest pages, filled as they are in the middle of a round."""
    for person in (cast.rob, cast.mina):
        stage.seat(person)
    draft, sent = stage.draft(cast), stage.application(cast, applicant=cast.olga)
    for criterion in sent.role_type.criteria.all():
        factories.ScoreFactory(application=sent, assessor=cast.mina, criterion=criterion)
    given = stage.reference(cast, "given", application=sent)
    appealed = stage.application(cast, "appealed", applicant=cast.dai)
    appealed.reasons.set(appealed.role_type.criteria.all()[:1])
    factories.InterviewFactory(application=appealed)
    for criterion in appealed.role_type.criteria.all():
        factories.ScoreFactory(application=appealed, assessor=cast.mina, criterion=criterion)
    ended = factories.DesignationFactory(
        person=cast.dai, home_school=cast.oakfield, state="withdrawn", appeal_by=stage.today()
    )
    stage.appeal(ended, hearers=[cast.rob], against="withdrawn")
    asked = stage.reference(cast, "requested", application=draft)
    term = stage.designation(cast, "active")
    parts = [
        ("sam", f"/designation/applications/{draft.pk}/parts/{one}/") for one in Application.Section.values
    ]
    return [
        *parts,
        ("sam", f"/designation/applications/{draft.pk}/tasks/"),
        ("sam", draft.page("submit")),
        ("sam", asked.page("correct")),
        ("olga", sent.get_absolute_url()),
        ("mina", sent.get_absolute_url()),
        ("rob", sent.get_absolute_url()),
        ("rob", sent.page("score")),
        ("mina", sent.page("sift_out")),
        ("mina", given.get_absolute_url()),
        *((name, appealed.get_absolute_url()) for name in ("dai", "mina", "rob")),
        ("mina", appealed.page("assign")),
        *((name, ended.get_absolute_url()) for name in ("dai", "mina", "hannah", "rob")),
        ("hannah", asked.page("give")),
        ("hannah", term.get_absolute_url()),
        ("hannah", term.page("assure")),
        ("hannah", term.page("allow")),
        ("hannah", "/designation/staff/"),
        ("hannah", f"/designation/staff/{cast.oakfield.pk}/release/"),
        ("sam", "/designation/mine/"),
        ("sam", term.page("offer")),
        ("sam", term.page("excuse")),
        ("sam", term.page("move")),
        ("mina", term.get_absolute_url()),
        ("olga", draft.round.get_absolute_url()),
        ("mina", "/designation/rounds/"),
    ]


def test_every_page_stays_within_twelve_queries(cast, client):
    counts = {}
    for name, page in pages(cast):
        client.force_login(getattr(cast, name))
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        counts[name, page] = len(seen)
    assert {page: count for page, count in counts.items() if count > 12} == {}


@pytest.mark.parametrize("has_reasons", [True, False])
@pytest.mark.parametrize("name", ["mina", "rob", "sam", "fay", "second"])
@pytest.mark.parametrize("state", ["appealed", "upheld", "interviewed", "submitted"])
def test_an_application_with_everything_on_it_stays_within_twelve_queries(
    cast, client, state, name, has_reasons
):
    """Scored, moderated, with a conflict of interest, answers, references, an interview, an appeal and its hearers."""
    second = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=second, role="alliance_manager", school=None)
    for person in (cast.mina, *stage.panel(cast)):
        stage.seat(person)
    case = stage.application(cast, state)
    for at in ("shortlist", "interview"):
        for criterion in case.role_type.criteria.all():
            for assessor, rag in ((cast.mina, "red"), (cast.rob, "green")):
                words = {"criterion": criterion, "rag": rag, "stage": at}
                factories.ScoreFactory(application=case, assessor=assessor, **words)
        first = case.role_type.criteria.first()
        Moderation.objects.create(
            application=case, criterion=first, stage=at, rag="amber", note="So be it.", by=cast.mina
        )
    Conflict.objects.create(application=case, member=cast.mina, kind="family", note="A cousin.")
    Entry.objects.create(case=case, step="resubmit", by=cast.sam, by_name="Sam Okoro")
    case.reasons.set(case.role_type.criteria.all()[: 2 if has_reasons else 0])
    Interview.objects.filter(application=case).delete()
    held = factories.InterviewFactory(application=case)
    held.panel.set([cast.rob, cast.dai])
    stage.reference(cast, "given", application=case)
    stage.reference(cast, "declined", application=case, kind="second", referee=cast.fay, school=None)
    if state in ("appealed", "upheld"):
        case.appeal.hearers.set([cast.fay])
    elif state == "submitted":
        PendingDecision.objects.create(application=case, step="shortlist", by=second)
    person = second if name == "second" else getattr(cast, name)
    client.force_login(person)
    status = client.get(case.get_absolute_url()).status_code
    assert status == (404 if name == "fay" and state not in ("appealed", "upheld") else 200)
    with CaptureQueriesContext(connection) as seen:
        client.get(case.get_absolute_url())
    assert len(seen) <= 12
