"""Sam says how many hours a visit took: these are paid, never more than the half days that were planned."""

import pytest

from deployments import actions
from deployments.models import ClaimLine, Visit
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


class TestTime(SevenQuestions):
    model, step, actor = Visit, "time", "sam"
    answer = {"minutes": "2.25"}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")

    def make(self, cast, state=None):
        return stage.visit(cast, state or "held", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        assert case.minutes == 135
        actions.acknowledge_visit(case, by=cast.rob)
        line = ClaimLine.objects.get()
        assert (line.minutes, line.amount_pence, line.claim.total_pence) == (135, 135_00, 135_00)


def test_more_than_was_planned_is_not_said(cast, client):
    visit = stage.visit(cast, "held")
    client.force_login(cast.sam)
    response = client.post(visit.page("time"), {"minutes": "2.75"})
    assert response.context["form"].non_field_errors() == [
        "The time planned for this visit is at most 2 h 30 min."
    ]
    assert fresh(visit).minutes is None


@pytest.mark.parametrize(("minutes", "pence"), [(100, 87_00), (150, 130_50)])
def test_what_makes_a_day_is_frozen_and_brokerage_follows_the_hours(cast, minutes, pence):
    fund = stage.fund(brokerage="day", brokerage_pence=48_00, taken_pence=174_00)
    terms = {"fund": fund, "held_pence": 174_00, "minutes_a_day": 400, "brokerage_pence": 48_00}
    case = stage.deployment(cast, "completed", half_days=1, **terms)
    visit = stage.visit(cast, "held", of=case)
    actions.time_visit(visit, by=cast.mina, minutes=minutes)
    assert (fresh(fund).taken_pence, fresh(case).held_pence) == (pence, pence)
    actions.acknowledge_visit(fresh(visit), by=cast.rob)
    line = ClaimLine.objects.get()
    assert line.amount_pence + line.brokerage_pence == pence
