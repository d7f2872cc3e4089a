"""Mina takes a proposal back: the request is open again and the days are free."""

from deployments.models import Deployment
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestCancel(SevenQuestions):
    model, step, actor = Deployment, "cancel", "mina"
    answer = {"reason": "The school wants to wait."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {name: ["deployments/deployment_cancelled"] for name in ("sam", "hannah", "rob")}

    def make(self, cast, state=None):
        case = stage.deployment(cast, state or "proposed")
        if case.state == "proposed":
            type(case.request).objects.filter(pk=case.request_id).update(state="proposed")
        return case

    def check(self, case, cast):
        case.request.refresh_from_db()
        assert case.request.state == "open"
        assert stage.taken(designation=case.designation) == 0
        assert sorted(case.consents.values_list("decision", flat=True)) == ["given", "void", "void", "void"]
