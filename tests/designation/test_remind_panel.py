"""Members of the panel with sheets open are reminded, each milestone once, on working days, and nobody else is."""

import itertools
from datetime import date, timedelta

import pytest

from casework import letters
from casework.models import Letter
from designation import tasks
from designation.models import Application, Conflict, Round
from tests import factories
from tests.designation import stage

THURSDAY = date(2026, 3, 12)


@pytest.fixture
def case(cast):
    """Return an application in a round whose scores are due on a Thursday; Rob and Dai sit on its panel."""
    made = stage.application(cast)
    Round.objects.update(scores_by=THURSDAY)
    for person in (cast.rob, cast.dai):
        stage.seat(person)
    return made


@pytest.fixture
def on(monkeypatch):
    def run(day):
        monkeypatch.setattr(tasks.timezone, "localdate", lambda *args: day)
        for _twice in range(2):
            tasks.remind_of_scores()
        return Letter.objects.count()

    return run


def test_reminders_go_three_working_days_before_and_the_day_after(cast, case, on):
    days = [THURSDAY + timedelta(days=count) for count in range(-7, 8)]
    written = {day: on(day) for day in days}
    new = [day for before, day in itertools.pairwise(days) if written[day] > written[before]]
    assert new == [date(2026, 3, 9), date(2026, 3, 13)]  # Monday before, Friday after
    assert written[days[-1]] == 4


def test_who_has_sent_in_everything_or_must_not_score_is_not_reminded(cast, case, on):
    factories.ScoreFactory(application=case, assessor=cast.rob, criterion=case.role_type.criteria.first())
    Conflict.objects.create(application=case, member=cast.dai, kind="family")
    assert on(THURSDAY + timedelta(days=1)) == 0


def test_the_letter_says_how_many_and_leads_to_the_panels_page(cast, case, on):
    Application.objects.exclude(pk=case.pk).delete()
    on(THURSDAY - timedelta(days=1))
    letter = Letter.objects.get(to=cast.rob)
    assert "You have 1 application left to score in Spring round." in letter.body
    assert letter.url.endswith(f"/designation/rounds/{case.round_id}/panel/")


def test_a_reminder_nobody_needs_any_more_is_dropped(cast, case, on):
    on(THURSDAY - timedelta(days=1))
    Application.objects.update(state="not_shortlisted", feedback="Tell us more.")
    letters.deliver_due()
    assert set(Letter.objects.values_list("status", flat=True)) == {"dropped"}


def test_a_round_without_a_day_for_scores_reminds_nobody(cast, case, on):
    Round.objects.update(scores_by=None)
    assert on(THURSDAY) == 0
