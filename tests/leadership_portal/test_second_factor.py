"""Managers, finance officers and administrators get nowhere without a second factor, whatever door they try."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from directory.models import Person
from leadership_portal.middleware import SecondFactorMiddleware
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
GUARDED = [
    "/",
    "/profile/",
    "/posts/",
    "/letters/",
    "/schools/",
    "/deployments/",
    "/accounts/email/",
    "/admin/",
]


@pytest.fixture(autouse=True)
def outside_the_demonstration(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("name", ["mina", "fay"])
@pytest.mark.parametrize("path", GUARDED[:-1])
@pytest.mark.parametrize("method", ["get", "head", "post", "options", "put", "delete"])
def test_without_it_every_page_leads_to_setting_it_up(cast, client, name, path, method):
    client.force_login(getattr(cast, name))
    response = getattr(client, method)(path)
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


@pytest.mark.parametrize("path", ["/admin/", "/admin/login/", "/admin/directory/person/", "/admin/logout/"])
def test_the_administration_is_no_way_round(client, path):
    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    response = client.get(path)
    assert (response.status_code, response.url) == (302, reverse("mfa_index"))


def test_the_administration_has_no_sign_in_of_its_own(cast, client):
    response = client.get("/admin/login/?next=/admin/")
    sign_in = f"{reverse('account_request_login_code')}?next=%2Fadmin%2F"
    assert (response.status_code, response.url) == (302, sign_in)
    client.force_login(cast.hannah)
    assert client.get("/admin/login/").status_code == 403


@pytest.mark.parametrize(
    "path", ["/profile", "//profile/", "/./profile/", "/accounts/../profile/", "/PROFILE/"]
)
def test_no_spelling_of_a_path_goes_round_it(cast, client, path):
    client.force_login(cast.mina)
    response = client.get(path, follow=True)
    assert response.request["PATH_INFO"] == reverse("mfa_index") or response.status_code == 404


def test_they_can_set_it_up_sign_out_and_change_language(cast, client):
    client.force_login(cast.mina)
    assert client.get(reverse("mfa_index")).status_code == 200
    assert client.post(reverse("set-language"), {"language": "cy"}).status_code == 302
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.mark.parametrize("kind", ["totp", "webauthn"])
def test_with_it_they_come_in(cast, client, kind):
    Authenticator.objects.create(user=cast.mina, type=kind, data={})
    client.force_login(cast.mina)
    assert client.get("/profile/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(cast, client):
    Authenticator.objects.create(user=cast.mina, type="recovery_codes", data={})
    client.force_login(cast.mina)
    assert client.get("/profile/").status_code == 302


@pytest.mark.parametrize("name", ["hannah", "sam", "rob", "olga", "dai"])
def test_nobody_else_is_held_up(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get("/profile/").status_code == 200


def test_a_post_taken_up_counts_from_the_next_request(cast, client):
    client.force_login(cast.olga)
    assert client.get("/profile/").status_code == 200
    Person.objects.filter(pk=cast.olga.pk).update(is_staff=True)
    assert client.get("/profile/").status_code == 302


def test_what_stays_open_is_named():
    assert {
        "account_logout",
        "account_reauthenticate",
        "account_email_verification_sent",
        "set-language",
        "theme",
        "favicon",
        "health-live",
        "health-ready",
        "link",
        "link-door",
        "link-renew",
        "certificate",
        "help",
        "privacy",
        "about",
        "accessibility",
        "admin:jsi18n",
    } == SecondFactorMiddleware.OPEN
