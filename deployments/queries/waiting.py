"""How long requests wait for the alliance's offer and for answers, in working time, and which are late."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Case, Count, F, Min, QuerySet, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deployments.models import SupportRequest
from directory.calendar import DAY, add_working_hours, said, working_time_between

R = SupportRequest.State
# ESTSN and ESLCN, county networks of teaching schools: a match "usually within 48 hours".
OFFER_HOURS = 48
WAITING = (R.OPEN, R.PROPOSED)
_AGAIN = {
    "open": gettext_lazy("%(time)s; a leader is looked for again for %(again)s"),
    "proposed": gettext_lazy("%(time)s; answers are awaited for %(again)s"),
}
ORDER = (R.OPEN, R.PROPOSED, R.MATCHED, R.UNMET, R.WITHDRAWN, R.CLOSED)


def offer_due_on(request: SupportRequest) -> date:
    """Return the last day on which an offer is in time; after a refusal the clock begins anew."""
    due = add_working_hours(request.state_at, OFFER_HOURS)
    return (due - timedelta(microseconds=1)).date()  # midnight still belongs to the day it ends


def is_late(request: SupportRequest, at: datetime) -> bool:
    """Say whether an open request has waited longer for an offer than it should."""
    late = working_time_between(request.state_at, at) > timedelta(hours=OFFER_HOURS)
    return request.state == R.OPEN and late


def waited(since: datetime, at: datetime) -> str:
    """Return in words how long something waits, in working time: hours on the first day, then whole days."""
    passed = working_time_between(since, at)
    if passed < DAY:
        hours = passed // timedelta(hours=1)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    count = passed // DAY
    return ngettext("%(count)d working day", "%(count)d working days", count) % {"count": count}


def waited_words(request: SupportRequest, at: datetime) -> str:
    """Return how long a school has waited since it asked.

    A refusal starts the clock for an offer anew, not the school's waiting: where the two differ both are said.
    """
    if request.state not in WAITING:
        return ""
    words = {"time": waited(request.created_at, at), "again": waited(request.state_at, at)}
    return words["time"] if words["time"] == words["again"] else _AGAIN[request.state] % words


def waiting_words(request: SupportRequest, at: datetime) -> str:
    """Return how long a school has waited since it asked, saying so when the offer is late."""
    words = waited_words(request, at)
    return _("Late: %(time)s") % {"time": words} if is_late(request, at) else words


def offer_due_words(request: SupportRequest, at: datetime) -> str:
    """Return by when an open request has its offer, or since when that is late."""
    if request.state != R.OPEN:
        return ""
    day = said(offer_due_on(request))
    sentence = _("An offer was due by %(day)s") if is_late(request, at) else _("By %(day)s")
    return sentence % {"day": day}


def urgent_first(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Order requests that wait: what cannot wait before what can, and of each whoever asked first."""
    return requests.order_by(_urgency(), "created_at", "pk")


def longest_first(requests: QuerySet[SupportRequest]) -> QuerySet[SupportRequest]:
    """Order requests for the board: those that wait, by state, the urgent and the longest first; then the newest."""
    place = Case(
        *(When(state=state, then=number) for number, state in enumerate(WAITING)), default=len(WAITING)
    )
    since = Case(When(state__in=WAITING, then=F("created_at")))
    urgency = Case(When(state__in=WAITING, then=_urgency()), default=0)
    return requests.order_by(place, urgency, since.asc(nulls_last=True), "-created_at", "-pk")


def _urgency() -> Case:
    places = {SupportRequest.Urgency.URGENT: 0, SupportRequest.Urgency.SOON: 1}
    return Case(*(When(urgency=one, then=place) for one, place in places.items()), default=len(places))


def by_state(requests: QuerySet[SupportRequest]) -> Iterable[Mapping]:
    """Return how many requests there are by state and when the one that waits longest was asked, in one query."""
    rows = requests.order_by().values("state").annotate(count=Count("pk"), since=Min("created_at"))
    found = {row["state"]: row for row in rows}
    return [found[state] for state in ORDER if state in found]
