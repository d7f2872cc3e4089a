"""The work is done; Rob is asked to evaluate it."""

from casework.models import Link
from deployments import actions
from deployments.models import Deployment
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestComplete(SevenQuestions):
    model, step, actor = Deployment, "complete", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")
    told = {"rob": ["deployments/deployment_completed"]}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "active")

    def check(self, case, cast):
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
    response = client.post(case.page("complete"))
    assert response.context["form"].non_field_errors() == [
        "A visit is still planned. Say first whether it was held."
    ]
    case.refresh_from_db()
    assert case.state == "active"


def test_the_evaluation_above_stores_its_result(cast):
    case = stage.deployment(cast, "completed", overall_rating=None)
    actions.evaluate(case, by=cast.rob, overall=3)
    assert (case.state, case.overall_rating) == ("evaluated", 3)
