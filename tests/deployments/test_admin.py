"""The administration finds everything and moves nothing: states, grids and money are written by the steps."""

import pytest

from deployments.models import Deployment
from directory.models import Person
from tests.deployments import stage

MODELS = [
    "supportrequest",
    "deployment",
    "consent",
    "objective",
    "visit",
    "claim",
    "claimline",
    "termbudget",
    "rate",
]


@pytest.fixture
def admin(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = Person.objects.create_superuser("root@northdale.example", first_name="Root")
    client.force_login(person)
    stage.claim(cast)
    return client


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_and_searched(admin, model):
    assert admin.get(f"/admin/deployments/{model}/").status_code == 200
    assert admin.get(f"/admin/deployments/{model}/", {"q": "brook"}).status_code == 200


@pytest.mark.parametrize("model", ["supportrequest", "deployment", "visit", "claim"])
def test_no_state_can_be_typed_and_nothing_deleted(admin, model):
    pk = admin.get(f"/admin/deployments/{model}/").context["cl"].result_list[0].pk
    page = admin.get(f"/admin/deployments/{model}/{pk}/change/")
    assert page.status_code == 200
    assert 'name="state"' not in page.content.decode()
    assert admin.post(f"/admin/deployments/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"/admin/deployments/{model}/add/").status_code == 403


def test_a_superuser_gets_no_step_by_being_one(admin, cast):
    case = stage.deployment(cast)
    assert admin.post(f"/deployments/{case.pk}/cancel/", {"reason": "Because"}).status_code == 404
    assert Deployment.objects.get(pk=case.pk).state == "proposed"
