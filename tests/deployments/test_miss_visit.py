"""A visit was not held: somebody says why, and the other side is told."""

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Link
from deployments import actions
from deployments.models import Visit
from deployments.queries.money import half_days_left
from designation.models import Evidence
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestMiss(SevenQuestions):
    model, step, actor = Visit, "miss", "rob"
    answer = {"reason": "Snow: the school was closed."}
    others = ("olga", "gwen", "fay", "dai", "hannah")
    told = {"sam": ["deployments/visit_missed"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "planned", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        assert case.missed_because == "Snow: the school was closed."


def test_a_reason_must_be_given(cast, client):
    case = stage.visit(cast)
    client.force_login(cast.sam)
    response = client.post(case.page("miss"), {"reason": " "})
    assert response.context["form"].errors == {"reason": ["Say in a sentence why it was not held"]}


class TestRetract(SevenQuestions):
    model, step, actor = Visit, "retract", "sam"
    answer = {"reason": "I was ill."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "mina")
    told = {"rob": ["deployments/visit_missed"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "held", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        assert case.missed_because == "I was ill."


@pytest.mark.parametrize("step", ["miss_visit", "retract_visit"])
@pytest.mark.parametrize("state", ["acknowledged", "not_held"])
def test_what_is_settled_stays(cast, step, state):
    case = stage.visit(cast, state)
    with pytest.raises(StepNotOpen):
        getattr(actions, step)(case, by=cast.sam, reason="I was ill.")


@pytest.mark.parametrize("state", ["held", "disputed"])
def test_the_leader_takes_their_word_back_and_it_leaves_the_file(cast, state):
    case = stage.visit(cast, of=stage.deployment(cast, "active"))
    actions.hold_visit(case, by=cast.sam)
    if state == "disputed":
        actions.contest_visit(case, by=cast.rob, reason="Sam was ill.")
    actions.retract_visit(case, by=cast.sam, reason="I was ill.")
    assert (case.state, case.missed_because) == ("not_held", "I was ill.")
    assert Evidence.objects.count() == 0
    assert Link.objects.filter(closed_at=None).count() == 0
    assert half_days_left(case.deployment) == 4


@pytest.mark.parametrize("ended", [True, False])
def test_of_work_that_was_stopped_the_half_day_goes_back_to_the_budget(cast, ended):
    case = stage.visit(cast, "held", of=stage.deployment(cast, "active"))
    if ended:
        ending = {"ended_for": "need", "reason": "No.", "look_for_another": True}
        actions.stop(case.deployment, by=cast.mina, **ending)
    taken = stage.taken()
    actions.retract_visit(case, by=cast.sam, reason="I was ill.")
    assert (taken, stage.taken()) == ((1, 0) if ended else (4, 4))
