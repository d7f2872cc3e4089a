"""The head of the school supported evaluates a completed deployment."""

import pytest
from django.urls import reverse

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter
from deployments import actions as deployments_actions
from deployments.models import Deployment
from directory.models import Post
from evaluations import actions
from evaluations.models import DeploymentEvaluation
from tests import factories
from tests.deployments import stage as support
from tests.evaluations import stage
from tests.seven import SevenQuestions

pytestmark = pytest.mark.django_db
D = Deployment.State


class Evaluated:
    """Leads the seven questions to this floor's own door."""

    @staticmethod
    def with_door(deployment: Deployment) -> Deployment:
        deployment.page = lambda name: reverse(f"evaluations:deployment-{name}", args=[deployment.pk])
        return deployment


class TestEvaluateDeployment(Evaluated, SevenQuestions):
    model = Deployment
    step = "evaluate"
    actor = "rob"
    others = ("hannah", "sam", "mina", "olga", "gwen", "fay", "dai")
    told = {name: ["evaluations/evaluation_received"] for name in ("hannah", "mina", "sam")}

    def make(self, cast, state=None):
        return self.with_door(stage.deployment(cast, state or D.COMPLETED))

    def answer_for(self, case, cast):
        return stage.typed_evaluation(case)

    def check(self, case, cast):
        evaluation = case.evaluation
        assert (evaluation.by, evaluation.overall, evaluation.would_use_again) == (cast.rob, 3, True)
        assert (evaluation.may_quote, evaluation.sustainability) == (
            "anonymous",
            "We keep the weekly meeting",
        )
        assert (case.overall_rating, evaluation.questionnaire) == (3, stage.current())
        assert [answer.value for answer in evaluation.answers.all()] == ["4"] * 9
        assert [(outcome.outcome, outcome.evidence) for outcome in evaluation.outcomes.all()] == [
            ("partly", "Results went up")
        ] * 2


def door(deployment) -> str:
    return reverse("evaluations:deployment-evaluate", args=[deployment.pk])


def test_twice_at_once_stores_one(cast):
    deployment = stage.deployment(cast, D.COMPLETED)
    stale = Deployment.objects.get(pk=deployment.pk)
    given = {
        "questionnaire": stage.current(),
        "fixed": {"overall": 4, "would_use_again": True},
        "answers": {},
    }
    actions.evaluate_deployment(deployment, by=cast.rob, **given)
    given["fixed"]["overall"] = 1
    with pytest.raises(StepNotOpen):
        actions.evaluate_deployment(stale, by=cast.rob, **given)
    assert DeploymentEvaluation.objects.get().overall == 4


def test_a_delegate_of_the_head_may_evaluate(cast, client):
    deployment = stage.deployment(cast, D.COMPLETED)
    deputy = factories.PersonFactory(first_name="Dewi")
    post = Post.objects.get(person=cast.rob)
    factories.DelegationFactory(post=post, delegate=deputy)
    client.force_login(deputy)
    assert client.post(door(deployment), stage.typed_evaluation(deployment)).status_code == 302
    assert DeploymentEvaluation.objects.get().by == deputy


def test_the_new_head_is_asked_after_a_change(cast, client):
    deployment = stage.deployment(cast, D.COMPLETED)
    Post.objects.filter(person=cast.rob).update(ends_on=stage.working_day(1))
    successor = factories.PersonFactory(first_name="Nia")
    factories.PostFactory(person=successor, school=cast.brookside)
    client.force_login(cast.rob)
    assert client.get(door(deployment)).status_code in (403, 404)
    client.force_login(successor)
    assert client.get(door(deployment)).status_code == 200


def test_it_can_be_done_by_the_link_in_the_letter(cast, client):
    deployment = stage.deployment(cast, D.ACTIVE)
    deployments_actions.complete(deployment, by=cast.sam, **support.EXIT)
    letter = Letter.objects.get(to=cast.rob, link__isnull=False)
    assert letter.link.doors == ["evaluations:deployment-evaluate"]

    path = reverse("link", args=[links.token_of(letter.link)])
    page = client.get(path)
    assert page.status_code == 200
    deployment.refresh_from_db()
    assert deployment.state == D.COMPLETED
    assert client.post(path, {"q_overall": "4"}, headers={"X-Autosave": "1"}).status_code == 204
    assert DeploymentEvaluation.objects.get().typed == {"q_overall": ["4"]}
    answered = client.post(path, stage.typed_evaluation(deployment), follow=True)
    assert answered.status_code == 200
    deployment.refresh_from_db()
    entry = Entry.objects.of(deployment).get(step="evaluate")
    assert (deployment.state, entry.by, entry.channel) == (D.EVALUATED, cast.rob, "link")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"q_overall": ""}, ["q_overall"]),
        ({"q_overall": "7"}, ["q_overall"]),
        ({"q_may_quote": ""}, ["q_may_quote"]),
        ({"q_value": ""}, ["q_value"]),
        ({"q_sustainability": "word " * 201}, ["q_sustainability"]),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost(cast, client, changes, errors):
    deployment = stage.deployment(cast, D.COMPLETED)
    client.force_login(cast.rob)
    response = client.post(door(deployment), stage.typed_evaluation(deployment, **changes))
    assert (response.status_code, list(response.context["form"].errors)) == (200, errors)
    again = client.get(door(deployment))
    assert again.context["form"]["q_testimonial"].value() == "It changed how we teach"
    assert again.context["form"].errors == {}
    deployment.refresh_from_db()
    assert (deployment.state, DeploymentEvaluation.objects.sent().count()) == (D.COMPLETED, 0)


def test_nothing_is_quoted_without_consent(cast):
    deployment = stage.deployment(cast, D.EVALUATED)
    given = factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob, testimonial="Splendid")
    assert given.quotation == ""
    given.may_quote = "anonymous"
    assert given.quotation == "Splendid"
