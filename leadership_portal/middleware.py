"""What happens around every request: the reader's language, the second factor asked of managers, and when they came."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views import View

from casework.views import FormPage, typed
from directory.models import Person, Post

Answer = Callable[[HttpRequest], HttpResponse]


class PersonLanguageMiddleware(LocaleMiddleware):
    """Speaks the language a person chose, whatever machine they sit at; strangers by cookie, then browser."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks everybody to sign in; what somebody sent after their session had ended waits for them on the same page."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        if issubclass(
            getattr(view_func, "view_class", View), FormPage
        ):  # never a page where a password is typed
            typed.keep(request)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if hasattr(request, "user"):
            typed.remember_person(request, response)
        return response


class SecondFactorMiddleware:
    """Lets managers, finance officers and administrators no further than setting up their second factor.

    It asks of the page found, not of the address typed, so no spelling of a path and no method goes round it.
    """

    GUARDED = (Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)
    # Pages that open nobody's records: the way to set the factor up, the way out, and what strangers see too.
    OPEN = {
        "account_logout", "account_reauthenticate", "account_email_verification_sent", "set-language", "theme",
        "favicon", "health-live", "health-ready", "link", "link-door", "link-renew", "certificate", "help",
        "privacy", "about", "accessibility", "admin:jsi18n",
    }  # fmt: skip
    FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever lacks the factor to where it is set up; None lets the request through."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if not settings.SECOND_FACTOR_REQUIRED or name in self.OPEN or name.startswith("mfa_"):
            return None
        if not self._is_wanted(request.user):
            return None
        messages.warning(request, _("Set up a second factor first: your role opens other people's records."))
        return redirect("mfa_index")

    def _is_wanted(self, person: Any) -> bool:
        if not person.is_authenticated or not (
            person.is_staff or person.is_superuser or person.authority.has(*self.GUARDED)
        ):
            return False
        return not is_mfa_enabled(person, types=self.FACTORS)


class LastHereMiddleware:
    """Keeps when a person was last here: written once an hour at most, kept for "since you were last here"."""

    PAUSE = timedelta(hours=1)

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            self._note(request, request.user)
        return self.get_response(request)

    def _note(self, request: HttpRequest, person: Person) -> None:
        now, last = timezone.now(), person.seen_at
        if "last_here" not in request.session:
            request.session["last_here"] = last.isoformat() if last else ""
        if last is None or now - last > self.PAUSE:
            Person.objects.filter(pk=person.pk).update(seen_at=now)
