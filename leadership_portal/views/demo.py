"""One-click sign-in as one of the cast, on a demonstration only."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


@login_not_required
def sign_in_as(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as one of the cast."""
    raise Http404
