"""Rob no longer needs the support: the request is withdrawn, and with it a proposal that waits."""

from casework.models import Entry
from deployments import actions
from deployments.models import SupportRequest
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestWithdraw(SevenQuestions):
    model, step, actor = SupportRequest, "withdraw", "rob"
    answer = {"reason": "Ann has left."}
    others = ("olga", "gwen", "fay", "hannah", "sam", "dai")
    told = {"mina": ["deployments/request_withdrawn"]}

    def make(self, cast, state=None):
        return stage.request(cast, state or "open")


def test_a_proposal_that_waits_is_cancelled_with_it(cast):
    deployment = stage.deployment(cast)
    request = deployment.request
    SupportRequest.objects.filter(pk=request.pk).update(state="proposed")
    actions.withdraw_request(request, by=cast.rob, reason="Ann has left.")
    deployment.refresh_from_db()
    assert (request.state, deployment.state) == ("withdrawn", "cancelled")
    # The history says why in the reader's language: nothing is stored in the presser's.
    assert list(Entry.objects.of(deployment).values_list("step", "note")) == [("call_off", "")]
    assert stage.taken(designation=deployment.designation) == 0
