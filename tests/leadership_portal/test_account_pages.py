"""Every page of one's own account and of signing in wears the portal's look, in both languages."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from leadership_portal.accounts import CHANGES, LETTERS, PortalAccountAdapter

pytestmark = pytest.mark.django_db


@pytest.fixture
def mina(cast):
    """Mina with a confirmed address, an authenticator app and recovery codes."""
    EmailAddress.objects.create(user=cast.mina, email=cast.mina.email, verified=True, primary=True)
    TOTP.activate(cast.mina, generate_totp_secret())
    RecoveryCodes.activate(cast.mina)
    return cast.mina


def sign_in_with_code_just_now(client, person):
    """Sign in as by a code a moment ago, so that no page asks to confirm access."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "mfa", "at": timezone.now().timestamp(), "reauthenticated": True, "type": "totp"}
    ]
    session.save()


def is_ours(response) -> bool:
    page = response.content.decode()
    return 'class="masthead"' in page and len(re.findall("<h1", page)) == 1 and "style=" not in page


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(
    "name",
    [
        "account_email",
        "account_set_password",
        "account_logout",
        "mfa_index",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
        "mfa_reauthenticate",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "usersessions_list",
        "profile",
    ],
)
def test_one_s_own_account(client, mina, name, language):
    mina.language = language
    mina.save()
    sign_in_with_code_just_now(client, mina)
    response = client.get(reverse(name))
    assert (response.status_code, is_ours(response)) == (200, True)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_setting_an_app_up(cast, client, language, settings):
    EmailAddress.objects.create(user=cast.hannah, email=cast.hannah.email, verified=True, primary=True)
    cast.hannah.language = language
    cast.hannah.save()
    client.force_login(cast.hannah)
    response = client.get(reverse("mfa_activate_totp"))
    assert (response.status_code, is_ours(response)) == (200, True)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_signup",
        "account_reset_password",
        "account_inactive",
    ],
)
def test_the_ways_in(client, name, language):
    client.cookies["django_language"] = language
    response = client.get(reverse(name))
    assert (response.status_code, is_ours(response)) == (200, True)


def test_the_page_for_the_code_and_for_the_second_factor(client, mina):
    client.post(reverse("account_request_login_code"), {"email": mina.email})
    response = client.get(reverse("account_confirm_login_code"))
    assert (response.status_code, is_ours(response)) == (200, True)
    code = re.search(r"[A-Z]{4}-[A-Z]{4}", Letter.objects.get().body).group()
    response = client.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert (response.status_code, response.request["PATH_INFO"]) == (200, reverse("mfa_authenticate"))
    assert is_ours(response)


def test_a_wrong_code_is_said_in_the_summary_and_in_the_title(cast, client):
    client.post(reverse("account_request_login_code"), {"email": cast.hannah.email})
    page = client.post(reverse("account_confirm_login_code"), {"code": "BBBB-BBBB"}).content.decode()
    assert "<title>Error: Enter the code" in page
    assert re.search(r'<a href="#id_code">Incorrect code\.</a>', page)


@pytest.mark.parametrize("prefix", [*LETTERS, *CHANGES])
@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_every_e_mail_of_allauth_is_a_letter_of_ours(cast, rf, prefix, language):
    cast.hannah.language = language
    cast.hannah.save()
    context = {"code": "BCDF-GHJK", "timestamp": timezone.now()}
    PortalAccountAdapter(rf.get("/")).send_mail(prefix, cast.hannah.email, context)
    letter = Letter.objects.get()
    assert (letter.to, letter.language, "http://evil" in letter.body) == (cast.hannah, language[:2], False)
    assert ("BCDF-GHJK" in letter.body) == prefix.endswith(("_code", "confirmation", "signup"))


def test_links_in_letters_come_from_the_configured_origin(client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    client.post(
        reverse("account_request_login_code"), {"email": "x@nowhere.example"}, HTTP_HOST="evil.example"
    )
    body = Letter.objects.get().body
    assert ("evil.example" in body, f"{settings.SITE_URL}/accounts/" in body) == (False, True)


def test_recovery_codes_are_not_readable_in_the_database(mina):
    kept = Authenticator.objects.get(user=mina, type="recovery_codes")
    codes = RecoveryCodes(kept).generate_codes()
    assert len(codes) == 10
    assert [code for code in codes if code in str(kept.data)] == []
