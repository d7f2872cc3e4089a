"""The public page: what system leadership is, which rounds are open, and on a demonstration whom to be; the icon."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from designation.models import RoleType
from designation.queries import open_rounds
from leadership_portal.views.demo import cast


@login_not_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Explain the roles, which are data, list the rounds that take applications now, and show the way in."""
    roles = list(RoleType.objects.all())
    context = {
        "formal": [role for role in roles if role.is_formal],
        "informal": [role for role in roles if not role.is_formal],
        "rounds": list(open_rounds(timezone.now())),
        "cast": cast() if settings.DEMO and not request.user.is_authenticated else [],
    }
    return render(request, "leadership_portal/public.html", context)


@login_not_required
@require_safe
@cache_control(public=True, max_age=86_400)
def icon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks at the old address, on a page without a head of ours, to the icon."""
    return redirect(static("icon.svg"))
