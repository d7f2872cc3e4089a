"""The administration of the directory: every model opens, is searched and exported, and nobody climbs by it."""

import csv
import io
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse
from openpyxl import load_workbook

from directory.models import Cluster, InsetDay, Person, Post, School, SchoolLink, SupportCategory
from tests.factories import DelegationFactory, PersonFactory, SchoolFactory, TermFactory, TrustFactory

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for model in apps.get_app_config("directory").get_models()
    if not model.__name__.startswith("Historical")
]
HISTORIES = [model for model in MODELS if hasattr(model, "history")]
EXPORTED = [School, Person, Post, SupportCategory]


@pytest.fixture(autouse=True)
def ground(settings, cast):
    """One row of every model, and no second factor in the way."""
    settings.SECOND_FACTOR_REQUIRED = False
    other = SchoolFactory()
    TrustFactory()
    DelegationFactory(post=Post.objects.get(person=cast.hannah), delegate=cast.sam)
    TermFactory(local_authority=cast.northdale)
    InsetDay.objects.create(school=cast.oakfield, on="2026-09-01")
    SchoolLink.objects.create(school=cast.oakfield, other=other, kind="Predecessor")
    SupportCategory.objects.create(
        school=cast.oakfield, colour="red", judged_on="2025-01-06", source="=cmd()"
    )


@pytest.fixture
def ada(client) -> Person:
    """The superuser, signed in."""
    person = Person.objects.create_superuser("ada@portal.example", "long and secret", first_name="Ada")
    client.force_login(person)
    return person


@pytest.fixture
def stan(client) -> Person:
    """A member of staff with every permission over people and posts, but no superuser; signed in."""
    person = PersonFactory(email="stan@portal.example", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="directory"))
    client.force_login(person)
    return person


def address(model: type, page: str, *args) -> str:
    return reverse(f"admin:directory_{model._meta.model_name}_{page}", args=args)


def test_every_model_is_there():
    assert [model for model in MODELS if model not in admin.site._registry] == []


@pytest.mark.parametrize("model", MODELS)
def test_every_list_form_and_search_opens(client, ada, model):
    row = model._default_manager.first()
    assert [
        client.get(page).status_code
        for page in (
            address(model, "changelist"),
            address(model, "changelist") + "?q=oak+1",
            address(model, "changelist") + "?q=%00",
            address(model, "add"),
            address(model, "change", row.pk),
        )
    ] == [200] * 5


@pytest.mark.parametrize("model", HISTORIES)
def test_every_history_opens(client, ada, model):
    assert client.get(address(model, "history", model._default_manager.first().pk)).status_code == 200


@pytest.mark.parametrize("model", MODELS)
def test_no_growing_table_is_a_select(client, ada, model):
    SchoolFactory(name="Unrelated School")
    PersonFactory(first_name="Unrelated", last_name="Person")
    html = client.get(address(model, "change", model._default_manager.first().pk)).content.decode()
    assert re.findall(r"Unrelated \w+</option>", html) == []


@pytest.mark.parametrize("model", MODELS)
def test_those_without_the_rank_are_kept_out(client, cast, model):
    client.force_login(cast.mina)
    assert client.get(address(model, "changelist")).status_code == 302


@pytest.mark.parametrize("page", ["change", "history"])
def test_no_password_is_shown(client, ada, page):
    html = client.get(address(Person, page, ada.pk)).content.decode()
    assert ada.password not in html
    assert "md5$" not in html
    assert 'name="password"' not in html


def test_a_school_is_found_without_accents(client, ada):
    SchoolFactory(name="Ysgol Llŷn", number="777777")
    found = client.get(
        reverse("admin:autocomplete"),
        {"term": "llyn", "app_label": "directory", "model_name": "post", "field_name": "school"},
    ).json()
    assert [row["text"] for row in found["results"]] == ["Ysgol Llŷn"]


def exported(client, model: type, form: int) -> bytes:
    page = client.get(address(model, "export"))
    fields = {name: "on" for name in page.context["form"].fields if name != "export_items"}
    response = client.post(address(model, "export"), fields | {"format": str(form), "resource": "0"})
    assert response.status_code == 200, response.content
    return response.content


@pytest.mark.parametrize("model", EXPORTED)
def test_an_export_has_every_row_and_no_formula(client, ada, cast, model):
    School.objects.filter(pk=cast.oakfield.pk).update(name="=1+1", town="@x")
    Person.objects.filter(pk=cast.sam.pk).update(first_name="-2+3")
    rows = list(csv.reader(io.StringIO(exported(client, model, 0).decode())))
    assert len(rows) == model._default_manager.count() + 1
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    assert any(cell.startswith(("'=", "'-")) for row in rows for cell in row)
    sheet = load_workbook(io.BytesIO(exported(client, model, 1))).active
    assert [cell.value for line in sheet for cell in line if cell.data_type == "f"] == []


def test_an_export_of_people_holds_no_secret(client, ada):
    heading = exported(client, Person, 0).decode().splitlines()[0]
    assert heading == "email,title,first_name,last_name,phone,language,is_active"


@pytest.mark.parametrize("model", EXPORTED)
def test_staff_below_a_superuser_export_nothing(client, stan, model):
    assert client.get(address(model, "export")).status_code == 403


@pytest.mark.parametrize("model", [School, Person])
def test_schools_and_people_are_not_deleted_here(client, ada, model):
    assert client.get(address(model, "delete", model.objects.first().pk)).status_code == 403


def person_form(person: Person, **changes: str) -> dict[str, str]:
    return {
        "email": person.email,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "is_active": "on",
    } | changes


def test_staff_cannot_raise_their_own_rank(client, stan):
    form = person_form(stan, is_superuser="on", is_staff="on")
    assert client.post(address(Person, "change", stan.pk), form).status_code == 302
    stan.refresh_from_db()
    assert (stan.is_superuser, stan.is_staff) == (False, True)


def test_staff_cannot_change_a_superuser(client, stan):
    boss = Person.objects.create_superuser("boss@portal.example", "long and secret")
    response = client.post(
        address(Person, "change", boss.pk), person_form(boss, email="stan2@portal.example")
    )
    boss.refresh_from_db()
    assert (response.status_code, boss.email) == (403, "boss@portal.example")


def test_a_change_is_in_the_history_with_its_author(client, ada, cast):
    client.post(address(Person, "change", cast.sam.pk), person_form(cast.sam, first_name="Samuel"))
    newest = cast.sam.history.first()
    assert (newest.first_name, newest.history_user) == ("Samuel", ada)


def test_somebody_entered_here_has_no_password(client, ada):
    form = {"email": "New@Portal.example", "first_name": "Nia", "is_active": "on"}
    assert client.post(address(Person, "add"), form).status_code == 302
    person = Person.objects.get(email="new@portal.example")
    assert person.has_usable_password() is False


def test_a_post_entered_here_is_confirmed_by_who_enters_it(client, ada, cast):
    form = {"person": cast.olga.pk, "role": "alliance_manager"}
    assert client.post(address(Post, "add"), form).status_code == 302
    post = Post.objects.get(person=cast.olga)
    assert (post.confirmed_at is not None, post.confirmed_by) == (True, ada)


def test_an_unconfirmed_post_is_not_confirmed_by_editing_it(client, ada, cast):
    post = Post.objects.create(person=cast.olga, role="headteacher", school=cast.oakfield, named_by=cast.sam)
    form = {
        "person": cast.olga.pk,
        "role": "headteacher",
        "school": cast.oakfield.pk,
        "confirmed_at_0": "2026-01-01",
    }
    client.post(address(Post, "change", post.pk), form)
    post.refresh_from_db()
    assert post.confirmed_at is None


def test_a_post_where_its_role_is_not_is_said(client, ada, cast):
    form = {"person": cast.olga.pk, "role": "la_officer", "school": cast.oakfield.pk}
    response = client.post(address(Post, "add"), form)
    assert (response.status_code, Post.objects.filter(person=cast.olga).count()) == (200, 0)
    assert Cluster.objects.count() == 1
