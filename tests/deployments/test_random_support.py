"""Support played at random by everybody who may: in whatever order, nothing impossible comes to stand."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Case
from deployments import actions
from deployments.models import Claim, Deployment, SupportRequest, Visit
from deployments.queries.invariants import INVARIANTS
from designation import actions as designation_actions
from designation.lifecycle import DESIGNATION
from designation.models import Designation, SchoolRelease
from directory.models import Person
from leadership_portal.celery import DUE_WORK
from leadership_portal.invariants import breaches, every
from tests import factories
from tests.deployments import stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

MONDAY = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
PARTIES = ["leader", "line_manager", "receiving_head"]
AIM = actions.Aim("One lesson structure", "Seen in every class")
WHY = "For a reason"
NIGHT = [import_string(due.task) for due in DUE_WORK if due.task.startswith("deployments.")]
SUPPORT = {
    f"{model.NOUN}_stands_where_its_history_says" for model in (SupportRequest, Deployment, Visit, Claim)
}
SUPPORT |= {"history_has_no_gap", *(one.name for one in INVARIANTS)}
# Letters are not delivered here, so they wait.
RULES = [one for one in every() if one.name != "letter_leaves_in_time"]
Typed = dict[str, Any]
Step = tuple[Callable[..., Any], Callable[[Any], Typed]]

few = st.integers(1, 3)
# How far work has come before the play begins: proposed, agreed, a visit planned, held, acknowledged.
far = st.lists(st.sampled_from([4, 5, 3, 2, 1]), min_size=1, max_size=4)


def nothing(_data: Any) -> Typed:
    return {}


def words(**fields: Any) -> Callable[[Any], Typed]:
    return lambda _data: fields


def a_visit(data: Any) -> Typed:
    morning = data.draw(st.booleans())
    afternoon = data.draw(st.booleans()) if morning else True
    on = timezone.localdate() + timedelta(days=data.draw(st.integers(-2, 8)))
    return {"on": on, "morning": morning, "afternoon": afternoon, "anyway": True}


def a_pause(data: Any) -> Typed:
    ahead = data.draw(st.integers(1, 20))
    return {"look_again_on": timezone.localdate() + timedelta(days=ahead), "reason": WHY}


def a_stop(data: Any) -> Typed:
    return {"ended_for": "need", "reason": WHY, "look_for_another": data.draw(st.booleans())}


# What each step of each case is typed with; who may is asked of the rules, when of the lifecycle, as a page does.
STEPS: dict[type[Case], dict[str, Step]] = {
    SupportRequest: {
        "withdraw": (actions.withdraw_request, nothing),
        "give_up": (actions.give_up_request, words(why="days", reason=WHY)),
    },
    Deployment: {
        "consent": (actions.consent, nothing),
        "confirm": (actions.confirm, nothing),
        "refuse": (actions.refuse, words(reason=WHY)),
        "cancel": (actions.cancel, words(reason=WHY)),
        "plan": (actions.plan, a_visit),
        "withdraw": (actions.withdraw, words(ended_for="dates", reason=WHY)),
        "pause": (actions.pause, a_pause),
        "resume": (actions.resume, nothing),
        "stop": (actions.stop, a_stop),
        "complete": (actions.complete, words(**stage.EXIT)),
        "evaluate": (actions.evaluate, lambda data: {"overall": data.draw(st.integers(1, 4))}),
        "close": (actions.close, nothing),
    },
    Visit: {
        "hold": (actions.hold_visit, nothing),
        "miss": (actions.miss_visit, words(reason=WHY)),
        "acknowledge": (actions.acknowledge_visit, nothing),
    },
    Claim: {
        "submit": (actions.submit_claim, nothing),
        "query": (actions.query_claim, words(reason=WHY)),
        "approve": (actions.approve_claim, nothing),
        "pay": (actions.pay_claim, nothing),
    },
    Designation: {
        "suspend": (designation_actions.suspend, words(suspended_for="concern", note=WHY)),
        "resume": (designation_actions.resume, nothing),
        "relinquish": (designation_actions.relinquish, words(ended_for="workload")),
        "withdraw": (designation_actions.withdraw_designation, words(ended_for="terms", words=WHY)),
    },
}


def fresh(case: Case) -> Any:
    return type(case)._base_manager.get(pk=case.pk)


def compiled() -> dict[str, tuple[str, tuple]]:
    """Return the rules of support as SQL, made once for the thousand times they are asked; none depends on the day."""
    return {
        one.name: one.broken().values("pk").query.sql_with_params() for one in RULES if one.name in SUPPORT
    }


class Support(RuleBasedStateMachine):
    """Two schools that help each other, with few days to give; everybody does what the portal lets them."""

    cast: Any  # laid out once, before the first example
    asked: dict[str, tuple[str, tuple]]

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.clock = patch.object(timezone, "now", lambda: self.now)
        self.clock.start()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        cast = self.cast
        self.people = list(cast.people().values())
        for person, school in [
            (cast.sam, cast.oakfield),
            *((self._somebody(), cast.oakfield) for _ in range(3)),
        ]:
            made = stage.leader(person, school, half_days_a_term=6)
            made.terms.create(number=1, starts_on=made.starts_on, ends_on=made.ends_on)
            DESIGNATION.begin(made, by=cast.mina)
        SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=15)

    def teardown(self) -> None:
        found = {breach.invariant.name for breach in breaches(RULES)}
        self.undo()
        assert found == set()

    def undo(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.clock.stop()

    # What happens.

    @initialize(depths=far, half_days=few)
    def some_work_is_under_way(self, depths: list[int], half_days: int) -> None:
        cast = self.cast
        for leader, depth in zip(Designation.objects.order_by("pk"), depths, strict=False):
            case = actions.propose(
                self._asked(cast.brookside, cast.rob, half_days),
                by=cast.mina,
                objectives=[AIM],
                **self._offer(leader, half_days),
            )
            for person in (leader.person, cast.hannah, cast.rob) if depth > 1 else ():
                actions.consent(fresh(case), by=person)
            if depth > 2:
                day = {"on": timezone.localdate(), "morning": True, "afternoon": False}
                visit = actions.plan(fresh(case), by=leader.person, anyway=True, **day)
            if depth > 3:
                actions.hold_visit(visit, by=leader.person)
            if depth > 4:
                actions.acknowledge_visit(visit, by=cast.rob)

    @rule(data=st.data(), half_days=few)
    def ask_and_propose(self, data: Any, half_days: int) -> None:
        school, head = self._school(data)
        request = self._asked(school, head, half_days)
        if data.draw(st.booleans()):
            self._proposed(request, self._any(data, Designation.objects.all()), half_days)

    @rule(data=st.data(), half_days=few)
    def propose_again(self, data: Any, half_days: int) -> None:
        request = self._any(data, SupportRequest.objects.filter(state="open"))
        if request is not None:
            self._proposed(request, self._any(data, Designation.objects.all()), half_days)

    @rule(data=st.data(), half_days=few, said=st.sets(st.sampled_from(PARTIES)))
    def arrange_by_phone(self, data: Any, half_days: int, said: set[str]) -> None:
        leader = self._any(data, Designation.objects.all())
        school, _head = self._school(data)
        self._do(
            actions.record_arrangement,
            None,
            self.cast.mina,
            school=school,
            area=stage.phonics(),
            kind="coaching",
            objective=AIM,
            said_yes=said,
            said_on=timezone.localdate(),
            **self._offer(leader, half_days),
        )

    @rule(data=st.data())
    def act_on_a_request(self, data: Any) -> None:
        self._act(data, SupportRequest)

    @rule(data=st.data())
    def answer(self, data: Any) -> None:
        self._act(data, Deployment, state="proposed")

    @rule(data=st.data())
    def act_on_work(self, data: Any) -> None:
        self._act(data, Deployment)

    @rule(data=st.data())
    def plan_a_visit(self, data: Any) -> None:
        self._act(data, Deployment, step="plan")

    @rule(data=st.data())
    def act_on_a_visit(self, data: Any) -> None:
        self._act(data, Visit)

    @rule(data=st.data())
    def doubt_a_visit(self, data: Any) -> None:
        self._act(data, Visit, step="miss", state="held")

    @rule(data=st.data())
    def stop_work(self, data: Any) -> None:
        self._act(data, Deployment, step="stop")

    @rule(data=st.data())
    def act_on_a_claim(self, data: Any) -> None:
        self._act(data, Claim)

    @rule(data=st.data())
    def leader_comes_and_goes(self, data: Any) -> None:
        self._act(data, Designation)

    @rule(days=st.integers(1, 12))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        for task in NIGHT:
            task()

    @invariant()
    def nothing_impossible_stands(self) -> None:
        found: dict[str, list[Any]] = {}
        with connection.cursor() as cursor:
            for name, asked in self.asked.items():
                cursor.execute(*asked)
                found[name] = cursor.fetchall()
        assert {name: rows for name, rows in found.items() if rows} == {}

    # How it is done.

    def _act(self, data: Any, model: type[Case], *, step: str = "", state: str = "") -> None:
        """Let somebody who may take a step of a case on which it is open: the door's own two questions."""
        steps = [step] if step else list(STEPS[model])
        sources = {source for name in steps for source in Lifecycle.of_model[model].steps[name].sources}
        case = self._any(data, model._base_manager.filter(state__in={state} if state else sources))
        if case is None:
            return
        table = Lifecycle.of(case)
        name = data.draw(st.sampled_from([one for one in steps if table.is_open(case, one)]))
        people = Person.objects.filter(pk__in=[one.pk for one in self.people]).order_by("pk")
        person = self._any(data, [one for one in people if one.has_perm(table.permission(name), case)])
        if person is not None:
            action, typed = STEPS[model][name]
            self._do(action, case, person, **typed(data))

    def _somebody(self) -> Person:
        self.people.append(factories.PersonFactory())
        return self.people[-1]

    def _do(self, action: Callable[..., Any], case: Case | None, person: Person, **typed: Any) -> Any:
        """Do it; what the portal answers instead changes nothing, which the rules hold."""
        with suppress(StepNotOpen, actions.Obstacle, designation_actions.Refusal):
            return action(*([case] if case else []), by=person, **typed)
        return None

    def _asked(self, school: Any, head: Person, half_days: int) -> SupportRequest:
        today = timezone.localdate()
        return actions.make_request(
            by=head,
            school=school,
            contact=head,
            areas=[stage.phonics()],
            half_days=half_days,
            starts_on=today,
            ends_on=today + timedelta(days=40),
            phase="primary",
            kind="coaching",
            need="Phonics results fell.",
            outcomes="One lesson structure.",
            supported_agreed=True,
        )

    def _proposed(self, request: SupportRequest, leader: Designation, half_days: int) -> Deployment | None:
        offer = self._offer(leader, half_days)
        return self._do(actions.propose, request, self.cast.mina, **offer, objectives=[AIM])

    def _any(self, data: Any, rows: Any) -> Any:
        found: Sequence[Any] = rows if isinstance(rows, list) else list(rows.order_by("pk"))
        return data.draw(st.sampled_from(found)) if found else None

    def _school(self, data: Any) -> tuple[Any, Person]:
        cast = self.cast
        return data.draw(st.sampled_from([(cast.brookside, cast.rob), (cast.oakfield, cast.hannah)]))

    def _offer(self, leader: Designation, half_days: int) -> Typed:
        today: date = timezone.localdate()
        span = {"starts_on": today, "ends_on": today + timedelta(days=40)}
        return {"designation": leader, "half_days": half_days, **span}


def test_nothing_impossible_comes_to_stand(cast):
    Support.cast, Support.asked = cast, compiled()
    run_state_machine_as_test(
        Support,
        settings=settings(
            max_examples=16, stateful_step_count=35, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
