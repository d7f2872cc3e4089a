"""Silence is not counted while a school is shut: days in its holidays bring no deadline nearer."""

from datetime import date, timedelta

import pytest
from freezegun import freeze_time

from casework.models import Letter
from deployments import actions, tasks
from deployments.models import Visit
from deployments.queries.due import acknowledgement_due_on, answer_due_on
from directory.calendar import add_open_days, add_working_days
from directory.models import Post
from directory.queries.terms import open_days_after
from tests import factories
from tests.deployments import changes, stage
from tests.deployments.stage import fresh


@pytest.fixture
def terms(cast):
    """Summer term to 17 July, with a half-term at the end of May; autumn term from 2 September."""
    summer = {"starts_on": date(2026, 4, 13), "ends_on": date(2026, 7, 17)}
    summer |= {"half_term_starts_on": date(2026, 5, 25), "half_term_ends_on": date(2026, 5, 29)}
    factories.TermFactory(local_authority=cast.northdale, season="summer", **summer)
    autumn = {"starts_on": date(2026, 9, 2), "ends_on": date(2026, 12, 18)}
    autumn |= {"half_term_starts_on": None, "half_term_ends_on": None}
    factories.TermFactory(local_authority=cast.northdale, season="autumn", **autumn)


def test_days_in_the_holidays_are_left_out():
    shut = [(date(2026, 7, 18), date(2026, 9, 1))]
    assert add_open_days(date(2026, 7, 15), 3, shut) == date(2026, 9, 2)
    assert add_open_days(date(2026, 7, 15), 3, []) == date(2026, 7, 20)


@pytest.mark.parametrize(
    ("on", "count", "until"),
    [
        (date(2026, 5, 20), 5, date(2026, 6, 3)),  # half-term, the bank holiday in it
        (date(2026, 7, 16), 10, date(2026, 9, 14)),
        (date(2026, 12, 17), 2, date(2026, 12, 21)),  # nobody entered the spring term yet
    ],
)
def test_a_school_whose_terms_are_known_is_given_open_days(cast, terms, on, count, until):
    assert open_days_after(cast.brookside, on, count) == until


def test_where_the_terms_are_unknown_every_working_day_counts(cast):
    assert open_days_after(cast.brookside, date(2026, 7, 16), 10) == date(2026, 7, 30)


def test_a_visit_held_at_the_end_of_term_waits_for_the_school_to_open(cast, terms):
    with freeze_time("2026-07-16 12:00") as clock:
        visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=date(2026, 7, 16))
        actions.hold_visit(visit, by=cast.sam)
        assert acknowledgement_due_on(visit) == date(2026, 9, 14)
        for day, reminded, state in [
            (date(2026, 8, 3), 0, "held"),
            (date(2026, 9, 7), 1, "held"),
            (date(2026, 9, 14), 1, "held"),
            (date(2026, 9, 15), 0, "acknowledged"),
        ]:
            clock.move_to(f"{day} 12:00")
            assert tasks.remind_schools() == reminded, day
            tasks.presume_visits()
            assert fresh(visit).state == state, day


def test_a_proposal_made_in_the_holidays_waits_too(cast, terms):
    with freeze_time("2026-07-20 12:00"):
        aims = [actions.Aim("One lesson structure", "Seen in every class")]
        span = {"starts_on": date(2026, 9, 7), "ends_on": date(2026, 11, 6)}
        leader = stage.leader(cast.sam, cast.oakfield)
        made = actions.propose(
            stage.request(cast), by=cast.mina, designation=leader, half_days=2, objectives=aims, **span
        )
        assert set(made.consents.values_list("due_on", flat=True)) == {date(2026, 9, 8)}


def test_a_successor_has_three_working_days_at_least(cast):
    with freeze_time("2026-06-08 12:00"):
        case = stage.deployment(cast)
        case.consents.update(due_on=stage.today())
        Post.objects.filter(person=cast.rob).update(ends_on=stage.today() - timedelta(days=1))
        nia = factories.PostFactory(school=cast.brookside, role="headteacher").person
        assert tasks.hand_over_consents() == 1
        consent = case.consents.get(party="receiving_head")
        assert (consent.asked_of, consent.due_on) == (nia, date(2026, 6, 11))
        assert set(case.consents.exclude(pk=consent.pk).values_list("due_on", flat=True)) == {stage.today()}
        assert Visit.objects.count() == 0


def asked(cast, kind: str):
    """Ask all three parties about a proposal or a change; or let them have said yes by phone."""
    if kind == "variation":
        case = changes.variation(cast)
    else:
        case = stage.deployment(cast, "agreed" if kind == "said" else "proposed")
    for consent in case.consents.all():
        consent.due_on = answer_due_on(consent, 5)
        consent.channel = "phone" if kind == "said" else consent.channel
        consent.save()
    return case


@pytest.mark.parametrize(("kind", "each"), [("deployment", 3), ("variation", 2), ("said", 3)])
def test_who_is_asked_at_the_end_of_term_is_reminded_when_the_school_is_open_again(cast, terms, kind, each):
    with freeze_time("2026-07-16 12:00") as clock:
        case = asked(cast, kind)
        assert {consent.due_on for consent in case.consents.exclude(party="alliance")} == {date(2026, 9, 7)}
        reminded = {}
        for count in range(1, 38):  # until after the deadline
            day = add_working_days(date(2026, 7, 16), count)
            clock.move_to(f"{day} 12:00")
            before = Letter.objects.count()
            tasks.remind_parties()
            tasks.remind_to_confirm()
            reminded[day] = Letter.objects.count() - before
    assert {day: count for day, count in reminded.items() if count} == {
        date(2026, 9, 2): each,
        date(2026, 9, 4): each,
    }
