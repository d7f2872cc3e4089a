"""Silence: reminders after two and four working days, then the proposal lapses, by itself and once."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from casework.models import Entry, Letter, Link
from casework.tasks import SweepFailed
from deployments import actions, tasks
from deployments.models import Consent, Deployment, SupportRequest
from deployments.queries import due
from designation.models import SchoolRelease
from directory.calendar import add_working_days
from tests import factories
from tests.deployments import stage


def proposed(cast, asked_on, **fields) -> Deployment:
    """Return a proposal asked on a day, due five working days later."""
    case = stage.deployment(cast, **fields)
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    asked_at = timezone.make_aware(datetime.combine(asked_on, time(10)))
    Consent.objects.filter(deployment=case).update(asked_at=asked_at, due_on=add_working_days(asked_on, 5))
    return Deployment.objects.get(pk=case.pk)


MONDAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2026, 12, 18), date(2026, 12, 29)),  # Friday: Christmas and Boxing Day's substitute are no days
        (date(2026, 12, 24), date(2027, 1, 5)),  # and New Year
        (date(2026, 5, 1), date(2026, 5, 11)),  # a bank holiday Monday
        (date(2026, 5, 2), date(2026, 5, 11)),  # Saturday counts as the working day before it
    ],
)
def test_five_working_days_to_answer_over_holidays_too(cast, asked, last):
    case = proposed(cast, asked)
    assert {consent.due_on for consent in case.consents.all()} == {last}
    assert (due.to_lapse(last), due.to_lapse(last + timedelta(days=1))) == ([], [case])


@pytest.mark.parametrize(
    ("day", "reminded"),
    [(16, None), (17, None), (18, 18), (19, 18), (20, 20), (21, "none"), (22, "none"), (23, 20), (24, None)],
)
def test_reminders_stand_for_the_second_and_fourth_working_day_and_never_on_a_weekend(cast, day, reminded):
    proposed(cast, MONDAY, answered=("leader",))
    found = due.reminders_due(MONDAY.replace(day=day))
    days = {(consent.party, on.day) for consent, on in found}
    expected = (
        set() if reminded in (None, "none") else {("line_manager", reminded), ("receiving_head", reminded)}
    )
    assert days == expected


def test_a_reminder_goes_once_with_a_link_of_its_own(cast):
    case = proposed(cast, MONDAY)
    consent = case.consents.get(party="line_manager")
    actions.remind(consent, MONDAY)
    actions.remind(consent, MONDAY)
    assert list(Letter.objects.values_list("name", "to__first_name")) == [
        ("deployments/consent_due", "Hannah")
    ]
    assert Link.objects.get().doors == ["deployments:deployment-consent", "deployments:deployment-refuse"]


def test_the_deadline_lapses_it_tells_whom_it_concerns_and_frees_what_was_taken(cast):
    case = proposed(cast, stage.school_day(-20), answered=("leader", "line_manager"))
    assert tasks.lapse_proposals() == 1
    case.refresh_from_db()
    case.request.refresh_from_db()
    assert (case.state, case.request.state) == ("lapsed", "open")
    assert stage.taken(designation=case.designation) == 0
    told = sorted(Letter.objects.values_list("to__first_name", "name"))
    assert told == [
        ("Hannah", "deployments/deployment_not_available"),
        ("Mina", "deployments/deployment_lapsed"),
        ("Rob", "deployments/deployment_not_available"),
        ("Sam", "deployments/deployment_not_available"),
    ]
    assert "No answer from: Rob Ellis\n" in Letter.objects.get(to=cast.mina).body
    entry = Entry.objects.of(case).get(step="lapse")
    assert (entry.by, entry.channel) == (None, "night")


def test_it_lapses_once(cast):
    proposed(cast, stage.school_day(-20))
    assert (tasks.lapse_proposals(), tasks.lapse_proposals()) == (1, 0)


def test_on_the_last_day_nothing_lapses(cast):
    case = proposed(cast, stage.today())
    Consent.objects.filter(deployment=case).update(due_on=stage.today())
    assert tasks.lapse_proposals() == 0


def test_answered_by_all_in_the_meantime_nothing_lapses(cast):
    case = proposed(cast, stage.school_day(-20), answered=("leader", "line_manager", "receiving_head"))
    assert actions.lapse(case) is False
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("proposed", 0)


@pytest.mark.parametrize("state", [state for state in Deployment.State.values if state != "proposed"])
def test_from_no_other_state(cast, state):
    case = stage.deployment(cast, state)
    Consent.objects.filter(deployment=case).update(decision="asked", due_on=stage.today() - timedelta(days=9))
    assert actions.lapse(case) is False


def test_nobody_has_the_button(cast):
    case = stage.deployment(cast)
    assert [
        name
        for name, person in cast.people().items()
        if person.has_perm("deployments.lapse_deployment", case)
    ] == []


def test_the_question_follows_the_post(cast):
    case = proposed(cast, stage.today())
    cast.hannah.posts.update(ends_on=stage.today() - timedelta(days=1))
    successor = factories.PostFactory(school=cast.oakfield).person
    assert (tasks.hand_over_consents(), tasks.hand_over_consents()) == (1, 0)
    assert case.consents.get(party="line_manager").asked_of == successor
    letter = Letter.objects.get()
    assert (letter.name, letter.to) == ("deployments/consent_requested", successor)


def test_the_next_best_may_need_the_very_days_that_come_back(cast):
    """Oakfield gives just as many days as two terms of this work need, and the proposal holds half of them."""
    budget = stage.school_budget(cast, half_days=4, taken=4)
    case = proposed(cast, stage.school_day(-20), answered=("leader",), school_budget=budget)
    SupportRequest.objects.filter(pk=case.request_id).update(half_days=8)
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=4)
    colleague = stage.leader(factories.PersonFactory(first_name="Ida", last_name="Fry"), cast.oakfield)
    assert actions.lapse(case)
    letter = Letter.objects.get(name="deployments/deployment_lapsed")
    assert f"The next best match is {colleague.person} of Oakfield Primary School" in letter.body
    assert "No answer from: Hannah Price, Rob Ellis" in letter.body


def test_one_that_cannot_lapse_keeps_no_other_waiting(cast, monkeypatch):
    poisoned, other = (proposed(cast, stage.school_day(-20), answered=("leader",)) for _one in range(2))
    lapse = actions.lapse

    def broken(case: Deployment) -> bool:
        return lapse(case) if case.pk != poisoned.pk else bool(1 / 0)

    monkeypatch.setattr(actions, "lapse", broken)
    with pytest.raises(SweepFailed, match="1 of 2 failed"):
        tasks.lapse_proposals()
    assert [Deployment.objects.get(pk=one.pk).state for one in (poisoned, other)] == ["proposed", "lapsed"]
