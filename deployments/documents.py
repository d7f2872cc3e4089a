"""Files made for support: a visit as a calendar entry, requests and payments as rows of a spreadsheet.

Agreements and statements are templates casework renders.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from casework import documents
from deployments.models import Claim, Deployment, SupportRequest, Visit
from deployments.queries.waiting import waiting_words
from directory.models import Person

READ_AGAIN = timedelta(hours=1)
D = Deployment.State
# Of a visit still planned: its deployment is not agreed or is paused; or is over, and the visit is called off soon.
UNSURE, OVER = (D.PROPOSED, D.PAUSED), (D.REFUSED, D.LAPSED, D.CANCELLED, D.WITHDRAWN, D.STOPPED)
MORNING, AFTERNOON = time(9, 0), time(13, 0)
HALF_DAY = timedelta(hours=2, minutes=30)  # a working day is five hours (one policy, handbook part 2.4)


def calendar_of(visit: Visit) -> bytes:
    """Return a visit as an iCalendar file (RFC 5545); its UID stays, so a newer file replaces the older entry."""
    return _published([visit]).to_ical()


def feed_of(visits: Iterable[Visit], reader: Person) -> bytes:
    """Return a person's visits as a calendar a program reads again and again, in the person's language.

    Each has the UID its letters had, so a calendar knows them as the same visit; nothing confidential stands in it.
    """
    with translation.override(reader.language or settings.LETTER_LANGUAGES[0]):
        calendar = _published(visits)
        calendar.add("x-wr-calname", _("Visits: %(alliance)s") % {"alliance": settings.ALLIANCE_NAME})
    calendar.add("refresh-interval", READ_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    return calendar.to_ical()


def status_of(visit: Visit) -> str:
    """Return how sure a visit is: tentative while its deployment is not agreed or paused, cancelled when it is off."""
    planned, deployment = visit.state == Visit.State.PLANNED, visit.deployment
    if visit.state == Visit.State.NOT_HELD or (planned and deployment.state in OVER):
        return "CANCELLED"
    return "TENTATIVE" if planned and deployment.state in UNSURE else "CONFIRMED"


def _published(visits: Iterable[Visit]) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ALLIANCE_NAME}//Leadership Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for visit in visits:
        calendar.add_component(_event(visit))
    return calendar


def entry_of(visit: Visit, reader: Person, *, cancelled: bool = False) -> str:
    """Return a visit as an entry that travels with a letter, in the reader's language; `cancelled` takes it out.

    It has the UID of the file, so that a calendar that took either knows the other as the same visit.
    """
    start, end = _span(visit)
    with translation.override(reader.language or settings.LETTER_LANGUAGES[0]):
        summary = str(visit.deployment)
    return documents.invitation(
        uid=visit.reference,
        sequence=_sequence(is_over=cancelled),
        summary=summary,
        start=start,
        end=end,
        attendee=reader,
        location=_where(visit),
        url=visit.get_absolute_url(),
        cancelled=cancelled,
    )


def _event(visit: Visit) -> Event:
    start, end = _span(visit)
    status = status_of(visit)
    event = Event()
    event.add("uid", f"{visit.reference}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", _sequence(is_over=status == "CANCELLED"))
    event.add("summary", str(visit.deployment))
    event.add("dtstamp", visit.state_at)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("location", _where(visit))
    event.add("url", settings.SITE_URL + visit.get_absolute_url())
    event.add("status", status)
    event.add("class", "PRIVATE")  # calendars are shared: colleagues see that somebody is busy, not why
    return event


def _sequence(*, is_over: bool) -> int:
    """Return which version it is: a visit is planned once and never moved, so what follows is its end."""
    return 1 if is_over else 0


def _span(visit: Visit) -> tuple[datetime, datetime]:
    starts_at = visit.starts_at or (MORNING if visit.morning else AFTERNOON)
    start = timezone.make_aware(datetime.combine(visit.on, starts_at))
    return start, start + HALF_DAY * visit.half_days


def _where(visit: Visit) -> str:
    return visit.place or ("" if visit.is_online else str(visit.deployment.school))


def request_rows(requests: Iterable[SupportRequest], at: datetime) -> Iterator[list[object]]:
    """Yield the heading, then one row a request; who should not come, and the need in words, are not among them."""
    yield [
        _("Number"), _("School"), _("Local authority"), _("Areas"), _("Kind of support"), _("How urgent"),
        _("Days wanted"), _("From"), _("To"), _("State"), _("Waiting"), _("Why it was not met"), _("Asked by"),
        _("Asked on"),
    ]  # fmt: skip
    for one in requests:
        yield [
            one.reference, one.school, one.school.local_authority or "",
            "; ".join(str(area) for area in one.areas.all()),
            one.get_kind_display(), one.get_urgency_display(), one.half_days / 2, one.starts_on, one.ends_on,
            one.get_state_display(), waiting_words(one, at), one.get_unmet_why_display(), one.made_by,
            timezone.localdate(one.created_at),
        ]  # fmt: skip


def payment_rows(claims: Iterable[Claim], orders: Mapping[int, str]) -> Iterator[list[object]]:
    """Yield the heading, then one row a claim to pay; the amount in pounds with two decimals, as banks read it."""
    yield [
        _("School"), _("Number of the school"), _("Claim"), _("Term from"), _("Purchase order number"),
        _("Invoice number"), _("Amount in pounds"),
    ]  # fmt: skip
    for one in claims:
        yield [
            one.school, one.school.number, one.reference, one.term_starts_on.isoformat(), orders[one.pk],
            one.invoice_number, f"{one.total_pence // 100}.{one.total_pence % 100:02d}",
        ]  # fmt: skip
