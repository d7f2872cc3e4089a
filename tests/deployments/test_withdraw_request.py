"""Rob no longer needs the support: the request is withdrawn, and with it a proposal that waits."""

import pytest

from casework.models import Entry, Letter
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


def proposed(cast, **fields):
    """Return a proposal that waits for answers; with `school_last` the school is not asked yet."""
    deployment = stage.deployment(cast, **fields)
    SupportRequest.objects.filter(pk=deployment.request_id).update(state="proposed")
    if deployment.school_last:
        deployment.consents.filter(party="receiving_head").update(decision="later")
    return stage.fresh(deployment)


def told(since: int = 0) -> list[tuple[str, str]]:
    found = Letter.objects.filter(pk__gt=since).values_list("name", "to__first_name")
    return sorted((name.split("/")[1], who) for name, who in found)


OVER = "deployment_not_needed"


@pytest.mark.parametrize(
    ("by", "others"),
    [
        ("rob", [(OVER, "Hannah"), (OVER, "Sam"), ("request_withdrawn", "Mina")]),
        ("mina", [(OVER, "Hannah"), (OVER, "Rob"), (OVER, "Sam"), ("request_withdrawn", "Rob")]),
    ],
)
def test_the_others_read_that_it_is_no_longer_needed_and_the_page_shows_that(cast, client, by, others):
    request = proposed(cast).request
    client.force_login(getattr(cast, by))
    drafts = client.get(request.page("withdraw")).context["drafts"]
    assert sorted((one.name.split("/")[1], one.to.first_name) for one in drafts) == others
    client.post(request.page("withdraw"), {"reason": "Ann has left."})
    assert told() == others


def test_a_school_that_is_not_asked_yet_neither_hears_nor_reads_of_the_proposal(cast, client):
    request = proposed(cast, school_last=True).request
    client.force_login(cast.rob)
    drafts = client.get(request.page("withdraw")).context["drafts"]
    assert [one.name for one in drafts] == ["deployments/request_withdrawn"]
    actions.withdraw_request(request, by=cast.mina)
    assert told() == [(OVER, "Hannah"), (OVER, "Sam"), ("request_withdrawn", "Rob")]
