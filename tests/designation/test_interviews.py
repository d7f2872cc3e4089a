"""Interviews as a member of the panel meets them, the tasks they bring, and the reminders nobody gets twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import letters as casework_letters
from casework.models import Letter
from casework.templatetags.casework import moment
from designation import actions, queries, tasks
from designation.models import Application, Conflict, Interview, Slot
from designation.queries.interviews import bookings_due, interviews_due
from directory.calendar import add_working_days, is_working_day
from directory.models import Person
from tests import factories
from tests.designation import stage

MINE = "/designation/interviews/"


def booked(cast, clock: str = "14:30", days: int = 31, **fields) -> Application:
    """Return Sam's application with an interview before Rob and Dai."""
    case = stage.invited(cast, **fields)
    stage.interview(case, stage.slot(cast, clock, days))
    return case


def titles(person) -> list[str]:
    return [task.title for task in queries.awaiting(Person.objects.get(pk=person.pk), stage.today())]


def page_of(client, person, address: str = MINE) -> str:
    client.force_login(person)
    return client.get(address).content.decode()


# A panel member's list.


def test_a_member_reads_when_where_who_and_what_the_applicant_needs(cast, client):
    case = booked(cast, adjustments="A ground-floor room.")
    given = stage.reference(cast, "given", application=case)
    page = page_of(client, cast.rob)
    assert [
        words in page
        for words in (
            "Sam Okoro",
            "2.30pm",
            "Oakfield, the library",
            "A ground-floor room.",
            "Rob Ellis, Dai Rowlands",
            given.page("read"),
        )
    ] == [True] * 6


def test_a_member_scores_once_it_has_begun_and_reads_from_when_before(cast, client):
    case = booked(cast)
    when = f"You can score the interview once it has begun: {moment(case.interview.at)}."

    def offered():
        page = page_of(client, cast.rob)
        return case.page("score") in page, when in page

    assert offered() == (False, True)
    stage.begun(case)
    assert offered() == (True, False)
    cast.rob.panel_seats.all().delete()
    assert offered() == (False, False)  # the sheet is closed to who left the round's panel


@pytest.mark.parametrize("name", ["hannah", "sam", "olga", "fay", "mina"])
def test_nobody_else_finds_an_interview_there(cast, client, name):
    stage.seat(cast.fay)  # on the round's panel, not on this interview's
    booked(cast, adjustments="A ground-floor room.")
    page = page_of(client, getattr(cast, name))
    assert ("You have no interviews" in page, "ground-floor" in page) == (True, False)


def test_adjustments_are_for_the_panel_of_the_interview_the_managers_and_the_applicant(cast, client):
    stage.seat(cast.fay)
    case = booked(cast, adjustments="A ground-floor room.")
    seen = {
        name: "ground-floor" in page_of(client, getattr(cast, name), case.get_absolute_url())
        for name in ("sam", "mina", "rob", "dai", "fay")
    }
    assert seen == {"sam": True, "mina": True, "rob": True, "dai": True, "fay": False}


def test_a_conflict_declared_later_takes_the_interview_off_the_list(cast, client):
    case = booked(cast)
    Conflict.objects.create(application=case, member=cast.rob, kind="family")
    assert "You have no interviews" in page_of(client, cast.rob)
    assert titles(cast.rob) == []


def test_a_missed_or_cancelled_interview_is_on_no_list(cast, client):
    actions.withdraw(booked(cast), by=cast.sam)
    assert "You have no interviews" in page_of(client, cast.rob)


def test_thirty_interviews_cost_as_many_queries_as_one(cast, client):
    booked(cast)
    page_of(client, cast.rob)
    counts = []
    for more in (0, 20):
        for number in range(more):
            school, person = factories.SchoolFactory(), factories.PersonFactory()
            booked(cast, f"{8 + number % 5:02d}:00", 31 + number // 5, applicant=person, school=school)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(MINE).status_code == 200
        counts.append(len(asked))
    assert (counts[0], counts[0] <= 12) == (counts[1], True)


# What awaits whom.


def test_choosing_awaits_the_applicant_then_coming_and_the_panel_interviewing(cast):
    slot = stage.slot(cast)
    case = stage.invited(cast)
    assert (titles(cast.sam), titles(cast.rob), titles(cast.mina)) == (
        ["Choose a time for your interview"],
        [],
        [],
    )
    actions.book(case, by=cast.sam, slot=slot)
    assert (titles(cast.sam), titles(cast.rob), titles(cast.dai), titles(cast.mina)) == (
        ["Come to your interview"],
        ["Interview Sam Okoro"],
        ["Interview Sam Okoro"],
        [],
    )


def test_after_the_interview_the_panel_scores_and_the_manager_records(cast):
    case = booked(cast, "00:00", -1)
    assert (titles(cast.sam), titles(cast.rob), titles(cast.mina)) == (
        [],
        ["Score the interview of Sam Okoro"],
        ["Record 1 interview"],
    )
    criterion = case.role_type.criteria.first()
    factories.ScoreFactory(application=case, assessor=cast.rob, criterion=criterion, stage="interview")
    assert titles(cast.rob) == []


def test_times_await_the_manager_while_fewer_are_free_than_applicants_wait(cast):
    stage.slot(cast)
    stage.invited(cast)
    assert titles(cast.mina) == []
    stage.invited(cast, applicant=cast.olga, school=cast.brookside)
    assert titles(cast.mina) == ["Add interview times: 2 applicants wait to choose one"]


def test_who_has_not_chosen_for_five_working_days_awaits_the_manager(cast):
    stage.slot(cast)
    case = stage.invited(cast)
    for days, found in [(-4, []), (-5, ["1 applicant has not chosen a time for the interview"])]:
        on = add_working_days(stage.today(), days)
        Application.objects.filter(pk=case.pk).update(state_at=midday(on))
        assert titles(cast.mina) == found


# Reminders.


def midday(day):
    return stage.timezone.make_aware(stage.datetime.combine(day, stage.time(12)))


def test_who_has_not_chosen_is_reminded_after_three_and_five_working_days(cast):
    stage.slot(cast)
    case = stage.invited(cast)
    begun = stage.today() - stage.timedelta(days=20)
    Application.objects.filter(pk=case.pk).update(state_at=midday(begun))
    third, fifth = add_working_days(begun, 3), add_working_days(begun, 5)
    days = [begun + stage.timedelta(days=after) for after in range(12)]
    found = [(day, due) for day in days for _one, due in bookings_due(day)]
    assert found == [(day, third if day < fifth else fifth) for day in days if day >= third]


def test_a_milestone_reminds_once_with_a_new_link_and_only_while_no_time_is_chosen(cast):
    slot, case = stage.slot(cast), stage.invited(cast)
    for _night in range(2):
        actions.remind_booking(case, due_on=stage.today())
    letter = Letter.objects.get(name="designation/booking_due")
    assert letter.link.doors == ["designation:application-book"]
    stage.interview(case, slot)
    assert casework_letters.deliver_due() == 0
    letter.refresh_from_db()
    assert letter.status == "dropped"


def test_nobody_is_reminded_to_choose_among_nothing(cast):
    stage.panel(cast)
    case = stage.invited(cast)
    Application.objects.filter(pk=case.pk).update(state_at=midday(stage.today() - stage.timedelta(days=14)))
    assert list(bookings_due(stage.today())) == []
    stage.slot(cast)
    assert [one for one, _due in bookings_due(stage.today())] == [case]


def test_an_interview_is_reminded_of_on_the_working_day_before(cast):
    for days in range(3, 14):
        Slot.objects.all().delete()
        booked(cast, days=days)
        day = stage.today() + stage.timedelta(days=days)
        nights = [day - stage.timedelta(days=before) for before in range(8)]
        due = [night for night in nights if is_working_day(night) and interviews_due(night).exists()]
        assert due == [add_working_days(day, -1)], day


def test_everybody_is_reminded_once_and_of_adjustments_the_panel_alone(cast):
    booked(cast, adjustments="A ground-floor room.")
    for _night in range(2):
        actions.remind_interview(Interview.objects.get())
    told = {letter.to: "ground-floor" in letter.body for letter in Letter.objects.all()}
    assert (told, Letter.objects.count()) == ({cast.sam: False, cast.rob: True, cast.dai: True}, 3)


def test_an_interview_called_off_meanwhile_is_not_reminded_of(cast):
    case = booked(cast)
    actions.remind_interview(Interview.objects.get())
    actions.cancel_for(case, by=cast.sam)
    casework_letters.deliver_due()
    found = dict(Letter.objects.values_list("name", "status"))
    assert (found["designation/interview_due"], found["designation/panel_due"]) == ("dropped", "dropped")


def test_the_night_reminds_on_working_days_only(cast, monkeypatch):
    asked = []
    monkeypatch.setattr(queries, "interviews_due", lambda on: asked.append(on) or [])
    monkeypatch.setattr(queries, "bookings_due", lambda on: asked.append(on) or [])
    for works in (False, True):
        monkeypatch.setattr(tasks, "is_working_day", lambda on, works=works: works)
        tasks.remind_of_bookings()
        tasks.remind_of_interviews()
        assert len(asked) == 2 * works
