"""Support played at random by everybody who may: in whatever order, nothing impossible comes to stand."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Case
from deployments import actions, tasks
from deployments.models import (
    Audience,
    Claim,
    Deployment,
    Facilitation,
    Fund,
    GroupMeeting,
    InformalSupport,
    Rate,
    SchoolGroup,
    SupportRequest,
    Variation,
    Visit,
)
from deployments.queries.invariants import INVARIANTS
from designation import actions as designation_actions
from designation import tasks as designation_tasks
from designation.lifecycle import DESIGNATION
from designation.models import Designation, SchoolRelease
from directory.models import Person, School, SchoolLink
from leadership_portal.celery import DUE_WORK
from leadership_portal.invariants import breaches, every
from tests import factories
from tests.deployments import stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.every_database]

MONDAY = datetime(2026, 9, 14, 8, 0, tzinfo=UTC)
PARTIES = ["leader", "line_manager", "receiving_head"]
AIM = actions.Aim("One lesson structure", "Seen in every class")
WHY = "For a reason"
FOLLOW = [designation_tasks.follow_schools, tasks.follow_schools]
NIGHT = [import_string(due.task) for due in DUE_WORK if due.task.startswith("deployments.")]
CASES: tuple[type[Case], ...] = (
    SupportRequest,
    Deployment,
    Variation,
    Visit,
    Claim,
    Facilitation,
    InformalSupport,
    SchoolGroup,
)
SUPPORT = {f"{model.NOUN}_stands_where_its_history_says" for model in CASES}
SUPPORT |= {"history_has_no_gap", *(one.name for one in INVARIANTS)}
# Letters are not delivered here, so they wait.
RULES = [one for one in every() if one.name != "letter_leaves_in_time"]
Typed = dict[str, Any]
Step = tuple[Callable[..., Any], Callable[[Any, Any], Typed]]

few = st.integers(1, 3)
orders = st.sampled_from(["", "PO-1"])
# How far work has come before the play begins: proposed, agreed, a visit planned, held, acknowledged.
far = st.lists(st.sampled_from([4, 5, 3, 2, 1]), min_size=1, max_size=4)


def nothing(_data: Any, _case: Any) -> Typed:
    return {}


def words(**fields: Any) -> Callable[[Any, Any], Typed]:
    return lambda _data, _case: fields


def a_visit(data: Any, _case: Any) -> Typed:
    morning = data.draw(st.booleans())
    afternoon = data.draw(st.booleans()) if morning else True
    ahead = data.draw(st.integers(-2, 8)) + data.draw(st.sampled_from([0, 0, 0, 112]))  # or in another term
    on = timezone.localdate() + timedelta(days=ahead)
    return {"on": on, "morning": morning, "afternoon": afternoon, "anyway": True}


def a_pause(data: Any, _case: Any) -> Typed:
    ahead = data.draw(st.integers(1, 20))
    return {"look_again_on": timezone.localdate() + timedelta(days=ahead), "reason": WHY}


def a_stop(data: Any, _case: Any) -> Typed:
    return {"ended_for": "need", "reason": WHY, "look_for_another": data.draw(st.booleans())}


def other_terms(data: Any, case: Deployment) -> Typed:
    """Return other days and dates: fewer or more, sooner or later, now and then in another term."""
    ends_on = case.ends_on + timedelta(days=data.draw(st.integers(-20, 60)))
    starts_on = case.starts_on + timedelta(days=data.draw(st.sampled_from([0, 0, 3, 110])))
    half_days = data.draw(st.integers(1, 6))
    return {"half_days": half_days, "starts_on": starts_on, "ends_on": max(starts_on, ends_on)}


def a_change(data: Any, case: Deployment) -> Typed:
    paid_by = data.draw(st.sampled_from(["", "", "authority", "school"]))
    return other_terms(data, case) | {"reason": WHY, "funding": paid_by}


def new_terms(data: Any, case: Deployment) -> Typed:
    return other_terms(data, case) | {"objectives": [AIM], "fund": a_fund(data)}


def a_fund(data: Any) -> Fund | None:
    return data.draw(st.sampled_from([None, *Fund.objects.order_by("pk")]))


def a_fund_and_order(data: Any, _case: Any) -> Typed:
    return {"fund": a_fund(data), "purchase_order": data.draw(orders)}


def a_word_by_phone(data: Any, _case: Any) -> Typed:
    """Return what one of the parties is said to have said, asked or not: a yes more often than a no."""
    decision = data.draw(st.sampled_from(["given", "given", "refused"]))
    said = {"said_on": timezone.localdate(), "reason": WHY, "decision": decision}
    return {"party": data.draw(st.sampled_from(PARTIES))} | said


def an_order(data: Any, _case: Any) -> Typed:
    return {"purchase_order": data.draw(orders), "orders": some_orders(data)}


def some_orders(data: Any) -> dict[Fund, str]:
    """Return a number, or none, for every fund there is: the action keeps those that are wanted."""
    return {fund: data.draw(orders) for fund in Fund.objects.order_by("pk")}


def a_correction(data: Any, case: Claim) -> Typed:
    lines = list(case.lines.order_by("pk"))
    left_out = data.draw(st.lists(st.sampled_from(lines), unique_by=lambda line: line.pk)) if lines else []
    return {"answer": WHY, "left_out": left_out} | an_order(data, case)


def an_adjustment(data: Any, case: Claim) -> Typed:
    line = data.draw(st.sampled_from(list(case.lines.order_by("pk"))))
    whole = -line.amount_pence or 1
    pence = data.draw(st.sampled_from([whole, whole // 2 or 1, -1, 1, 77_77]))
    return {"line": line, "pence": pence, "reason": WHY}


def a_word(data: Any, _case: Any) -> Typed:
    return {"audience": data.draw(st.sampled_from(Audience.values)), "text": WHY, "key": uuid4()}


def some_minutes(data: Any, _case: Any) -> Typed:
    return {"minutes": data.draw(st.integers(1, 340))}


def other_support(data: Any, case: InformalSupport) -> Typed:
    terms = {"half_days": data.draw(few), "starts_on": case.starts_on, "ends_on": case.ends_on}
    return {"who": "Ann Reed", "focus": WHY} | terms


def a_meeting(data: Any, _case: Any) -> Typed:
    return {"on": timezone.localdate() + timedelta(days=data.draw(st.integers(-3, 3)))}


def that_meeting(data: Any, case: SchoolGroup) -> Typed:
    """Return one of the group's meetings, called off or not; one of no day where it has none."""
    known = [*case.meetings.order_by("pk"), GroupMeeting(group=case, on=timezone.localdate())]
    return {"meeting": data.draw(st.sampled_from(known))}


def another_day(data: Any, case: SchoolGroup) -> Typed:
    return that_meeting(data, case) | a_meeting(data, case)


def a_meeting_called_off(data: Any, case: SchoolGroup) -> Typed:
    return that_meeting(data, case) | {"reason": WHY}


def a_review(data: Any, case: Deployment) -> Typed:
    """Return how each objective stood on a day; now and then due sooner, later or outside the work."""
    due_on = case.ends_on + timedelta(days=data.draw(st.sampled_from([0, -3, 9])))
    colour = data.draw(st.sampled_from(["red", "amber", "green"]))
    marks = [
        actions.Mark(one, colour, WHY, one.text, one.success_criterion, due_on)
        for one in case.objectives.order_by("pk")
    ]
    on = timezone.localdate() - timedelta(days=data.draw(st.integers(0, 3)))
    return {"kind": data.draw(st.sampled_from(["midpoint", "interim"])), "on": on, "marks": marks}


def a_payment(_data: Any, _case: Any) -> Typed:
    return {"paid_on": timezone.localdate()}


def a_school(data: Any, _case: Any) -> Typed:
    return {"school": data.draw(st.sampled_from(list(School.objects.open().order_by("pk"))))}


# What each step of each case is typed with; who may is asked of the rules, when of the lifecycle, as a page does.
STEPS: dict[type[Case], dict[str, Step]] = {
    SupportRequest: {
        "withdraw": (actions.withdraw_request, nothing),
        "give_up": (actions.give_up_request, words(why="days", reason=WHY)),
    },
    Deployment: {
        "consent": (actions.consent, nothing),
        "hear": (actions.hear, a_word_by_phone),
        "confirm": (actions.confirm, nothing),
        "deny": (actions.deny, words(reason=WHY)),
        "refuse": (actions.refuse, words(reason=WHY)),
        "cancel": (actions.cancel, words(reason=WHY)),
        "plan": (actions.plan, a_visit),
        "withdraw": (actions.withdraw, words(ended_for="dates", reason=WHY)),
        "pause": (actions.pause, a_pause),
        "resume": (actions.resume, nothing),
        "stop": (actions.stop, a_stop),
        "complete": (actions.complete, words(**stage.EXIT)),
        "evaluate": (actions.evaluate, lambda data, _case: {"overall": data.draw(st.integers(1, 4))}),
        "close": (actions.close, nothing),
        "forgo": (actions.forgo, words(reason=WHY)),
        "review": (actions.review, a_review),
        "vary": (actions.vary, a_change),
        "change_terms": (actions.change_terms, new_terms),
        "fund": (actions.fund, a_fund_and_order),
        "set_objectives": (actions.set_objectives, words(objectives=[AIM])),
        "message": (actions.message, a_word),
    },
    Variation: {
        "consent": (actions.consent_variation, nothing),
        "hear": (actions.hear_variation, a_word_by_phone),
        "confirm": (actions.confirm, nothing),
        "deny": (actions.deny, words(reason=WHY)),
        "refuse": (actions.refuse_variation, words(reason=WHY)),
        "cancel": (actions.cancel_variation, nothing),
    },
    Visit: {
        "move": (actions.move_visit, a_visit),
        "hold": (actions.hold_visit, nothing),
        "miss": (actions.miss_visit, words(reason=WHY)),
        "retract": (actions.retract_visit, words(reason=WHY)),
        "contest": (actions.contest_visit, words(reason=WHY)),
        "answer": (actions.answer_visit, words(account=WHY)),
        "uphold": (actions.uphold_visit, words(reason=WHY)),
        "overturn": (actions.overturn_visit, words(reason=WHY)),
        "acknowledge": (actions.acknowledge_visit, nothing),
        "disallow": (actions.disallow_visit, words(reason=WHY)),
        "time": (actions.time_visit, some_minutes),
    },
    Facilitation: {
        "acknowledge": (actions.acknowledge_facilitation, nothing),
        "refuse": (actions.refuse_facilitation, words(reason=WHY)),
        "disallow": (actions.disallow_facilitation, words(reason=WHY)),
        "fund": (actions.fund_facilitation, a_fund_and_order),
    },
    InformalSupport: {
        "correct": (actions.correct_informal, other_support),
        "object": (actions.object_to_informal, words(reason=WHY)),
        "withdraw": (actions.withdraw_informal, words(reason=WHY)),
    },
    SchoolGroup: {
        "meet": (actions.meet, a_meeting),
        "change_meeting": (actions.change_meeting, another_day),
        "call_off_meeting": (actions.call_off_meeting, a_meeting_called_off),
        "welcome": (actions.welcome, a_school),
        "leave": (actions.leave, nothing),
        "end": (actions.end, words(came_of=WHY)),
    },
    Claim: {
        "submit": (actions.submit_claim, an_order),
        "query": (actions.query_claim, words(reason=WHY)),
        "approve": (actions.approve_claim, nothing),
        "pay": (actions.pay_claim, nothing),
        "correct": (actions.correct_claim, a_correction),
        "adjust": (actions.adjust_claim, an_adjustment),
        "unpay": (actions.unpay_claim, words(reason=WHY)),
        "ask_back": (actions.ask_back, nothing),
        "repay": (actions.repay_claim, a_payment),
        "unrepay": (actions.unrepay_claim, words(reason=WHY)),
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
        days = {"starts_on": MONDAY.date(), "ends_on": MONDAY.date() + timedelta(days=400)}
        Fund.objects.create(name="Rich", payer="Council", amount_pence=9_000_00, needs_order=True, **days)
        share = {"brokerage": "share", "brokerage_share": 1255}
        Fund.objects.create(name="Poor", payer="Council", amount_pence=700_01, **share, **days)
        inside = {"brokerage": "in", "brokerage_share": 1500}
        Fund.objects.create(name="Inside", payer="County", amount_pence=3_000_00, **inside, **days)
        self.schools = [cast.brookside, cast.oakfield]

    def teardown(self) -> None:
        found = {breach.invariant.name for breach in breaches(RULES)}
        self.undo()
        assert found == set()

    def undo(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)
        self.clock.stop()

    # What happens.

    @initialize(depths=far, half_days=few, settled=st.integers(0, 3))
    def some_work_is_under_way(self, depths: list[int], half_days: int, settled: int) -> None:
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
        for claim in Claim.objects.order_by("pk"):
            self._settle(claim, settled)

    @rule(data=st.data(), half_days=few)
    def ask_and_propose(self, data: Any, half_days: int) -> None:
        school, head = self._school(data)
        request = self._asked(school, head, half_days)
        if data.draw(st.booleans()):
            self._proposed(data, request, self._any(data, Designation.objects.all()), half_days)

    @rule(data=st.data(), half_days=few)
    def propose_again(self, data: Any, half_days: int) -> None:
        request = self._any(data, SupportRequest.objects.filter(state="open"))
        if request is not None:
            self._proposed(data, request, self._any(data, Designation.objects.all()), half_days)

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
            fund=a_fund(data),
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
        self._act(data, Visit, step="contest", state="held")

    @rule(data=st.data())
    def disallow_a_visit(self, data: Any) -> None:
        self._act(data, Visit, step="disallow")

    @rule(data=st.data())
    def settle_a_visit(self, data: Any) -> None:
        self._act(data, Visit, state="disputed")

    @rule(data=st.data())
    def stop_work(self, data: Any) -> None:
        self._act(data, Deployment, step="stop")

    @rule(data=st.data())
    def act_on_a_claim(self, data: Any) -> None:
        self._act(data, Claim)

    @rule(data=st.data())
    def adjust_a_claim(self, data: Any) -> None:
        self._act(data, Claim, step="adjust")

    @rule(data=st.data())
    def change_what_was_agreed(self, data: Any) -> None:
        self._act(data, Deployment, step="vary")

    @rule(data=st.data())
    def answer_a_change(self, data: Any) -> None:
        self._act(data, Variation)

    @rule(data=st.data())
    def act_on_facilitation(self, data: Any) -> None:
        self._act(data, Facilitation)

    @rule(data=st.data())
    def work_with_a_group(self, data: Any) -> None:
        leader, (school, _head) = self._any(data, Designation.objects.all()), self._school(data)
        group = {"group": "Phonics", "school": school, "on": timezone.localdate()}
        minutes = {"minutes": data.draw(st.integers(1, 500)), "fund": a_fund(data)}
        by = data.draw(st.sampled_from([leader.person, self.cast.mina]))
        self._do(actions.record_facilitation, None, by, designation=leader, **group, **minutes)

    @rule(data=st.data(), half_days=few)
    def help_between_schools(self, data: Any, half_days: int) -> None:
        today = timezone.localdate()
        on = {"starts_on": today, "ends_on": today + timedelta(days=data.draw(st.integers(0, 30)))}
        two = {"home_school": self.schools[1], "school": self.schools[0]}
        about = {"who": "Sam", "focus": "Phonics", "half_days": half_days}
        by = data.draw(st.sampled_from([self.cast.mina, self.cast.rob, self.cast.hannah]))
        if two["home_school"] != two["school"]:
            self._do(actions.record_informal, None, by, **two, **about, **on)

    @rule(data=st.data())
    def act_on_what_schools_do(self, data: Any) -> None:
        self._act(data, data.draw(st.sampled_from([InformalSupport, SchoolGroup])))

    @rule(data=st.data())
    def make_a_group(self, data: Any) -> None:
        lead, head = self._school(data)
        others = [one for one in self.schools if one != lead]
        about = {"name": "Phonics", "focus": "Reading", "lead_school": lead, "schools": others}
        self._do(actions.make_group, None, head, **about)

    @rule(data=st.data(), number=st.integers(0, 1))
    def school_becomes_another(self, data: Any, number: int) -> None:
        """A school closes: a new one takes its place, or another one that is there already."""
        school = self.schools[number]
        other = data.draw(
            st.sampled_from([None, *School.objects.open().exclude(pk=school.pk).order_by("pk")])
        )
        if not school.is_open or data.draw(st.integers(0, 3)):
            return
        successor = other or factories.SchoolFactory(local_authority=self.cast.northdale)
        School.objects.filter(pk=school.pk).update(status=School.Status.CLOSED)
        SchoolLink.objects.create(school=school, other=successor, kind="Successor")
        if data.draw(st.booleans()) and not SchoolRelease.objects.filter(school=successor).exists():
            SchoolRelease.objects.create(school=successor, half_days_a_term=8)
        for task in FOLLOW:
            task()
        self.schools[number] = successor

    @rule(data=st.data())
    def leader_comes_and_goes(self, data: Any) -> None:
        self._act(data, Designation)

    @rule(pounds=st.integers(200, 400))
    def rate_changes(self, pounds: int) -> None:
        rate = {"pence_a_day": pounds * 100, "source": "Invented"}
        Rate.objects.update_or_create(key="leader", from_on=timezone.localdate(), defaults=rate)

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
            self._do(action, case, person, **typed(data, case))

    def _settle(self, claim: Claim, steps: int) -> None:
        """Submit a claim, approve it, pay it: so many of these steps."""
        cast = self.cast
        for action, by, typed in (
            (actions.submit_claim, cast.hannah, {"purchase_order": "PO-1"}),
            (actions.approve_claim, cast.fay, {}),
            (actions.pay_claim, cast.fay, {}),
        )[:steps]:
            action(fresh(claim), by=by, **typed)

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

    def _proposed(
        self, data: Any, request: SupportRequest, leader: Designation, half_days: int
    ) -> Deployment | None:
        paid = {"fund": a_fund(data), "school_last": data.draw(st.booleans())}
        offer = self._offer(leader, half_days) | paid
        return self._do(actions.propose, request, self.cast.mina, **offer, objectives=[AIM])

    def _any(self, data: Any, rows: Any) -> Any:
        found: Sequence[Any] = rows if isinstance(rows, list) else list(rows.order_by("pk"))
        return data.draw(st.sampled_from(found)) if found else None

    def _school(self, data: Any) -> tuple[Any, Person]:
        cast = self.cast
        return data.draw(st.sampled_from(list(zip(self.schools, (cast.rob, cast.hannah), strict=True))))

    def _offer(self, leader: Designation, half_days: int) -> Typed:
        today: date = timezone.localdate()
        span = {"starts_on": today, "ends_on": today + timedelta(days=150)}  # in two terms at least
        return {"designation": leader, "half_days": half_days, **span}


def test_nothing_impossible_comes_to_stand(cast):
    Support.cast, Support.asked = cast, compiled()
    run_state_machine_as_test(
        Support,
        settings=settings(
            max_examples=16, stateful_step_count=35, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
