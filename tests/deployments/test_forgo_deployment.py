"""An evaluation that never comes back: Mina closes the work without it, and says why."""

from casework.models import Link
from deployments import actions
from deployments.models import Deployment
from evaluations.queries.lists import evaluations_listed
from tests.deployments import stage
from tests.seven import SevenQuestions

REASON = "The head left, and nobody there knows the work."


class TestForgo(SevenQuestions):
    model, step, actor = Deployment, "forgo", "mina"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")
    told = {name: ["deployments/deployment_forgone"] for name in ("hannah", "rob", "sam")}
    answer = {"reason": REASON}

    def make(self, cast, state=None):
        return stage.deployment(
            cast, state or "completed", overall_rating=4 if state == "evaluated" else None
        )

    def check(self, case, cast):
        case.request.refresh_from_db()
        assert (case.request.state, case.overall_rating) == ("closed", None)


def test_only_managers_read_why(cast, client):
    case = stage.deployment(cast, "completed", overall_rating=None)
    actions.forgo(case, by=cast.mina, reason=REASON)
    for name, reads in (("mina", True), ("rob", False), ("sam", False)):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        assert (REASON in page, "without an evaluation" in page) == (reads, True)


def test_not_without_a_reason(cast, client):
    case = stage.deployment(cast, "completed", overall_rating=None)
    client.force_login(cast.mina)
    response = client.post(case.page("forgo"), {"reason": ""})
    assert list(response.context["form"].errors) == ["reason"]
    assert stage.fresh(case).state == "completed"


def test_the_link_to_evaluate_is_dead_and_nothing_is_counted_as_returned(cast, client):
    case = stage.deployment(cast, "active")
    actions.complete(case, by=cast.sam, **stage.EXIT)
    Deployment.objects.filter(pk=case.pk).update(overall_rating=None)
    assert list(evaluations_listed("due")) == [case]
    actions.forgo(stage.fresh(case), by=cast.mina, reason=REASON)
    assert Link.objects.get().closed_at is not None
    assert [list(evaluations_listed(show)) for show in ("due", "returned", "all")] == [[], [], []]
    client.force_login(cast.mina)
    assert "/evaluation/" not in client.get(case.get_absolute_url()).content.decode()
    client.force_login(cast.rob)
    assert client.get(case.page("evaluate"), follow=True).status_code in (403, 404, 409)
