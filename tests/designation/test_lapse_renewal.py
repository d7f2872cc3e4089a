"""A renewal nobody sent in lapses when the grace is over, by itself and once; managers are reminded in time."""

from datetime import timedelta
from unittest.mock import patch

import pytest

from casework.lifecycle import steps_open_to
from casework.models import Entry, Letter
from designation import actions, tasks
from designation.models import Designation, Renewal
from designation.queries.renewals import renewals_to_lapse, renewals_undecided
from designation.terms import grace_ends_on
from tests.designation import years


def test_it_lapses_the_day_after_the_grace(cast):
    case = years.renewal(cast, "open")
    last = grace_ends_on(case.designation.ends_on)
    assert (renewals_to_lapse(last), renewals_to_lapse(last + timedelta(days=1))) == ([], [case])


def test_what_was_submitted_waits_for_its_decision_after_the_grace(cast):
    case = years.renewal(cast, "submitted")
    assert renewals_to_lapse(grace_ends_on(case.designation.ends_on) + timedelta(days=400)) == []


@pytest.mark.parametrize(("days", "lapses"), [(28, False), (29, True)])
def test_what_was_sent_back_after_the_grace_waits_four_weeks_for_an_answer(cast, days, lapses):
    designation = years.leader(cast, left=-200, state="expired")
    case = years.renewal(cast, "submitted", designation=designation)
    actions.send_back_renewal(case, by=cast.mina, question="How?")
    assert renewals_to_lapse(years.today() + timedelta(days=days)) == [case] * lapses


@pytest.mark.parametrize("state", Renewal.State.values)
def test_only_what_was_not_sent_in_lapses_and_once(cast, state):
    case = years.renewal(cast, state)
    Designation.objects.update(ends_on=years.today() - timedelta(days=120), state="expired")
    for _ in range(2):
        tasks.lapse_renewals()
    case.refresh_from_db()
    entries = list(Entry.objects.of(case).filter(step="lapse").values_list("by", "channel"))
    lapses = state == Renewal.State.OPEN
    assert (case.state, entries) == (("lapsed", [(None, "night")]) if lapses else (state, []))
    assert [letter.name for letter in Letter.objects.all()] == ["designation/renewal_lapsed"] * lapses


@pytest.mark.parametrize("state", ["relinquished", "withdrawn"])
def test_it_ends_silently_with_a_designation_that_ended_early(cast, state):
    case = years.renewal(cast, "submitted", designation=years.leader(cast, state=state))
    tasks.lapse_renewals()
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("lapsed", 0)


@pytest.mark.parametrize("name", ["sam", "hannah", "mina", "olga"])
def test_nobody_lets_it_lapse_by_hand(cast, name):
    assert "lapse" not in steps_open_to(years.renewal(cast, "submitted"), getattr(cast, name))


@pytest.mark.parametrize(("left", "reminded"), [(31, False), (30, True), (1, True), (-20, True)])
def test_managers_are_reminded_of_what_is_undecided_near_the_end(cast, left, reminded):
    designation = years.leader(cast, left=left, state="active" if left > 0 else "expired")
    case = years.renewal(cast, "submitted", designation=designation)
    due_on = designation.ends_on - timedelta(days=30)
    assert list(renewals_undecided(years.today())) == ([(case, due_on)] if reminded else [])


def test_the_reminder_goes_once(cast):
    years.renewal(cast, "submitted", designation=years.leader(cast, left=20))
    with patch("designation.tasks.is_working_day", return_value=True):
        for _ in range(2):
            tasks.remind_of_renewals()
    assert [(one.to, one.name) for one in Letter.objects.all()] == [
        (cast.mina, "designation/renewal_undecided")
    ]
