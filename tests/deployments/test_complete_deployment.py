"""The work is done; Rob is asked to evaluate it."""

import pytest

from casework.models import Entry, Letter, Link
from deployments import actions
from deployments.models import Deployment, TermBudget
from deployments.queries.invariants.work import OF_WORK
from tests.deployments import stage
from tests.journeys.steps import typed
from tests.seven import SevenQuestions


class TestComplete(SevenQuestions):
    model, step, actor = Deployment, "complete", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")
    told = {"rob": ["deployments/deployment_completed"]}
    answer = typed(stage.EXIT)

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def check(self, case, cast):
        assert (case.exit_plan.carries_on, case.exit_plan.written_by) == (stage.EXIT["carries_on"], cast.sam)
        link = Link.objects.get()
        assert (link.person, link.doors) == (cast.rob, ["evaluations:deployment-evaluate"])


class TestClose(SevenQuestions):
    model, step, actor = Deployment, "close", "mina"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")
    told = {name: ["deployments/deployment_closed"] for name in ("hannah", "rob", "sam")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "evaluated")

    def check(self, case, cast):
        case.request.refresh_from_db()
        assert case.request.state == "closed"


def test_not_while_a_visit_is_planned(cast, client):
    case = stage.deployment(cast, "active")
    stage.visit(cast, of=case, on=stage.school_day(4))
    client.force_login(cast.sam)
    response = client.post(case.page("complete"), typed(stage.EXIT))
    assert response.context["form"].non_field_errors() == [
        "A visit is still planned. Say first whether it was held."
    ]
    case.refresh_from_db()
    assert case.state == "active"


@pytest.mark.parametrize("left_out", ["carries_on", "who", "kept_up"])
def test_not_without_saying_what_carries_on(cast, client, left_out):
    case = stage.deployment(cast, "active")
    client.force_login(cast.sam)
    response = client.post(case.page("complete"), typed(stage.EXIT | {left_out: ""}))
    assert list(response.context["form"].errors) == [left_out]
    case.refresh_from_db()
    assert case.state == "active"


def test_the_head_reads_the_plan_in_the_letter_and_on_the_page(cast, client):
    case = stage.deployment(cast, "active")
    actions.complete(case, by=cast.sam, **stage.EXIT)
    letter = Letter.objects.get(to=cast.rob)
    client.force_login(cast.rob)
    page = client.get(case.get_absolute_url()).content.decode()
    for words in ("carries_on", "who", "kept_up"):
        assert (stage.EXIT[words] in letter.body, stage.EXIT[words] in page) == (True, True), words


def test_the_evaluation_above_stores_its_result(cast):
    case = stage.deployment(cast, "completed", overall_rating=None)
    actions.evaluate(case, by=cast.rob, overall=3)
    assert (case.state, case.overall_rating) == ("evaluated", 3)


def test_days_nobody_used_go_back_to_the_leader_and_the_school(cast, client):
    budget = stage.school_budget(cast)
    case = stage.deployment(cast, "active", school_budget=budget)
    stage.visit(cast, "acknowledged", of=case)
    client.force_login(cast.sam)
    page = client.get(case.page("complete")).content.decode()
    assert "Not used: 1½ days of 2 days. They go back to the budgets of the leader and the school." in page
    client.post(case.page("complete"), typed(stage.EXIT))
    assert {budget.taken for budget in TermBudget.objects.all()} == {1}
    assert Entry.objects.of(case).get(step="complete").note == "Not used: 1½ days"
    assert [one.name for one in OF_WORK if one.broken().exists()] == []


def test_nothing_is_said_or_given_back_where_every_day_was_used(cast, client):
    case = stage.deployment(cast, "active", half_days=1)
    stage.visit(cast, "held", of=case)
    client.force_login(cast.sam)
    assert "Not used" not in client.get(case.page("complete")).content.decode()
    actions.complete(case, by=cast.sam, **stage.EXIT)
    assert (stage.taken(), Entry.objects.of(case).get(step="complete").note) == (1, "")


def test_a_visit_retracted_after_the_end_gives_its_half_day_back_too(cast):
    case = stage.deployment(cast, "active")
    visit = stage.visit(cast, "held", of=case)
    actions.complete(case, by=cast.sam, **stage.EXIT)
    assert stage.taken() == 1
    actions.retract_visit(visit, by=cast.sam, reason="It was another school.")
    assert stage.taken() == 0
