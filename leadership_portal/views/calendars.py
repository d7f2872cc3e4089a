"""A person's calendar feed: the page on which they make or close its address, and what a calendar program reads."""

from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from casework.links import hash_of
from casework.views import reader_of
from deployments import actions
from deployments.documents import feed_of
from deployments.models import CalendarFeed
from deployments.queries.visits import calendar_proposals, calendar_visits

# What was longer ago is looked up in the portal: calendars keep what they have, and the file stays small.
HOW_LONG_AGO = timedelta(days=90)
# Programs look every few minutes at the most; who asks for address after address that is none is guessing.
MOST_AN_HOUR, HOUR = 60, 3600


@method_decorator(never_cache, name="dispatch")
class CalendarPage(TemplateView):
    """The secret address of one's own feed, to copy into a calendar program."""

    template_name = "leadership_portal/calendar.html"

    def get_context_data(self, **context: Any) -> dict:
        feed = CalendarFeed.objects.filter(person=reader_of(self.request)).first()
        return super().get_context_data(**context) | {"address": address_of(feed) if feed else ""}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what the button says; nothing without one."""
        do = request.POST.get("do")
        if do == "renew":
            actions.renew_feed(reader_of(request))
            messages.success(request, _("Your calendar has a new address."))
        elif do == "close":
            actions.close_feed(reader_of(request))
            messages.success(request, _("Your calendar is closed: its address shows nothing any more."))
        return redirect("calendar")


def address_of(feed: CalendarFeed) -> str:
    """Return the full address of a feed, from the configured origin; nothing where it would not open any more."""
    path = reverse("calendar-feed", args=[feed.token])
    return settings.SITE_URL + path if feed.is_readable else ""


@login_not_required
@require_safe
def read_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with a person's visits as a calendar file; who holds the address needs no sign-in."""
    feed = CalendarFeed.objects.of_token(token)
    if _is_too_often(hash_of(token) if feed else get_adapter().get_client_ip(request)):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    if feed is None:
        raise Http404
    since = timezone.localdate() - HOW_LONG_AGO
    visits, proposals = calendar_visits(feed.person, since), calendar_proposals(feed.person, since)
    response = HttpResponse(
        feed_of(visits, feed.person, proposals), content_type="text/calendar; charset=utf-8"
    )
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _is_too_often(asking: str) -> bool:
    """Count one more question of an hour and say whether it is one too many."""
    key = f"calendar-feed:{asking}"
    cache.add(key, 0, HOUR)
    try:
        return cache.incr(key) > MOST_AN_HOUR
    except ValueError:  # the hour was over between the two lines
        return False
