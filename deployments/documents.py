"""Files made for support: a visit as a calendar entry; agreements and statements are templates casework renders."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from deployments.models import Visit

MORNING, AFTERNOON = time(9, 0), time(13, 0)
HALF_DAY = timedelta(hours=2, minutes=30)  # a working day is five hours (one policy, handbook part 2.4)


def calendar_of(visit: Visit) -> bytes:
    """Return a visit as an iCalendar file (RFC 5545); its UID stays, so a newer file replaces the older entry."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.ALLIANCE_NAME}//Leadership Portal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_event(visit))
    return calendar.to_ical()


def _event(visit: Visit) -> Event:
    starts_at = visit.starts_at or (MORNING if visit.morning else AFTERNOON)
    start = timezone.make_aware(datetime.combine(visit.on, starts_at))
    event = Event()
    event.add("uid", f"{visit.reference}@{settings.ALLIANCE_CODE.lower()}.leadership-portal")
    event.add("summary", str(visit.deployment))
    event.add("dtstamp", visit.state_at)
    event.add("dtstart", start)
    event.add("dtend", start + HALF_DAY * visit.half_days)
    event.add("location", visit.place or ("" if visit.is_online else f"{visit.deployment.school}"))
    event.add("url", settings.SITE_URL + visit.get_absolute_url())
    event.add("status", "CANCELLED" if visit.state == Visit.State.NOT_HELD else "CONFIRMED")
    return event
