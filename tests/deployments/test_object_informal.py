"""Rob says that it was not so: it counts no more until somebody puts it right."""

import pytest

from deployments.models import InformalSupport
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestObject(SevenQuestions):
    model, step, actor = InformalSupport, "object", "rob"
    answer = {"reason": "It was one morning and came to nothing."}
    others = ("olga", "gwen", "fay", "dai", "sam", "hannah", "mina")
    told = {name: ["deployments/informal_objected"] for name in ("hannah", "mina")}

    def make(self, cast, state=None):
        return stage.informal(cast, state or "recorded")

    def check(self, case, cast):
        assert case.state == "objected"


@pytest.mark.parametrize(("name", "status"), [("hannah", 200), ("rob", 200), ("mina", 403)])
def test_of_what_the_alliance_recorded_either_head_may_object(cast, client, name, status):
    case = stage.informal(cast, recorded_by=cast.mina)
    client.force_login(getattr(cast, name))
    assert client.get(case.page("object")).status_code == status


def test_without_a_reason_nothing_happens_and_what_is_wrong_is_said(cast, client):
    case = stage.informal(cast)
    client.force_login(cast.rob)
    answer = client.post(case.page("object"), {"reason": " "})
    assert "Say in a sentence what was not so" in answer.context["form"].errors.as_text()
    assert stage.fresh(case).state == "recorded"
