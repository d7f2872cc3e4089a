"""The leader replies to an evaluation once; the school replies to a record once."""

import pytest
from django.urls import reverse

from casework.models import Letter
from deployments.models import Deployment
from evaluations import actions
from tests import factories
from tests.evaluations import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation(cast):
    deployment = stage.deployment(cast, Deployment.State.EVALUATED)
    return factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob)


@pytest.fixture
def record(cast):
    return factories.VisitRecordFactory(visit=stage.visit(cast, "held"))


def reply_to_evaluation(evaluation) -> str:
    return reverse("evaluations:evaluation-reply", args=[evaluation.deployment_id])


def reply_to_record(record) -> str:
    return reverse("evaluations:record-reply", args=[record.visit_id])


def told() -> list[tuple[str, str]]:
    return [(letter.name, letter.to.first_name) for letter in Letter.objects.order_by("to__first_name")]


def test_the_leader_replies_to_an_evaluation(cast, client, evaluation):
    client.force_login(cast.sam)
    assert client.post(reply_to_evaluation(evaluation), {"reply": "Thank you all"}).status_code == 302
    evaluation.refresh_from_db()
    assert (evaluation.leader_reply, evaluation.replied_at is not None) == ("Thank you all", True)
    assert told() == [("evaluations/evaluation_replied", name) for name in ("Hannah", "Mina", "Rob")]
    assert "Thank you all" in client.get(evaluation.get_absolute_url()).content.decode()


def test_the_leader_replies_once(cast, client, evaluation):
    assert actions.reply_to_evaluation(evaluation, by=cast.sam, reply="First")
    letters = Letter.objects.count()
    assert not actions.reply_to_evaluation(evaluation, by=cast.sam, reply="Second")
    client.force_login(cast.sam)
    response = client.post(reply_to_evaluation(evaluation), {"reply": "Third"})
    assert (response.status_code, response.url) == (302, evaluation.get_absolute_url())
    evaluation.refresh_from_db()
    assert (evaluation.leader_reply, Letter.objects.count()) == ("First", letters)


@pytest.mark.parametrize("name", ["hannah", "rob", "mina", "olga", "gwen", "fay", "dai"])
def test_nobody_else_replies_to_an_evaluation(cast, client, evaluation, name):
    client.force_login(getattr(cast, name))
    assert client.get(reply_to_evaluation(evaluation)).status_code in (403, 404)
    assert client.post(reply_to_evaluation(evaluation), {"reply": "Mine"}).status_code in (403, 404)
    page = client.get(evaluation.get_absolute_url())
    assert reply_to_evaluation(evaluation) not in page.content.decode()


def test_an_empty_reply_is_no_reply(cast, client, evaluation):
    client.force_login(cast.sam)
    response = client.post(reply_to_evaluation(evaluation), {"reply": " "})
    assert list(response.context["form"].errors) == ["reply"]


@pytest.mark.parametrize("who", ["rob", "carys"])
def test_the_school_replies_to_a_record_once(cast, client, record, who):
    person = stage.contact_of(cast) if who == "carys" else cast.rob
    client.force_login(person)
    assert client.post(reply_to_record(record), {"reply": "A good morning"}).status_code == 302
    record.refresh_from_db()
    assert (record.reply, record.replied_by) == ("A good morning", person)
    assert told() == [("evaluations/record_replied", "Sam")]
    client.post(reply_to_record(record), {"reply": "Another"})
    record.refresh_from_db()
    assert (record.reply, Letter.objects.count()) == ("A good morning", 1)


@pytest.mark.parametrize("name", ["hannah", "sam", "mina", "olga", "gwen", "fay", "dai"])
def test_nobody_else_replies_to_a_record(cast, client, record, name):
    client.force_login(getattr(cast, name))
    assert client.get(reply_to_record(record)).status_code in (403, 404)
    assert client.post(reply_to_record(record), {"reply": "Mine"}).status_code in (403, 404)
