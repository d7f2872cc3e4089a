"""Hannah takes back what she recorded by mistake: it counts no more, and Rob is told why."""

import pytest

from casework.models import Letter
from deployments.models import InformalSupport
from deployments.queries.schools import informal_going_on
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestWithdraw(SevenQuestions):
    model, step, actor = InformalSupport, "withdraw", "hannah"
    answer = {"reason": "I wrote it down twice."}
    others = ("olga", "gwen", "fay", "dai", "sam", "rob")
    told = {"rob": ["deployments/informal_withdrawn"]}

    def make(self, cast, state=None):
        return stage.informal(cast, state or "recorded")

    def check(self, case, cast):
        assert "I wrote it down twice." in Letter.objects.get().body


@pytest.mark.parametrize(("by", "may"), [("rob", ["mina"]), ("hannah", ["hannah", "mina"])])
def test_who_recorded_it_may_and_the_alliance(cast, client, by, may):
    case = stage.informal(cast, recorded_by=getattr(cast, by), home_school=cast.oakfield)
    heads = {}
    for name in ("hannah", "mina"):
        client.force_login(getattr(cast, name))
        heads[name] = client.get(case.page("withdraw")).status_code == 200
    assert [name for name, opens in heads.items() if opens] == may


def test_it_goes_on_no_more_and_nothing_more_is_done_with_it(cast, client):
    case = stage.informal(cast, "withdrawn", ends_on=stage.today())
    assert list(informal_going_on(stage.today())) == []
    client.force_login(cast.hannah)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "the record was withdrawn and does not count" in page
    assert [case.page(step) in page for step in ("correct", "object", "withdraw")] == [False] * 3
