"""What strangers see, and that they see nothing else: every door asks for sign-in unless it is named here."""

from datetime import timedelta

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from designation.models import Round

pytestmark = pytest.mark.django_db

# Doors that open without sign-in, with the reason.
OPEN = {
    "home": "the public page",
    "about": "the same for those signed in too",
    "set-language": "strangers choose their language too",
    "theme": "a stylesheet",
    "favicon": "leads to a picture",
    "health-live": "asked by machines",
    "health-ready": "asked by machines",
    "kit": "components without anybody's data, while developing and on a demonstration",
    "kit-find": "the same",
    "kit-page": "the same",
    "help": "words",
    "privacy": "words",
    "accessibility": "words",
    "inbox": "a demonstration only, else 404",
    "inbox-letter": "a demonstration only, else 404",
    "inbox-html": "a demonstration only, else 404",
    "inbox-calendar": "a demonstration only, else 404",
    "demo-sign-in": "a demonstration only, else 404",
    "link": "the token in it is the key",
    "link-door": "the token in it is the key",
    "link-renew": "sends a new link to the address the old one went to",
    "calendar-feed": "the secret address is the key: a calendar program signs in nowhere",
    "certificate": "anybody may check a certificate",
    "designation:round-detail": "rounds are public",
    "designation:directory": "leaders who agreed to be listed",
    "account_login": "sign-in",
    "account_logout": "signs out whoever is in",
    "account_signup": "sign-in",
    "account_inactive": "sign-in",
    "account_request_login_code": "sign-in",
    "account_confirm_login_code": "sign-in",
    "account_email_verification_sent": "sign-in",
    "account_reset_password": "sign-in",
    "account_confirm_password_reset_code": "sign-in",
    "account_complete_password_reset": "sign-in",
    "account_password_reset_completed": "sign-in",
    "mfa_authenticate": "sign-in",
    "mfa_login_webauthn": "sign-in",
    "admin:login": "leads to sign-in",
}


def doors(resolver=None, namespace=""):
    """Yield every door of the site with its full name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from doors(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}", entry.callback


def test_every_door_asks_for_sign_in_unless_it_is_named():
    unlocked = {name for name, view in doors() if not getattr(view, "login_required", True)}
    assert unlocked - set(OPEN) == set()


def test_no_door_is_named_that_does_not_exist_or_is_shut():
    unlocked = {name for name, view in doors() if not getattr(view, "login_required", True)}
    assert set(OPEN) - unlocked == set()


@pytest.mark.parametrize(
    "name", ["profile", "posts", "letters", "directory:schools", "deployments:deployments"]
)
def test_a_shut_door_leads_to_sign_in_and_back(client, name):
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response.url == f"{reverse('account_request_login_code')}?next={reverse(name)}"


def test_the_public_page_explains_and_names_the_roles(client):
    page = client.get("/").content.decode()
    wanted = ["What system leadership is", "Formal roles", "Specialist leader of education", "Informal roles"]
    assert [text in page for text in wanted] == [True] * len(wanted)


def test_those_signed_in_read_it_too_and_are_not_asked_to_sign_in(cast, client):
    client.force_login(cast.olga)
    page = client.get(reverse("about")).content.decode()
    assert ("Formal roles" in page, reverse("account_signup") in page, "/demo/" in page) == (
        True,
        False,
        False,
    )


def test_the_public_page_lists_open_rounds_only(client):
    now, day = timezone.now(), timedelta(days=1)
    for name, opens, closes in [("Open one", -1, 1), ("Closed one", -3, -1), ("Later one", 1, 3)]:
        Round.objects.create(name=name, opens_at=now + opens * day, closes_at=now + closes * day)
    page = client.get("/").content.decode()
    assert [name in page for name in ("Open one", "Closed one", "Later one")] == [True, False, False]


def test_browsers_find_the_icon_where_they_always_look(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response.url) == (302, "/static/icon.svg")


@pytest.mark.parametrize("name", ["help", "privacy", "accessibility"])
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_the_texts_are_open_to_all(client, name, language):
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    assert (response.status_code, response.headers["Content-Language"]) == (200, language)


def test_outside_a_demonstration_nobody_is_offered_to_be_somebody(cast, client, settings):
    assert reverse("demo-sign-in", args=["hannah"]) in client.get("/").content.decode()
    settings.DEMO = False
    assert "/demo/" not in client.get("/").content.decode()


@pytest.mark.parametrize("key", ["hannah", "sam", "rob", "mina", "olga"])
def test_one_click_signs_in_on_a_demonstration(cast, client, key):
    response = client.post(reverse("demo-sign-in", args=[key]))
    assert (response.status_code, response.url) == (302, "/")
    assert client.session["_auth_user_id"] == str(getattr(cast, key).pk)


@pytest.mark.parametrize(
    ("key", "is_demo", "status"), [("hannah", False, 404), ("gwen", True, 404), ("x", True, 404)]
)
def test_nobody_else_signs_in_by_a_click(cast, client, settings, key, is_demo, status):
    settings.DEMO = is_demo
    assert client.post(reverse("demo-sign-in", args=[key])).status_code == status
    assert client.get(reverse("demo-sign-in", args=[key])).status_code == 405
