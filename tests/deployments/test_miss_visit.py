"""A visit was not held: somebody says why, and the other side is told."""

from deployments.models import Visit
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
