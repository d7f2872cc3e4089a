"""Mina stops the work: what was held stays payable, the rest is given back, and another leader may go on."""

from datetime import timedelta

import pytest

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Claim, Deployment
from evaluations.queries.due import records_due
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

REASON = "SECRET: the leader moves abroad."


def stop(case, by, **fields) -> None:
    answers = {"ended_for": "left", "reason": REASON, "look_for_another": True} | fields
    actions.stop(case, by=by, **answers)


class TestStop(SevenQuestions):
    model, step, actor = Deployment, "stop", "mina"
    answer = {"ended_for": "left", "reason": REASON, "look_for_another": "yes"}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")
    told = {name: ["deployments/deployment_stopped"] for name in ("hannah", "rob", "sam")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def check(self, case, cast):
        assert (case.ended_for, case.request.state) == ("left", "open")
        assert stage.taken(designation=case.designation) == 0


@pytest.mark.parametrize(("again", "state"), [("yes", "open"), ("no", "closed")])
def test_the_manager_chooses_what_becomes_of_the_request(cast, client, again, state):
    case = stage.deployment(cast, "paused")
    client.force_login(cast.mina)
    client.post(case.page("stop"), TestStop.answer | {"look_for_another": again})
    case = fresh(case)
    assert (case.state, case.look_again_on, case.request.state) == ("stopped", None, state)
    says = ["looks for someone else who goes on" in one.body for one in Letter.objects.all()]
    assert says == [again == "yes"] * 3


def test_days_not_used_go_back_and_days_held_stay_taken(cast):
    budget = stage.school_budget(cast)
    case = stage.deployment(cast, "active", school_budget=budget)
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=9))
    stage.visit(cast, "acknowledged", of=case, on=stage.today() - timedelta(days=16))
    stage.visit(cast, "not_held", of=case, on=stage.today() - timedelta(days=23))
    stage.visit(cast, of=case, on=stage.school_day(5))
    stop(case, cast.mina)
    assert (stage.taken(designation=case.designation), fresh(budget).taken) == (2, 2)


def test_planned_visits_are_called_off_and_held_ones_still_paid(cast):
    case = stage.deployment(cast, "active")
    held = stage.visit(cast, "held", of=case, on=stage.school_day(-6))
    ahead = stage.visit(cast, of=case, on=stage.school_day(5))
    stop(case, cast.mina)
    assert (fresh(held).state, fresh(ahead).state, fresh(ahead).missed_because) == (
        "held",
        "not_held",
        "stopped",
    )
    assert [visit for visit, _day in records_due(stage.school_day(1))] == [held]
    actions.acknowledge_visit(fresh(held), by=cast.rob)
    assert Claim.objects.get().total_pence == 150_00


@pytest.mark.parametrize("ago", [0, 3])
def test_a_visit_that_may_have_been_held_is_asked_about_first(cast, client, ago):
    case = stage.deployment(cast, "active")
    visit = stage.visit(cast, of=case, on=stage.today() - timedelta(days=ago))
    client.force_login(cast.mina)
    response = client.post(case.page("stop"), TestStop.answer)
    [sentence] = response.context["form"].non_field_errors()
    assert (sentence.startswith("Say first whether the visit of"), fresh(case).state) == (True, "active")
    assert (fresh(visit).state, Letter.objects.count()) == ("planned", 0)


def test_nobody_but_managers_reads_why(cast, client):
    case = stage.deployment(cast, "active")
    stop(case, cast.mina)
    for name in ("sam", "hannah", "rob", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        reads = name == "mina"
        assert ("SECRET" in page, "The leader cannot go on" in page) == (reads, reads), name
        assert "Stopped, and read only." in page
    assert [one for one in Letter.objects.all() if "SECRET" in one.body or "cannot go on" in one.body] == []
    assert Entry.objects.of(case).get().note_is_private


@pytest.mark.parametrize("step", ["plan", "complete", "pause", "resume", "withdraw"])
def test_it_is_read_only(cast, client, step):
    case = stage.deployment(cast, "stopped")
    client.force_login(cast.sam)
    assert client.post(case.page(step)).status_code in (403, 409)


def test_another_leader_goes_on(cast):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=3))
    stop(case, cast.mina)
    heir = stage.leader(cast.dai, cast.oakfield)
    again = actions.propose(
        fresh(case.request),
        by=cast.mina,
        designation=heir,
        half_days=2,
        starts_on=stage.today(),
        ends_on=stage.today() + timedelta(days=30),
        objectives=[actions.Aim("Phonics", "Seen in every class")],
    )
    assert (again.state, fresh(case).state, case.request.deployments.count()) == ("proposed", "stopped", 2)
