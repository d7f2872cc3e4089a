"""Facilitation is paid a day at most, for another school, by a leader who was one: and the alliance sees it first."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments import actions
from deployments.models import Claim, ClaimLine, Facilitation, Visit
from designation.models import Absence
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


def record(cast, **fields) -> Facilitation:
    about = {
        "by": cast.sam,
        "designation": stage.sam_leads(cast),
        "school": cast.brookside,
        "group": "Writing",
    }
    return actions.record_facilitation(**about | {"on": stage.school_day(-1), "minutes": 150} | fields)


def test_nobody_is_paid_for_a_group_of_their_own_school(cast):
    with pytest.raises(actions.Obstacle, match="another school than the leader's own"):
        record(cast, school=cast.oakfield)


def test_ten_hours_are_no_two_days(cast):
    with pytest.raises(actions.Obstacle, match="at most 5 h 00 min of it can be recorded"):
        record(cast, minutes=600)


def test_all_groups_of_a_day_together_are_a_day(cast):
    record(cast, minutes=200)
    with pytest.raises(actions.Obstacle, match="at most 1 h 40 min of it can be recorded"):
        record(cast, group="Reading", minutes=101)
    record(cast, group="Reading", minutes=100)


@pytest.mark.parametrize("state", ["planned", "held", "acknowledged"])
def test_a_visit_takes_its_part_of_the_day(cast, state):
    stage.visit(cast, state, on=stage.school_day(-1))
    with pytest.raises(actions.Obstacle, match="at most 2 h 30 min of it can be recorded"):
        record(cast, minutes=151)
    record(cast, minutes=150)


def test_a_visit_that_was_not_held_takes_nothing(cast):
    stage.visit(cast, "not_held", on=stage.school_day(-1))
    record(cast, minutes=300)


def test_no_visit_is_planned_into_a_day_full_of_groups(cast):
    record(cast, minutes=151)
    case = stage.deployment(cast, "active")
    half = {"morning": True, "afternoon": False, "anyway": True}
    with pytest.raises(actions.Obstacle, match="worked with groups"):
        actions.plan(case, by=cast.sam, on=stage.school_day(-1), **half)
    assert not Visit.objects.exists()


def test_a_day_off_releases_nobody(cast):
    sunday = stage.school_day(-1)
    while sunday.weekday() < 6:
        sunday = sunday - timedelta(days=1)
    with pytest.raises(actions.Obstacle, match="not a working day"):
        record(cast, on=sunday)


def test_the_leader_was_designated_that_day(cast):
    with pytest.raises(actions.Obstacle, match="was not an active leader on"):
        record(cast, on=stage.school_day(-230))
    stage.leaves("withdrawn", days_ago=10)
    record(cast, on=stage.school_day(-12))
    with pytest.raises(actions.Obstacle, match="was not an active leader on"):
        record(cast)


def test_who_was_away_facilitated_nothing(cast):
    day = stage.school_day(-1)
    Absence.objects.create(designation=stage.sam_leads(cast), starts_on=day, ends_on=day)
    with pytest.raises(actions.Obstacle, match="is away on"):
        record(cast)


def test_the_alliance_hears_of_it_before_it_is_owed(cast):
    made = record(cast)
    assert [one.to for one in Letter.objects.filter(name="deployments/facilitation_noted")] == [cast.mina]
    actions.acknowledge_facilitation(made, by=cast.rob)
    told = Letter.objects.filter(name="deployments/facilitation_acknowledged")
    assert {one.to for one in told} == {cast.sam, cast.hannah}


def test_what_a_manager_records_needs_no_letter_to_the_managers(cast):
    record(cast, by=cast.mina)
    assert not Letter.objects.filter(name="deployments/facilitation_noted").exists()


class TestDisallow(SevenQuestions):
    """Mina strikes it out after Rob acknowledged it, while the school still collects the claim."""

    model, step, actor = Facilitation, "disallow", "mina"
    answer = {"reason": "Nobody had asked for it."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {
        "sam": ["deployments/facilitation_disallowed"],
        "hannah": ["deployments/facilitation_disallowed"],
        "rob": ["deployments/facilitation_disallowed"],
    }

    def make(self, cast, state=None):
        made = stage.facilitation(cast)
        if state in (None, "acknowledged"):
            actions.acknowledge_facilitation(made, by=cast.rob)
        elif state == "refused":
            Facilitation.objects.filter(pk=made.pk).update(state=state)
        return fresh(made)

    def check(self, case, cast):
        assert (ClaimLine.objects.count(), Claim.objects.get().total_pence) == (0, 0)


def test_what_was_claimed_is_adjusted_not_struck_out(cast):
    made = stage.facilitation(cast)
    actions.acknowledge_facilitation(made, by=cast.rob)
    actions.submit_claim(Claim.objects.get(), by=cast.hannah)
    with pytest.raises(actions.Obstacle, match="on a claim that was submitted"):
        actions.disallow_facilitation(made, by=cast.mina, reason="No")


class TestFund(SevenQuestions):
    """Mina says which fund pays for what Sam recorded."""

    model, step, actor = Facilitation, "fund", "mina"
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {}

    def make(self, cast, state=None):
        made = stage.facilitation(cast, "refused" if state == "refused" else "recorded")
        if state == "acknowledged":
            actions.acknowledge_facilitation(made, by=cast.rob)
        return fresh(made)

    def answer_for(self, case, cast):
        self.pays = stage.fund(brokerage="share", brokerage_share=1000)
        return super().answer_for(case, cast) | {"fund": self.pays.pk}

    def check(self, case, cast):
        assert (case.fund, case.held_pence, case.brokerage_pence) == (self.pays, 165_00, 15_00)
        assert fresh(self.pays).taken_pence == 165_00


def test_what_is_acknowledged_gets_a_fund_until_it_is_claimed_and_another(cast):
    made = stage.facilitation(cast)
    actions.acknowledge_facilitation(made, by=cast.rob)
    first, second = stage.fund(), stage.fund(brokerage="share", brokerage_share=1000)
    actions.fund_facilitation(made, by=cast.mina, fund=first)
    actions.fund_facilitation(made, by=cast.mina, fund=second)
    assert (fresh(first).taken_pence, fresh(second).taken_pence) == (0, 165_00)
    line = ClaimLine.objects.get()
    assert (line.fund, line.amount_pence, line.brokerage_pence) == (second, 150_00, 15_00)
    actions.fund_facilitation(made, by=cast.mina, fund=None)
    assert (fresh(second).taken_pence, fresh(made).held_pence, ClaimLine.objects.get().fund) == (0, 0, None)
    actions.submit_claim(Claim.objects.get(), by=cast.hannah)
    with pytest.raises(actions.Obstacle, match="on a claim that was submitted"):
        actions.fund_facilitation(made, by=cast.mina, fund=first)
