"""Many at once where something is scarce or may happen once: afterwards every rule of support holds."""

import pytest

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Claim, ClaimLine, Consent, Deployment, SupportRequest
from deployments.queries.invariants import INVARIANTS
from directory.models import Person
from tests.deployments import stage
from tests.deployments.test_races import AIM, at_once, cast, database_of_threads  # noqa: F401 - fixtures

MANY = 50

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def person(one) -> Person:
    """Return somebody as a request of their own would know them."""
    return Person.objects.get(pk=one.pk)


def fresh(case):
    return type(case).objects.get(pk=case.pk)


def broken() -> list[str]:
    return [one.name for one in INVARIANTS if one.broken().exists()]


def test_the_last_day_of_a_budget_goes_to_one_of_fifty(cast):  # noqa: F811
    sam = stage.sam_leads(cast, half_days_a_term=2)
    one_term = {"ends_on": stage.today()}
    requests = [stage.request(cast, half_days=2, **one_term).pk for _ in range(MANY)]

    def propose(number: int) -> None:
        request = SupportRequest.objects.get(pk=requests[number])
        span = {"starts_on": request.starts_on, "ends_on": request.ends_on}
        offer = {"designation": fresh(sam), "half_days": 2, "objectives": [AIM]}
        actions.propose(request, by=person(cast.mina), **offer, **span)

    assert at_once(propose, times=MANY) == {"done": 1, "Obstacle": MANY - 1}
    assert (Deployment.objects.count(), stage.taken()) == (1, 2)
    assert broken() == []


def test_both_heads_and_the_leader_at_once_make_one_agreement_with_one_letter_each(cast):  # noqa: F811
    case = stage.deployment(cast)
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    parties = [cast.sam, cast.hannah, cast.rob]
    ended = at_once(
        lambda number: actions.consent(fresh(case), by=person(parties[number % 3])), times=len(parties) * 4
    )
    assert ended == {"done": 3, "StepNotOpen": 9}
    assert (fresh(case).state, fresh(case.request).state) == ("agreed", "matched")
    assert Entry.objects.of(case).filter(step="agree").count() == 1
    told = Letter.objects.filter(name="deployments/deployment_agreed").values_list("to", flat=True)
    assert sorted(told) == sorted(one.pk for one in (*parties, cast.mina))
    assert Consent.objects.filter(deployment=case, decision="given").count() == 4
    assert broken() == []


def test_a_visit_acknowledged_while_it_is_presumed_is_claimed_once(cast):  # noqa: F811
    visit = stage.visit(cast, "held")
    SupportRequest.objects.update(state="matched")

    def act(number: int) -> None:
        if number % 2:
            actions.presume_visit(fresh(visit))
        else:
            actions.acknowledge_visit(fresh(visit), by=person(cast.rob))

    at_once(act)
    assert (ClaimLine.objects.count(), Claim.objects.get().total_pence) == (1, 150_00)
    assert broken() == []


def test_a_claim_submitted_while_visits_are_put_on_it_is_the_sum_of_its_lines(cast):  # noqa: F811
    of = stage.deployment(cast, "active", half_days=20)
    days = sorted({stage.school_day(-number) for number in range(1, 20)})[-8:]
    visits = [stage.visit(cast, "held", of=of, on=day) for day in days]
    actions.acknowledge_visit(visits[0], by=cast.rob)
    claim = Claim.objects.get()

    def act(number: int) -> None:
        if number == 0:
            actions.submit_claim(fresh(claim), by=person(cast.hannah))
        else:
            actions.acknowledge_visit(fresh(visits[number]), by=person(cast.rob))

    assert at_once(act, times=len(visits)) == {"done": len(visits)}
    assert fresh(claim).state == "submitted"
    assert sum(one.total_pence for one in Claim.objects.all()) == len(visits) * 150_00
    assert broken() == []


def test_a_visit_said_to_be_held_and_not_held_at_once_is_one_of_the_two_at_the_end(cast):  # noqa: F811
    visit = stage.visit(cast, of=stage.deployment(cast, "agreed"), on=stage.school_day(-1))

    def act(number: int) -> None:
        if number % 2:
            actions.miss_visit(fresh(visit), by=person(cast.rob), reason="Snow")
        else:
            actions.hold_visit(fresh(visit), by=person(cast.sam))

    ended = at_once(act, times=10)
    steps = list(Entry.objects.of(visit).order_by("pk").values_list("step", flat=True))
    # Whoever is first is right: held, it can only be contested.
    assert (steps, ended["done"]) in [(["hold"], 1), (["miss"], 1)]
    assert fresh(visit).state == {"hold": "held", "miss": "not_held"}[steps[0]]
    assert broken() == []


def test_a_visit_held_while_a_party_withdraws_leaves_work_or_nothing(cast):  # noqa: F811
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(-1))

    def act(number: int) -> None:
        if number == 0:
            actions.miss_visit(fresh(visit), by=person(cast.rob), reason="Snow")
        elif number == 1:
            actions.hold_visit(fresh(visit), by=person(cast.sam))
        else:
            actions.withdraw(fresh(case), by=person(cast.hannah), ended_for="dates", reason="No.")

    at_once(act, times=6)
    assert (fresh(case).state, stage.taken()) in [
        ("active", 4),
        ("agreed", 4),
        ("withdrawn", 0),
    ]
    assert broken() == []


def test_a_visit_said_not_to_be_held_while_the_work_is_stopped_gives_its_half_day_back_once(cast):  # noqa: F811
    case = stage.deployment(cast, "active")
    visit = stage.visit(cast, "held", of=case, on=stage.school_day(-1))
    SupportRequest.objects.update(state="matched")

    def act(number: int) -> None:
        if number % 2:
            actions.retract_visit(fresh(visit), by=person(cast.sam), reason="Snow")
        else:
            ending = {"ended_for": "need", "reason": "No.", "look_for_another": True}
            actions.stop(fresh(case), by=person(cast.mina), **ending)

    assert at_once(act, times=4) == {"done": 2, "StepNotOpen": 2}
    assert (fresh(case).state, fresh(visit).state, stage.taken()) == (
        "stopped",
        "not_held",
        0,
    )
    assert broken() == []
