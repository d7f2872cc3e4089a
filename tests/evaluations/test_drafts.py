"""Nothing typed about a visit or a deployment is lost: drafts, one more action, the other language, the link."""

import pytest
from django.urls import reverse

from casework import links
from casework.models import Letter
from deployments import actions as deployments_actions
from deployments.models import Deployment, Visit
from evaluations import actions
from evaluations.models import DeploymentEvaluation, VisitRecord
from tests import factories
from tests.deployments import stage as support
from tests.evaluations import stage
from tests.evaluations.stage import SECRET_MARK

pytestmark = pytest.mark.django_db
AUTOSAVE = {"X-Autosave": "1"}


@pytest.fixture
def visit(cast):
    return stage.visit(cast)


@pytest.fixture
def door(cast, client, visit) -> str:
    client.force_login(cast.sam)
    return reverse("evaluations:visit-write", args=[visit.pk])


def test_a_half_written_visit_comes_back_word_for_word(client, visit, door):
    typed = {"discussed": "Half a sent", "action_1_by_day": "30", "action_1_by_month": "Feb", "concern": "no"}
    assert client.post(door, typed, headers=AUTOSAVE).status_code == 204
    form = client.get(door).context["form"]
    assert (form["discussed"].value(), form["concern"].value(), form.errors) == ("Half a sent", "no", {})
    assert form["action_1_by"].value() == ["30", "Feb", ""]
    visit.refresh_from_db()
    assert (visit.state, Letter.objects.exists()) == (Visit.State.PLANNED, False)


def test_the_draft_is_gone_once_it_is_filed(client, visit, door):
    client.post(door, stage.typed_visit(visit), headers=AUTOSAVE)
    assert client.post(door, stage.typed_visit(visit)).status_code == 302
    assert VisitRecord.objects.get().typed == {}


def test_a_late_autosave_does_not_touch_what_was_filed(cast, client, visit, door):
    client.post(door, stage.typed_visit(visit))
    assert client.post(door, {"discussed": "Late"}, headers=AUTOSAVE).status_code == 409
    actions.keep_record(visit, by=cast.sam, typed={"engagement": [SECRET_MARK]})
    record = VisitRecord.objects.get()
    assert (record.typed, record.discussed) == ({}, stage.OPEN_MARK)


def test_one_more_action_keeps_what_was_typed(client, visit, door):
    response = client.post(door, stage.typed_visit(visit, add_action="1"))
    assert (response.status_code, response.url) == (302, f"{door}#id_action_3_text")
    page = client.get(door)
    assert page.context["form"].rows == 3
    assert page.context["form"]["discussed"].value() == stage.OPEN_MARK
    assert 'id="id_action_3_text"' in page.content.decode()
    more = {"action_3_text": "Meet the governors", "action_3_who": "The head"}
    response = client.post(door, stage.typed_visit(visit, **more))
    assert response.status_code == 302, response.context["form"].errors
    visit.refresh_from_db()
    assert [action.text for action in visit.record.actions.all()] == [
        "Share the lesson plan",
        "Meet the governors",
    ]


def test_ten_actions_are_the_most(client, visit, door):
    client.post(door, stage.typed_visit(visit, add_action="1", action_10_text="Tenth", action_99_text="x"))
    form = client.get(door).context["form"]
    assert (form.rows, "action_11_text" in form.fields) == (10, False)


def test_the_language_switch_keeps_what_was_typed(client, visit, door):
    page = client.post(door, stage.typed_visit(visit, switch_language="cy"))
    assert (page.status_code, page.context["form"]["discussed"].value()) == (200, stage.OPEN_MARK)
    assert 'lang="cy"' in page.content.decode()
    assert not VisitRecord.objects.sent().exists()


def test_a_late_autosave_of_an_evaluation_does_not_touch_what_was_given(cast):
    deployment = stage.deployment(cast, Deployment.State.EVALUATED)
    given = factories.DeploymentEvaluationFactory(deployment=deployment, by=cast.rob)
    actions.keep_evaluation(
        deployment, by=cast.hannah, questionnaire=given.questionnaire, typed={"q_overall": ["1"]}
    )
    given.refresh_from_db()
    assert (given.typed, given.by, given.overall) == ({}, cast.rob, 3)


def test_the_letters_link_asks_in_the_readers_language_and_shows_no_navigation(cast, client):
    cast.rob.language = "cy"
    cast.rob.save()
    deployment = stage.deployment(cast, Deployment.State.ACTIVE)
    deployments_actions.complete(deployment, by=cast.sam, **support.EXIT)
    link = Letter.objects.get(to=cast.rob, link__isnull=False).link
    page = client.get(reverse("link", args=[links.token_of(link)])).content.decode()
    assert "Roedd y cymorth yn diwallu ein hanghenion" in page
    assert 'class="navigation"' not in page
    assert not DeploymentEvaluation.objects.exists()
