"""Twenty changes at once: one is proposed, one decides, and half days are never given out twice."""

import pytest

from deployments import actions
from deployments.models import Deployment, TermBudget, Variation
from directory.models import Person
from tests.deployments import changes, stage
from tests.deployments.test_races import AIM, at_once, cast, database_of_threads

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
__all__ = ["cast", "database_of_threads"]


def test_one_change_of_twenty_is_proposed(cast):
    case = stage.deployment(cast, "active")
    terms = {"half_days": 6, "starts_on": case.starts_on, "ends_on": case.ends_on, "reason": "More"}
    ended = at_once(
        lambda number: actions.vary(
            Deployment.objects.get(pk=case.pk), by=cast.rob if number % 2 else cast.sam, **terms
        )
    )
    assert (ended, Variation.objects.count(), changes.taken(case)) == ({"done": 1, "Obstacle": 19}, 1, 6)


def test_the_last_days_of_a_budget_are_won_by_one_change(cast):
    cases = [stage.deployment(cast, "active", half_days=1, ends_on=stage.today()) for _one in range(10)]
    TermBudget.objects.update(half_days=11)
    designation = cases[0].designation
    designation.half_days_a_term = 11
    designation.save()

    def vary(number: int) -> None:
        case = Deployment.objects.get(pk=cases[number].pk)
        actions.vary(
            case, by=cast.rob, half_days=2, starts_on=case.starts_on, ends_on=case.ends_on, reason="More"
        )

    assert at_once(vary, 10) == {"done": 1, "Obstacle": 9}
    assert stage.taken(designation=designation) == 11


def test_the_last_consent_and_the_end_of_the_work_leave_a_true_budget(cast):
    made = changes.variation(cast, answered=("leader",))

    def act(number: int) -> None:
        if number % 2:
            actions.consent_variation(
                Variation.objects.get(pk=made.pk), by=Person.objects.get(pk=cast.hannah.pk)
            )
        else:
            case = Deployment.objects.get(pk=made.deployment_id)
            actions.stop(case, by=cast.mina, ended_for="need", reason="Done", look_for_another=False)

    ended = at_once(act, 10)
    made.refresh_from_db()
    assert set(ended) == {"done", "StepNotOpen"}
    assert made.state in ("agreed", "cancelled")
    assert (Deployment.objects.get(pk=made.deployment_id).state, changes.taken(made.deployment)) == (
        "stopped",
        0,
    )


def test_terms_changed_and_agreed_to_at_once_are_agreed_to_in_one_version(cast):
    case = stage.deployment(cast, answered=("leader", "line_manager"))

    def act(number: int) -> None:
        fresh = Deployment.objects.in_full().get(pk=case.pk)
        if number % 2:
            actions.consent(fresh, by=Person.objects.get(pk=cast.rob.pk))
            return
        terms = {"starts_on": case.starts_on, "ends_on": case.ends_on, "objectives": [AIM]}
        actions.change_terms(fresh, by=cast.mina, half_days=8, **terms)

    at_once(act, 8)
    case.refresh_from_db()
    waiting = case.consents.filter(decision="asked").count()
    # Agreed to the old terms before they could change, or changed, and the others asked anew.
    assert (case.state, case.half_days, waiting > 0) in [("agreed", 4, False), ("proposed", 8, True)]
    assert changes.taken(case) == case.half_days
