"""What happens around every request: the reader's language, and the second factor asked of managers."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from directory.models import Post

Answer = Callable[[HttpRequest], HttpResponse]


class PersonLanguageMiddleware(LocaleMiddleware):
    """Speaks the language a person chose, whatever machine they sit at; strangers by cookie, then browser."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        if request.user.is_authenticated and request.user.language:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language


class SecondFactorMiddleware:
    """Lets managers, finance officers and administrators no further than setting up their second factor."""

    GUARDED = (Post.Role.ALLIANCE_MANAGER, Post.Role.FINANCE_OFFICER)
    OPEN = ("/accounts/", "/static/", "/language/", "/health/", "/theme.css")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SECOND_FACTOR_REQUIRED and self._is_wanted(request):
            messages.warning(
                request, _("Set up a second factor first: your role opens other people's records.")
            )
            return redirect("mfa_index")
        return self.get_response(request)

    def _is_wanted(self, request: HttpRequest) -> bool:
        person = request.user
        if not person.is_authenticated or request.path.startswith(self.OPEN):
            return False
        return (person.is_staff or person.authority.has(*self.GUARDED)) and not is_mfa_enabled(person)
