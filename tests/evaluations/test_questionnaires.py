"""Questionnaires are data with versions: an answered version never changes."""

import pytest
from django.contrib.admin import site
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from deployments.models import Deployment
from evaluations.actions import load_standing_data
from evaluations.models import AnsweredVersion, Question, Questionnaire
from tests import factories
from tests.evaluations import stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(cast):
    """The standing questionnaire, answered by Rob."""
    deployment = stage.deployment(cast, Deployment.State.EVALUATED)
    return factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob).questionnaire


def rows() -> list[tuple]:
    return list(Question.objects.order_by("pk").values_list())


def test_the_standing_questionnaire_is_there_and_loading_again_changes_nothing():
    before = rows()
    load_standing_data()
    assert rows() == before
    kinds = list(stage.current().questions.values_list("kind", flat=True))
    assert (kinds.count("scale5"), kinds.count("scale4"), len(kinds)) == (9, 1, 15)


def test_it_is_asked_in_the_readers_language():
    question = stage.current().questions.get(key="would_use_again")
    with translation.override("cy"):
        assert (question.text_here, question.answers) == (
            "A fyddech chi’n gofyn am yr arweinydd hwn eto?",
            [("yes", "Byddem"), ("no", "Na fyddem")],
        )
    assert question.answers == [("yes", "Yes, we would"), ("no", "No, we would not")]


@pytest.mark.parametrize(
    "change",
    [
        lambda version: version.save(),
        lambda version: version.delete(),
        lambda version: version.questions.first().save(),
        lambda version: version.questions.first().delete(),
        lambda version: version.questions.update(text="Changed"),
        lambda version: version.questions.all().delete(),
        lambda version: Question.objects.filter(questionnaire=version).update(text="Changed"),
        lambda version: Questionnaire.objects.filter(pk=version.pk).update(name="Changed"),
        lambda version: Questionnaire.objects.filter(pk=version.pk).delete(),
        lambda version: factories.QuestionFactory(questionnaire=version, position=99),
        lambda version: Question.objects.bulk_update([_changed(version)], ["text"]),
    ],
)
def test_an_answered_version_never_changes(answered, change):
    before = rows()
    with pytest.raises(AnsweredVersion), transaction.atomic():
        change(answered)
    assert rows() == before


def _changed(version: Questionnaire) -> Question:
    question = version.questions.first()
    question.text = "Changed"
    return question


def test_a_version_nobody_answered_may_change():
    question = factories.QuestionFactory()
    question.text = "Changed"
    question.save()
    question.refresh_from_db()
    assert question.text == "Changed"


def test_a_new_version_is_asked_once_it_is_published(answered):
    new = answered.new_version()
    assert (new.version, new.questions.count()) == (2, answered.questions.count())
    assert stage.current() == answered
    new.questions.filter(key="value").update(text="It was worth the money")
    new.publish()
    assert stage.current() == new
    assert answered.questions.get(key="value").text == "The support was good value"


def test_a_draft_is_finished_in_the_version_it_was_begun_in(cast, client):
    deployment = stage.deployment(cast, Deployment.State.COMPLETED)
    first = stage.current()
    url = reverse("evaluations:deployment-evaluate", args=[deployment.pk])
    client.force_login(cast.rob)
    client.post(url, {"q_overall": "4"}, headers={"X-Autosave": "1"})
    new = first.new_version()
    new.questions.filter(key="value").update(text="It was worth the money")
    new.publish()
    page = client.get(url).content.decode()
    assert ("The support was good value" in page, "It was worth the money" in page) == (True, False)
    assert client.post(url, stage.typed_evaluation(deployment)).status_code == 302
    deployment.refresh_from_db()
    assert deployment.evaluation.questionnaire == first


def test_the_admin_shows_an_answered_version_and_changes_none(answered, client, rf):
    client.force_login(factories.PersonFactory(is_staff=True, is_superuser=True))
    url = reverse("admin:evaluations_questionnaire_change", args=[answered.pk])
    assert client.get(url).status_code == 200
    before = rows()
    assert client.post(url, {"name": "Changed"}).status_code == 403
    assert rows() == before
    request = rf.get("/")
    request.user = factories.PersonFactory(is_staff=True, is_superuser=True)
    admin = site.get_model_admin(Questionnaire)
    assert not admin.has_delete_permission(request)
    free = factories.QuestionnaireFactory()
    assert (
        admin.has_change_permission(request, free),
        admin.has_change_permission(request, answered),
    ) == (True, False)


def test_the_admin_makes_a_new_version_and_publishes_only_a_whole_one(answered, client):
    client.force_login(factories.PersonFactory(is_staff=True, is_superuser=True))
    url = reverse("admin:evaluations_questionnaire_changelist")
    client.post(url, {"action": "make_new_version", "_selected_action": [answered.pk]})
    new = Questionnaire.objects.get(key="deployment", version=2)
    new.questions.filter(key="overall").delete()
    client.post(url, {"action": "publish", "_selected_action": [new.pk]})
    new.refresh_from_db()
    assert new.published_at is None
    factories.QuestionFactory(questionnaire=new, key="overall", kind="scale4", position=50)
    client.post(url, {"action": "publish", "_selected_action": [new.pk]})
    assert stage.current() == new
