"""How people sign in: what allauth leaves to us, and its e-mails as letters of the portal."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification import verify_email_indirectly
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.manage_email import sync_user_email_address
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from casework import letters
from directory.models import Person
from directory.models.people import clean_email

# What allauth wants to send: our letter of it. Letters with a code forget their text once they are sent.
LETTERS = {
    "account/email/login_code": "login_code",
    "account/email/unknown_account": "unknown_account",
    "account/email/account_already_exists": "account_already_exists",
    "account/email/email_confirmation": "email_code",
    "account/email/email_confirmation_signup": "email_code",
    "account/email/password_reset_code": "password_reset_code",
}
# What is told to the owner of an account whenever it happens, so that somebody else's doing is noticed.
CHANGES = {
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_set": _("A password was set for your account."),
    "account/email/password_reset": _(
        "The password of your account was reset by a code sent to you by e-mail."
    ),
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_confirm": _("The e-mail address of your account was confirmed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "mfa/email/totp_activated": _("An authenticator app was set up as your second factor."),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account."),
    "mfa/email/recovery_codes_generated": _(
        "New recovery codes were made for your account; the old ones are dead."
    ),
    "mfa/email/webauthn_added": _("A passkey or security key was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey or security key was removed from your account."),
}


class PortalAccountAdapter(DefaultAccountAdapter):
    """allauth's decisions that are ours: letters are stored and sent by the sweep, addresses have one spelling."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter; known and unknown addresses cost the same work."""
        person = Person.objects.filter(email=clean_email(email)).first()
        if template_prefix in CHANGES:
            told = {
                "what": CHANGES[template_prefix],
                "at": context["timestamp"],
                "url": address_of("account_email"),
            }
            letters.post_notice("accounts/account_changed", person, email, context=told)
            return
        told = {
            "code": context.get("code", ""),
            "sign_in_url": address_of(settings.LOGIN_URL),
            "sign_up_url": address_of("account_signup"),
        }
        name = LETTERS[template_prefix]
        # A demonstration keeps the code, because its inbox is the only place where one can read it.
        wipe = name.endswith("_code") and not settings.DEMO
        speaks = get_language() or ""
        letters.post_notice(f"accounts/{name}", person, email, context=told, wipe=wipe, language=speaks)

    def clean_email(self, email: str) -> str:
        """Return the spelling in which addresses are kept, so that one person is one account."""
        return clean_email(super().clean_email(email))

    def is_safe_url(self, url: str | None) -> bool:
        """Say whether `next` may be followed: paths of ours only, never another host."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Take a code sent to the person's own address as proof of it: the first sign-in asks for no second code."""
        last = (get_authentication_records(request, user) or [{}])[-1]
        if (
            last.get("method") in ("code", "password_reset")
            and clean_email(last.get("email", "")) == user.email
        ):
            sync_user_email_address(user)
            verify_email_indirectly(request, user, user.email)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Remember the language somebody signed in with, when we do not know theirs yet."""
        spoken = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        if not user.language and spoken in dict(settings.LANGUAGES):
            user.language = spoken
            user.save(update_fields=["language"])
        return super().post_login(request, user, **kwargs)


def address_of(name: str) -> str:
    """Return the full address of a page from the configured origin, never from the Host header."""
    return settings.SITE_URL + reverse(name)


class PortalSecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of authenticator apps encrypted, so that a copy of the database opens nothing."""

    def encrypt(self, text: str) -> str:
        """Return the secret as it is stored."""
        return self._box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret itself; keys in SECRET_KEY_FALLBACKS still open what they closed."""
        return self._box().decrypt(encrypted_text.encode()).decode()

    @staticmethod
    def _box() -> MultiFernet:
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return MultiFernet(
            [Fernet(urlsafe_b64encode(sha256(b"totp:" + key.encode()).digest())) for key in keys]
        )

    def _get_site_name(self) -> str:
        return settings.ALLIANCE_NAME
