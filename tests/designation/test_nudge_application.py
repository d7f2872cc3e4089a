"""Sam is reminded of the draft 10, 5 and 2 days before the own deadline: once each, on working days, while a draft."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from casework.letters import deliver_due
from casework.models import Letter
from designation import actions, queries, tasks
from designation.models import Application, Round
from directory.calendar import is_working_day
from tests.designation import stage

LONDON = ZoneInfo("Europe/London")
CLOSES = date(
    2026, 3, 20
)  # a Friday; 10, 5 and 2 days before: Tuesday 10, Sunday 15 (so Friday 13), Wednesday 18


@pytest.fixture
def draft(cast):
    """Sam's draft, begun in February, in a round that closes on Friday 20 March 2026 at noon."""
    case = stage.draft(cast, sections={"about": "completed"})
    close(case.round, CLOSES)
    Application.objects.filter(pk=case.pk).update(created_at=moment(date(2026, 2, 1)))
    case.refresh_from_db()
    return case


def moment(day, hour=8):
    return datetime.combine(day, time(hour), LONDON)


def close(round_, day):
    Round.objects.filter(pk=round_.pk).update(opens_at=moment(date(2026, 1, 5)), closes_at=moment(day, 12))


def run(day, monkeypatch):
    """Do the night work of a day."""
    monkeypatch.setattr(timezone, "now", lambda: moment(day))
    tasks.remind_of_drafts()


def run_every_day(first, last, monkeypatch):
    """Do the work of all these days and return on which of them a letter was written."""
    written, day = [], first
    while day <= last:
        before = Letter.objects.count()
        run(day, monkeypatch)
        written += [day] * (Letter.objects.count() - before)
        day += timedelta(days=1)
    return written


def test_three_letters_on_working_days(draft, monkeypatch):
    days = run_every_day(date(2026, 2, 2), date(2026, 3, 25), monkeypatch)
    assert days == [date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 18)]
    names = set(Letter.objects.values_list("name", "to__email"))
    assert names == {("designation/application_unfinished", "sam@oakfield.example")}


@pytest.mark.parametrize("closes", [date(2026, 1, 4), date(2026, 4, 8), date(2026, 5, 6), date(2027, 1, 2)])
def test_round_holidays_and_weekends_it_is_the_working_day_before(draft, closes):
    Round.objects.filter(pk=draft.round_id).update(
        opens_at=moment(closes - timedelta(days=60)), closes_at=moment(closes)
    )
    Application.objects.filter(pk=draft.pk).update(created_at=moment(closes - timedelta(days=50)))
    found = {
        due_on
        for ago in range(30)
        for _case, due_on in queries.drafts_due(
            closes - timedelta(days=ago), moment(closes - timedelta(days=ago), 1)
        )
    }
    assert all(is_working_day(day) for day in found)
    assert 2 <= len(found) <= 3
    assert all(day <= closes - timedelta(days=2) for day in found)


def test_a_night_that_was_missed_makes_one_letter(draft, monkeypatch):
    days = run_every_day(date(2026, 3, 16), date(2026, 3, 25), monkeypatch)
    assert days == [date(2026, 3, 16), date(2026, 3, 18)]


def test_it_names_the_parts_that_are_missing(draft, monkeypatch):
    run(date(2026, 3, 10), monkeypatch)
    body = Letter.objects.get().body
    missing = ["- Leadership roles you have held", "- Capacity and travel", "- Declarations"]
    others = ["About you", "Equality monitoring", "Adjustments"]
    assert [part for part in missing if part not in body] == []
    assert [part for part in others if part in body] == []
    assert "Friday 20 March 2026, 12pm" in body


def test_a_complete_draft_is_told_that_only_the_button_is_left(draft, monkeypatch):
    Application.objects.update(sections=dict.fromkeys(Application.Section.values, "completed"))
    run(date(2026, 3, 10), monkeypatch)
    assert "All that is left is to check your answers and submit" in Letter.objects.get().body


def test_in_welsh_for_who_reads_welsh(draft, cast, monkeypatch):
    cast.sam.language = "cy"
    cast.sam.save()
    run(date(2026, 3, 10), monkeypatch)
    assert "Mae’r rhannau hyn yn dal ar goll" in Letter.objects.get().body


def test_more_time_moves_them(draft, cast, monkeypatch):
    stage.extend(cast.sam, days=7, granted_at=moment(date(2026, 3, 2)))
    days = run_every_day(date(2026, 2, 2), date(2026, 3, 30), monkeypatch)
    assert days == [date(2026, 3, 17), date(2026, 3, 20), date(2026, 3, 25)]


def test_more_time_granted_late_reminds_again(draft, cast, monkeypatch):
    early = run_every_day(date(2026, 3, 10), date(2026, 3, 18), monkeypatch)
    stage.extend(cast.sam, days=7, granted_at=moment(date(2026, 3, 18), 15))
    late = run_every_day(date(2026, 3, 19), date(2026, 3, 30), monkeypatch)
    assert (len(early), late) == (3, [date(2026, 3, 20), date(2026, 3, 25)])


def test_a_draft_begun_late_is_not_reminded_of_what_had_passed(draft, monkeypatch):
    Application.objects.update(created_at=moment(date(2026, 3, 16)))
    days = run_every_day(date(2026, 3, 16), date(2026, 3, 25), monkeypatch)
    assert days == [date(2026, 3, 18)]


@pytest.mark.parametrize("state", ["submitted", "withdrawn"])
def test_only_while_it_is_a_draft(cast, draft, state, monkeypatch):
    case = stage.application(cast, state)
    Application.objects.filter(pk=case.pk).update(created_at=moment(date(2026, 2, 1)))
    assert run_every_day(date(2026, 3, 10), date(2026, 3, 19), monkeypatch) == []


def test_a_letter_that_waits_is_dropped_once_it_is_sent_in(cast, mailoutbox):
    case = stage.draft(cast)
    actions.remind_draft(case, due_on=stage.today())
    actions.submit(case, by=cast.sam)
    deliver_due()
    assert Letter.objects.get(name="designation/application_unfinished").status == "dropped"


def test_many_drafts_are_found_by_one_query(draft, cast, django_assert_num_queries):
    for person in (cast.rob, cast.olga):
        case = stage.application(cast, "draft", applicant=person)
        Application.objects.filter(pk=case.pk).update(created_at=moment(date(2026, 2, 1)))
    with django_assert_num_queries(1):
        found = list(queries.drafts_due(date(2026, 3, 10), moment(date(2026, 3, 10))))
    assert len(found) == 3


def returned(cast, answer_by, asked):
    case = stage.application(cast, "returned", answer_by=answer_by)
    Application.objects.filter(pk=case.pk).update(state_at=moment(asked))
    return case


@pytest.mark.parametrize(
    ("answer_by", "due_on"),
    [(date(2026, 3, 20), date(2026, 3, 18)), (date(2026, 3, 17), date(2026, 3, 13))],
)
def test_answers_are_reminded_of_two_days_before(cast, monkeypatch, answer_by, due_on):
    returned(cast, answer_by, date(2026, 3, 9))
    days, day = [], date(2026, 3, 9)
    while day < date(2026, 3, 25):
        monkeypatch.setattr(timezone, "now", lambda day=day: moment(day))
        tasks.remind_of_answers()
        days += [day] * (Letter.objects.count() - len(days))
        day += timedelta(days=1)
    assert days == [due_on]
    letter = Letter.objects.get()
    assert (letter.name, letter.due_on) == ("designation/application_answer_due", due_on)


def test_a_question_with_a_short_day_is_not_reminded_of(cast):
    returned(cast, date(2026, 3, 20), date(2026, 3, 19))
    assert list(queries.answers_due(date(2026, 3, 19))) == []
