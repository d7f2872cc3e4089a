"""What is found: tasks for the home page, reminders on their days, lists at a constant number of queries."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import Letter
from designation import queries, tasks
from designation.models import Application, Designation, Reference
from directory.models import Person
from tests import factories
from tests.designation import stage

pytestmark = pytest.mark.every_database


def titles(person, on=None):
    return [task.title for task in queries.awaiting(Person.objects.get(pk=person.pk), on or stage.today())]


def test_a_draft_awaits_its_applicant(cast):
    case = stage.draft(cast)
    [task] = queries.awaiting(cast.sam, stage.today())
    assert (task.title, task.url) == (
        "Finish your application",
        f"/designation/applications/{case.pk}/tasks/",
    )
    assert task.due_on == timezone.localtime(case.round.closes_at).date()
    Application.objects.all().delete()
    assert titles(cast.sam) == []


def test_a_reference_awaits_its_referee_and_a_declined_one_the_applicant(cast):
    stage.reference(cast)
    assert titles(cast.hannah) == ["Give a reference for Sam Okoro"]
    stage.reference(cast, "declined")
    assert (titles(cast.hannah), titles(cast.sam)) == (
        [],
        ["Name another referee: Hannah Price cannot give the reference"],
    )
    assert titles(cast.olga) == []


def test_scores_await_the_panel_and_decisions_the_manager(cast):
    case = stage.application(cast)
    members = stage.panel(cast)
    stage.seat(cast.hannah)  # of Sam's own school: she scores nothing
    assert titles(cast.rob) == ["Score 1 application"]
    assert titles(cast.hannah) == []
    assert titles(cast.mina) == ["Shortlist 1 application"]
    factories.ScoreFactory(application=case, assessor=cast.rob, criterion=case.role_type.criteria.first())
    assert titles(cast.rob) == []
    for state, title in [
        ("shortlisted", "Invite 1 applicant to interview"),
        ("invited", None),  # its interview is still ahead
        ("interviewed", "Decide 1 application after interview"),
        ("successful", None),
    ]:
        made = stage.application(cast, state)
        if state == "invited":
            made.interview.panel.set(members)
        assert titles(cast.mina) == ([title] if title else [])


def test_a_manager_with_a_seat_gets_one_task_for_each(cast):
    stage.application(cast)
    stage.seat(cast.mina)
    assert titles(cast.mina) == ["Score 1 application", "Shortlist 1 application"]


def test_the_way_to_activation_awaits_everybody_in_turn(cast):
    stage.designation(cast)
    assert titles(cast.sam) == ["Sign your agreement as a leader"]
    assert titles(cast.hannah) == ["Give the safeguarding assurance for Sam Okoro"]
    assert titles(cast.gwen) == []
    assert titles(cast.mina) == ["Record the induction of Sam Okoro"]
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    stage.designation(
        cast, **done, assurance_until=stage.today() + timedelta(days=90), assurance_by=cast.hannah
    )
    assert (titles(cast.sam), titles(cast.hannah)) == ([], [])
    assert titles(cast.mina) == ["Activate the designation of Sam Okoro"]


def test_an_assurance_about_to_lapse_awaits_the_head(cast):
    case = stage.designation(cast, "active")
    assert titles(cast.hannah) == []
    Designation.objects.filter(pk=case.pk).update(assurance_until=stage.today() + timedelta(days=29))
    assert titles(cast.hannah) == ["Give the safeguarding assurance for Sam Okoro"]


@pytest.mark.parametrize("name", ["sam", "hannah", "rob", "mina", "gwen", "olga"])
def test_what_awaits_somebody_takes_three_queries_however_much_it_is(
    cast, django_assert_max_num_queries, name
):
    stage.seat(cast.rob)
    stage.seat(cast.mina)
    stage.reference(cast)
    stage.designation(cast)
    for _ in range(10):
        factories.ApplicationFactory(round=stage.round_())
        factories.DesignationFactory(state="designated", home_school=cast.oakfield, induction_done_on=None)
    person = Person.objects.get(pk=getattr(cast, name).pk)
    person.authority.has()
    with django_assert_max_num_queries(3):
        queries.awaiting(person, stage.today())


def asked(cast, on):
    """Return a reference asked for at noon on a day."""
    case = stage.reference(cast)
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    Reference.objects.filter(pk=case.pk).update(asked_at=noon)
    return case


@pytest.fixture
def calendar(monkeypatch):
    """Let a test say what day it is for the night work."""

    def set_day(day):
        monkeypatch.setattr(tasks.timezone, "localdate", lambda *args: day)

    return set_day


def test_reminders_go_on_their_days_each_once(cast, calendar):
    monday = datetime(2026, 3, 2, tzinfo=UTC).date()
    asked(cast, monday)
    sent = {}
    for after in range(40):
        calendar(monday + timedelta(days=after))
        for _ in range(2):  # beat twice, send once
            tasks.remind_of_references()
        for letter in Letter.objects.order_by("pk")[len(sent) :]:
            sent[letter.pk] = (letter.to_id, letter.name.split("/")[1], after)
    hannah, sam = cast.hannah.pk, cast.sam.pk
    assert sorted(sent.values(), key=lambda one: one[2]) == [
        (hannah, "reference_due", 7),
        (sam, "reference_outstanding", 9),
        (hannah, "reference_due", 14),
        (sam, "reference_outstanding", 16),
        (hannah, "reference_due", 28),
        (sam, "reference_outstanding", 30),
    ]


def test_a_reminder_that_falls_on_a_weekend_waits_for_monday(cast, calendar):
    saturday = datetime(2026, 3, 7, tzinfo=UTC).date()
    asked(cast, saturday - timedelta(days=7))
    for after, letters in [(0, 0), (1, 0), (2, 2)]:  # by Monday the applicant's ninth day has come as well
        calendar(saturday + timedelta(days=after))
        tasks.remind_of_references()
        assert Letter.objects.count() == letters


@pytest.mark.parametrize("state", ["given", "declined", "expired", "replaced"])
def test_nobody_is_reminded_of_what_is_answered(cast, calendar, state):
    case = stage.reference(cast, state)
    Reference.objects.filter(pk=case.pk).update(asked_at=timezone.now() - timedelta(days=10))
    calendar(datetime(2026, 3, 4, tzinfo=UTC).date())
    tasks.remind_of_references()
    assert Letter.objects.count() == 0


def test_open_rounds_are_open_to_the_second(db):
    made = factories.RoundFactory()
    second = timedelta(seconds=1)
    moments = [made.opens_at - second, made.opens_at, made.closes_at - second, made.closes_at]
    assert [list(queries.open_rounds(at)) for at in moments] == [[], [made], [made], []]


LISTS = {
    "/designation/leaders/": "mina",
    "/designation/leaders/?sort=ends&state=active": "mina",
    "/designation/staff/": "hannah",
    "/designation/directory/": "olga",
    "/designation/mine/": "sam",
    "panel": "mina",
    "panel of members": "rob",
}


@pytest.mark.parametrize("page", LISTS)
def test_a_list_takes_as_many_queries_for_30_rows_as_for_one(cast, client, page):
    person = getattr(cast, LISTS[page])
    stage.seat(cast.rob)
    url = f"/designation/rounds/{stage.round_().pk}/panel/" if page.startswith("panel") else page
    client.force_login(person)
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            leader = person if "mine" in page else factories.PersonFactory()
            role = (
                factories.RoleTypeFactory(key=f"role-{Designation.objects.count()}")
                if "mine" in page
                else None
            )
            fields = {"role_type": role} if role else {}
            factories.DesignationFactory(person=leader, home_school=cast.oakfield, listed=True, **fields)
            case = factories.ApplicationFactory(round=stage.round_(), applicant=factories.PersonFactory())
            factories.ScoreFactory(application=case, assessor=cast.rob)
        client.get(url)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[1] <= 12
