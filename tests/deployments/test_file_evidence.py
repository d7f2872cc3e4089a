"""What a leader gave and what it was worth is filed down by itself; an expired leader's agreed work goes on."""

import pytest

from deployments import actions
from deployments.actions.proposals import Aim
from deployments.models import Claim, Deployment
from designation.models import Designation, Evidence
from evaluations import actions as evaluations
from evaluations.models import Questionnaire
from tests.deployments import stage


def filed() -> list[tuple]:
    return list(Evidence.objects.values_list("designation", "kind", "title", "half_days", "result", "key"))


def test_a_visit_is_in_the_file_once_held_and_still_once_acknowledged(cast):
    visit = stage.visit(cast, "planned")
    assert filed() == []
    actions.hold_visit(visit, by=cast.sam)
    mine = [
        (visit.deployment.designation_id, "visit", "Brookside Primary School", 1, None, f"visit:{visit.pk}")
    ]
    assert filed() == mine
    actions.acknowledge_visit(visit, by=cast.rob)
    row = Evidence.objects.get()
    assert (filed(), row.on, row.url) == (mine, visit.on, visit.get_absolute_url())


def test_a_visit_that_was_not_held_is_not_in_the_file(cast):
    actions.miss_visit(stage.visit(cast, "planned"), by=cast.sam, reason="Snow")
    assert filed() == []


def test_the_result_of_an_evaluation_is_in_the_file(cast):
    case = stage.deployment(cast, "completed")
    fixed = {"overall": 3, "would_use_again": True, "may_quote": "no"}
    evaluations.load_standing_data()
    paper = Questionnaire.objects.current("deployment")
    given = evaluations.evaluate_deployment(case, by=cast.rob, questionnaire=paper, fixed=fixed, answers={})
    key = f"evaluation:{case.pk}"
    assert filed() == [(case.designation_id, "evaluation", "Brookside Primary School", None, 3, key)]
    assert Evidence.objects.get().url == given.get_absolute_url()


def expire(case: Deployment) -> Deployment:
    Designation.objects.filter(pk=case.designation_id).update(state="expired", ends_on=stage.today())
    return Deployment.objects.get(pk=case.pk)


@pytest.mark.parametrize("state", ["agreed", "active"])
def test_what_was_agreed_before_the_end_is_planned_held_and_claimed(cast, client, state):
    case = expire(stage.deployment(cast, state))
    client.force_login(cast.sam)
    on = stage.school_day(-1)
    visit = actions.plan(case, by=cast.sam, on=on, morning=True, afternoon=False, anyway=True)
    actions.hold_visit(visit, by=cast.sam)
    actions.acknowledge_visit(visit, by=cast.rob)
    case.refresh_from_db()
    assert (case.state, Claim.objects.get().total_pence) == ("active", 150_00)


def test_never_more_than_was_agreed(cast):
    case = expire(stage.deployment(cast, "active", half_days=1))
    actions.plan(case, by=cast.sam, on=stage.school_day(-1), morning=True, afternoon=False, anyway=True)
    with pytest.raises(actions.Obstacle, match="more days than were agreed"):
        actions.plan(case, by=cast.sam, on=stage.school_day(-5), morning=True, afternoon=False, anyway=True)


def test_nothing_new_is_proposed_or_agreed(cast):
    case = expire(stage.deployment(cast, "proposed", answered=("line_manager", "receiving_head")))
    with pytest.raises(actions.Obstacle, match="not active"):
        actions.consent(case, by=cast.sam)
    request = stage.request(cast)
    with pytest.raises(actions.Obstacle, match="not active"):
        actions.propose(
            request,
            by=cast.mina,
            designation=case.designation,
            half_days=2,
            starts_on=stage.today(),
            ends_on=stage.today(),
            objectives=[Aim("One lesson structure", "Seen in every class")],
        )
