"""The administration opens for every model of designation, searches, and moves no case."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.http import QueryDict
from django.urls import reverse

from tests import factories
from tests.designation import stage

OURS = apps.get_app_config("designation").get_models()
MODELS = [model for model in OURS if not model.__name__.startswith("Historical")]


@pytest.fixture
def root(db, rf):
    person = factories.PersonFactory(is_staff=True, is_superuser=True)
    request = rf.get("/admin/")
    request.user = person
    return request


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_is_administered_and_searched(cast, root, model):
    stage.reference(cast, "given")
    stage.designation(cast, "active")
    site = admin.site.get_model_admin(model)
    assert site.search_fields
    root.GET = QueryDict("q=a")
    assert site.get_changelist_instance(root).get_queryset(root).count() >= 0
    assert reverse(f"admin:designation_{model._meta.model_name}_changelist").startswith("/admin/")


@pytest.mark.parametrize("name", ["Application", "Reference"])
def test_what_was_written_and_asked_is_only_read(cast, root, client, name):
    stage.reference(cast, "given")
    model = apps.get_model("designation", name)
    row = model.objects.get()
    client.force_login(root.user)
    page = reverse(f"admin:designation_{name.lower()}_change", args=[row.pk])
    site = admin.site.get_model_admin(model)
    asked = (site.has_add_permission, site.has_change_permission, site.has_delete_permission)
    assert [may(root) for may in asked] == [False, False, False]
    assert client.post(page, {"state": "draft", "phone": "1"}).status_code == 403


# What a step or a decision wrote; everything else a leader offers may be put right.
OFFERED = {"areas", "phases", "languages", "travel_miles", "online_ok", "days_of_week"}


def test_only_what_a_leader_offers_may_be_put_right(cast, root):
    site = admin.site.get_model_admin(apps.get_model("designation", "Designation"))
    row = stage.designation(cast, "active")
    assert set(site.get_form(root, row).base_fields) == OFFERED
    assert (site.has_add_permission(root), site.has_delete_permission(root)) == (False, False)


def test_the_words_of_a_reference_are_not_in_the_administration(cast, root):
    site = admin.site.get_model_admin(apps.get_model("designation", "Reference"))
    shown = set(site.get_fields(root, stage.reference(cast, "given")))
    assert shown & {"statement", "strength", "release_half_days", "confirms_post"} == set()


@pytest.mark.parametrize("name", ["Round", "PanelSeat"])
def test_rounds_and_panels_are_kept_in_the_portal_which_holds_what_was_promised(cast, root, client, name):
    stage.seat(cast.rob)
    row = apps.get_model("designation", name).objects.get()
    page = reverse(f"admin:designation_{name.lower()}_change", args=[row.pk])
    client.force_login(root.user)
    doors = [page, page.replace("change", "delete"), reverse(f"admin:designation_{name.lower()}_add")]
    assert client.get(page).status_code == 200
    assert [client.post(door, {"post": "yes"}).status_code for door in doors] == [403, 403, 403]


@pytest.mark.parametrize("name", ["Score", "Moderation"])
def test_no_colour_and_no_name_of_who_gave_it_is_in_the_administration(cast, root, name):
    site = admin.site.get_model_admin(apps.get_model("designation", name))
    shown = {*site.get_fields(root), *site.list_display, *site.list_filter}
    assert shown & {"rag", "assessor", "comment", "note", "by"} == set()
    assert [one for one in site.search_fields if one.startswith("assessor")] == []
