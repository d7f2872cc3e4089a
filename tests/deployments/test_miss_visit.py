"""A visit was not held: somebody says why, and the other side is told."""

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Letter, Link
from deployments import actions
from deployments.models import TermBudget, Visit
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


def test_a_held_visit_said_not_to_have_been_held_leaves_the_file_and_the_managers_settle_it(cast):
    case = stage.visit(cast, of=stage.deployment(cast, "active"))
    actions.hold_visit(case, by=cast.sam)
    actions.miss_visit(case, by=cast.rob, reason="Sam was ill.")
    told = Letter.objects.exclude(name="deployments/visit_held").order_by("name")
    assert list(told.values_list("name", "to__first_name")) == [
        ("deployments/visit_contested", "Mina"),
        ("deployments/visit_missed", "Sam"),
    ]
    assert Evidence.objects.count() == 0
    assert Link.objects.filter(closed_at=None).count() == 0
    assert half_days_left(case.deployment) == 4


def test_what_counts_already_stays(cast):
    case = stage.visit(cast, "acknowledged")
    with pytest.raises(StepNotOpen):
        actions.miss_visit(case, by=cast.rob, reason="Sam was ill.")


@pytest.mark.parametrize("ended", [True, False])
def test_of_work_that_was_stopped_the_half_day_goes_back_to_the_budget(cast, ended):
    case = stage.visit(cast, "held", of=stage.deployment(cast, "active"))
    if ended:
        ending = {"ended_for": "need", "reason": "No.", "look_for_another": True}
        actions.stop(case.deployment, by=cast.mina, **ending)
    taken = TermBudget.objects.get().taken
    actions.miss_visit(case, by=cast.rob, reason="Sam was ill.")
    assert (taken, TermBudget.objects.get().taken) == ((1, 0) if ended else (4, 4))
