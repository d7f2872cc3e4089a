"""Twenty at once: one succeeds, and what is scarce is never given out twice; on SQLite and on PostgreSQL."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from casework.lifecycle import StepNotOpen
from casework.models import Document, Entry, Letter
from deployments import actions
from deployments.models import (
    Claim,
    ClaimLine,
    Consent,
    Deployment,
    Rate,
    SupportRequest,
    Visit,
)
from designation.models import Designation
from directory.models import Person
from tests.cast import gather
from tests.deployments import stage

AT_ONCE = 20
AIM = actions.Aim("One lesson structure", "Seen in every class")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def database_of_threads(transactional_db, tmp_path):
    """A database threads can share: PostgreSQL as it is, SQLite copied from memory into a file as in production."""
    if connection.vendor != "sqlite" or not connection.is_in_memory_db():
        yield
        return
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    path = str(tmp_path / "races.sqlite3")
    with sqlite3.connect(path) as file:
        in_memory.backup(file)
    file.close()
    connection.connection, connection.settings_dict["NAME"] = None, path
    yield
    connection.close()
    connection.connection, connection.settings_dict["NAME"] = in_memory, name


@pytest.fixture
def cast(database_of_threads):
    """The cast in a database whose transactions are real; other such tests wipe what migrations put there."""
    actions.load_standing_data()
    assert Rate.objects.count() == 3
    return gather()


def at_once(act: Callable[[int], object], times: int = AT_ONCE) -> Counter:
    """Do the same thing many times at the same moment, each in its own connection; count how it ended."""
    barrier = Barrier(times)

    def one(number: int) -> str:
        try:
            barrier.wait(timeout=30)
            act(number)
        except StepNotOpen:
            return "StepNotOpen"
        except actions.Obstacle:
            return "Obstacle"
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(times) as pool:
        return Counter(pool.map(one, range(times)))


def test_one_refusal_of_twenty_counts(cast):
    case = stage.deployment(cast)
    ended = at_once(
        lambda _: actions.refuse(
            Deployment.objects.get(pk=case.pk), by=Person.objects.get(pk=cast.hannah.pk), reason="No"
        )
    )
    assert ended == {"done": 1, "StepNotOpen": AT_ONCE - 1}
    assert Entry.objects.of(case).filter(step="refuse").count() == 1
    assert stage.taken() == 0


def test_one_press_of_twenty_consents(cast):
    case = stage.deployment(cast)
    ended = at_once(
        lambda _: actions.consent(
            Deployment.objects.get(pk=case.pk), by=Person.objects.get(pk=cast.hannah.pk)
        )
    )
    assert ended == {"done": 1, "StepNotOpen": AT_ONCE - 1}
    assert Entry.objects.of(case).filter(step="consent").count() == 1


def test_three_last_consents_at_once_agree_once(cast):
    case = stage.deployment(cast)
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    people = [cast.sam.pk, cast.hannah.pk, cast.rob.pk]
    ended = at_once(
        lambda number: actions.consent(
            Deployment.objects.get(pk=case.pk), by=Person.objects.get(pk=people[number])
        ),
        times=3,
    )
    case.refresh_from_db()
    assert (ended, case.state) == ({"done": 3}, "agreed")
    assert Consent.objects.filter(deployment=case, decision="given").count() == 4
    assert Entry.objects.of(case).filter(step="agree").count() == 1
    assert Document.objects.count() == 2


def test_the_last_day_of_a_budget_goes_to_one_of_twenty(cast):
    sam = stage.sam_leads(cast, half_days_a_term=2)
    one_term = {"ends_on": stage.today()}
    requests = [stage.request(cast, half_days=2, **one_term) for _ in range(AT_ONCE)]

    def propose(number: int) -> None:
        request = SupportRequest.objects.get(pk=requests[number].pk)
        actions.propose(
            request,
            by=Person.objects.get(pk=cast.mina.pk),
            designation=type(sam).objects.get(pk=sam.pk),
            half_days=2,
            starts_on=request.starts_on,
            ends_on=request.ends_on,
            objectives=[AIM],
        )

    assert at_once(propose) == {"done": 1, "Obstacle": AT_ONCE - 1}
    assert (Deployment.objects.count(), stage.taken()) == (1, 2)
    assert SupportRequest.objects.filter(state="open").count() == AT_ONCE - 1


def test_the_last_half_day_is_planned_once(cast):
    case = stage.deployment(cast, "agreed", half_days=1)
    days = [stage.school_day(3 + number) for number in range(AT_ONCE)]

    def plan(number: int) -> None:
        deployment = Deployment.objects.get(pk=case.pk)
        actions.plan(deployment, by=cast.sam, on=days[number], morning=True, afternoon=False)

    assert at_once(plan) == {"done": 1, "Obstacle": AT_ONCE - 1}
    assert Visit.objects.count() == 1


def test_a_visit_acknowledged_by_twenty_is_claimed_once(cast):
    visit = stage.visit(cast, "held")
    ended = at_once(
        lambda _: actions.acknowledge_visit(
            Visit.objects.get(pk=visit.pk), by=Person.objects.get(pk=cast.rob.pk)
        )
    )
    assert ended == {"done": 1, "StepNotOpen": AT_ONCE - 1}
    assert (ClaimLine.objects.count(), Claim.objects.get().total_pence) == (1, 150_00)


def test_a_claim_begun_by_ten_visits_at_once_is_one_claim_to_the_penny(cast):
    of = stage.deployment(cast, "active", half_days=20)
    days = sorted({stage.school_day(-number) for number in range(1, 20)})[-10:]
    visits = [stage.visit(cast, "held", of=of, on=day).pk for day in days]
    ended = at_once(
        lambda number: actions.acknowledge_visit(
            Visit.objects.get(pk=visits[number]), by=Person.objects.get(pk=cast.rob.pk)
        ),
        times=len(visits),
    )
    assert ended == {"done": len(visits)}
    totals = [
        (claim.total_pence, sum(line.amount_pence for line in claim.lines.all()))
        for claim in Claim.objects.all()
    ]
    assert all(total == lines for total, lines in totals)
    assert sum(total for total, _ in totals) == len(visits) * 150_00


def sam_has_left() -> None:
    Designation.objects.update(state="withdrawn", ended_for="terms", ended_on=stage.today())


def test_what_was_agreed_is_called_off_once_by_twenty_sweeps(cast):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(5))
    sam_has_left()
    assert at_once(lambda _: actions.drop(Deployment.objects.get(pk=case.pk))) == {"done": AT_ONCE}
    assert [
        Entry.objects.of(one).filter(to_state__in=["cancelled", "not_held"]).count() for one in (case, visit)
    ] == [
        1,
        1,
    ]
    assert stage.taken() == 0
    assert sorted(Letter.objects.values_list("name", flat=True)) == [
        "deployments/deployment_dropped",
        *["deployments/deployment_fallen_through"] * 3,
        *["deployments/visit_called_off"] * 2,
    ]


@pytest.mark.parametrize("last", ["hold", "drop"])
def test_the_first_visit_held_while_it_is_called_off_begins_the_work(cast, last):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(-1))
    sam_has_left()

    def act(number: int) -> None:
        if (number == 0) == (last == "drop"):
            actions.hold_visit(Visit.objects.get(pk=visit.pk), by=Person.objects.get(pk=cast.mina.pk))
        else:
            actions.drop(Deployment.objects.get(pk=case.pk))

    assert at_once(act, times=2) == {"done": 2}
    case.refresh_from_db()
    visit.refresh_from_db()
    assert (case.state, visit.state, stage.taken()) == ("active", "held", 4)


def test_the_first_visit_held_while_a_party_withdraws_begins_the_work(cast):
    case = stage.deployment(cast, "agreed")
    SupportRequest.objects.filter(pk=case.request_id).update(state="matched")
    visit = stage.visit(cast, of=case, on=stage.school_day(-1))

    def act(number: int) -> None:
        if number == 0:
            actions.hold_visit(Visit.objects.get(pk=visit.pk), by=Person.objects.get(pk=cast.sam.pk))
        else:
            rob = Person.objects.get(pk=cast.rob.pk)
            actions.withdraw(Deployment.objects.get(pk=case.pk), by=rob, ended_for="dates", reason="No.")

    ended = at_once(act, times=4)
    case.refresh_from_db()
    visit.refresh_from_db()
    assert (case.state, visit.state, stage.taken()) == ("active", "held", 4)
    assert ended["done"] == 1


def test_work_stopped_by_two_while_a_visit_is_planned_gives_its_days_back_once(cast):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=stage.school_day(-1))

    def act(number: int) -> None:
        mina, again = Person.objects.get(pk=cast.mina.pk), Deployment.objects.get(pk=case.pk)
        if number:
            actions.stop(again, by=mina, ended_for="need", reason="No.", look_for_another=True)
        else:
            actions.plan(again, by=mina, on=stage.school_day(7), morning=True, afternoon=False, anyway=True)

    at_once(act, times=5)
    case.refresh_from_db()
    assert (case.state, case.request.state, stage.taken()) == ("stopped", "open", 1)
    assert not case.visits.filter(state="planned").exists()
    assert Entry.objects.of(case).filter(step="stop").count() == 1


def test_the_last_consent_of_a_leader_suspended_meanwhile_agrees_nothing_that_is_dropped(cast):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")

    def act(number: int) -> None:
        if number == 0:
            actions.consent(Deployment.objects.get(pk=case.pk), by=Person.objects.get(pk=cast.rob.pk))
        elif number == 1:
            Designation.objects.update(state="suspended", suspended_for="concern")
        else:
            actions.drop(Deployment.objects.get(pk=case.pk))

    at_once(act, times=6)
    actions.drop(case)
    case.refresh_from_db()
    assert (case.state, case.request.state, stage.taken()) in [
        ("agreed", "matched", 4),
        ("cancelled", "open", 0),
    ]


def test_a_visit_missed_while_it_is_called_off_ends_once(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.school_day(5))
    sam_has_left()

    def act(number: int) -> None:
        one = Visit.objects.get(pk=visit.pk)
        if number % 2:
            actions.miss_visit(one, by=Person.objects.get(pk=cast.rob.pk), reason="Inspection")
        else:
            actions.call_off_visit(one, because=Visit.LEADER_LEFT)

    at_once(act)
    assert Entry.objects.of(visit).filter(to_state="not_held").count() == 1
