"""The administration finds everything and moves nothing: states, grids and money are written by the steps."""

from datetime import timedelta

import pytest
from django.forms import model_to_dict

from deployments import actions
from deployments.models import Deployment, Rate, TermBudget
from directory.models import Person
from tests.deployments import stage

SECRET = "What only managers may read"
MODELS = [
    "supportrequest",
    "deployment",
    "consent",
    "objective",
    "visit",
    "claim",
    "claimline",
    "termbudget",
    "fund",
    "facilitation",
    "rate",
    "calendarfeed",
    "visitnotes",
    "variation",
    "progressreview",
    "exitplan",
]


@pytest.fixture
def admin(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    person = Person.objects.create_superuser("root@northdale.example", first_name="Root")
    client.force_login(person)
    stage.claim(cast)
    client.cast = cast
    return client


@pytest.mark.parametrize("model", MODELS)
def test_every_model_is_listed_and_searched(admin, model):
    assert admin.get(f"/admin/deployments/{model}/").status_code == 200
    assert admin.get(f"/admin/deployments/{model}/", {"q": "brook"}).status_code == 200


def test_a_budget_is_neither_made_nor_deleted_and_what_was_agreed_keeps_its_history(admin):
    budget = TermBudget.objects.first()
    url = f"/admin/deployments/termbudget/{budget.pk}/"
    assert [
        admin.get(f"{url}delete/").status_code,
        admin.post(f"{url}delete/", {"post": "yes"}).status_code,
    ] == [403] * 2
    assert admin.get("/admin/deployments/termbudget/add/").status_code == 403
    assert TermBudget.objects.filter(pk=budget.pk).exists()
    assert admin.post(f"{url}change/", {"half_days": 44}).status_code == 302
    assert [one.half_days for one in budget.history.all()] == [44, 60]
    assert admin.get(f"{url}history/").status_code == 200


def test_a_rate_that_has_begun_stays_as_it_is(admin):
    begun = Rate.objects.filter(from_on__lte=stage.today()).latest("from_on")
    coming = Rate.objects.create(
        key=begun.key, from_on=stage.today() + timedelta(days=30), pence_a_day=310_00, source="The board"
    )
    found = []
    for rate in (begun, coming):
        url, typed = f"/admin/deployments/rate/{rate.pk}/", model_to_dict(rate) | {"pence_a_day": 999_00}
        answers = (admin.post(f"{url}change/", typed), admin.post(f"{url}delete/", {"post": "yes"}))
        found.append([one.status_code for one in answers])
    assert found == [[403, 403], [302, 302]]
    assert list(Rate.objects.filter(pk__in=[begun.pk, coming.pk])) == [begun]
    assert Rate.objects.get(pk=begun.pk).pence_a_day == begun.pence_a_day


@pytest.mark.parametrize("model", ["supportrequest", "deployment", "visit", "claim"])
def test_no_state_can_be_typed_and_nothing_deleted(admin, model):
    pk = admin.get(f"/admin/deployments/{model}/").context["cl"].result_list[0].pk
    page = admin.get(f"/admin/deployments/{model}/{pk}/change/")
    assert page.status_code == 200
    assert 'name="state"' not in page.content.decode()
    assert admin.post(f"/admin/deployments/{model}/{pk}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get(f"/admin/deployments/{model}/add/").status_code == 403


@pytest.mark.parametrize("model", ["supportrequest", "deployment", "visit", "claim", "consent"])
def test_nothing_is_typed_over_what_people_said(admin, model):
    stage.deployment(admin.cast)
    pk = admin.get(f"/admin/deployments/{model}/").context["cl"].result_list[0].pk
    page = admin.get(f"/admin/deployments/{model}/{pk}/change/")
    assert list(page.context["adminform"].form.fields) == []


def test_why_somebody_refused_is_for_managers_only(admin, cast):
    case = stage.deployment(cast)
    actions.refuse(Deployment.objects.get(pk=case.pk), by=cast.hannah, reason=SECRET, why="workload")
    consent = case.consents.get(party="line_manager")
    for address in (f"consent/{consent.pk}", f"deployment/{case.pk}"):
        page = admin.get(f"/admin/deployments/{address}/change/").content.decode()
        assert (SECRET in page, "The leader&#x27;s workload" in page) == (False, False)


def test_who_should_not_come_is_for_managers_only(admin, cast):
    request = stage.request(cast, avoided_note=SECRET)
    request.avoided.add(stage.leader(cast.olga, cast.oakfield))
    for page in ("change", "history"):
        shown = admin.get(f"/admin/deployments/supportrequest/{request.pk}/{page}/")
        assert shown.status_code == 200
        content = shown.content.decode()
        assert (SECRET in content, str(cast.olga) in content) == (False, False)


def test_a_superuser_gets_no_step_by_being_one(admin, cast):
    case = stage.deployment(cast)
    assert admin.post(f"/deployments/{case.pk}/cancel/", {"reason": "Because"}).status_code == 404
    assert Deployment.objects.get(pk=case.pk).state == "proposed"
