"""Calendar entries of letters; the only room that knows iCalendar."""

import unicodedata
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import icalendar
from django.conf import settings
from django.utils import timezone


def invitation(
    *,
    uid: str,
    sequence: int,
    summary: str,
    start: datetime,
    end: datetime,
    attendee,
    location: str = "",
    url: str = "",
    organizer: tuple[str, str] | None = None,
    cancelled: bool = False,
    description: str = "",
) -> str:
    """Return a calendar entry (RFC 5545 and 5546) for one person: to be kept, or with `cancelled` to be taken out.

    `uid` stays the same for the life of an appointment and is told apart from other portals' by our host;
    `sequence` grows by one with each letter about it, or calendars keep what they have. `attendee` is the person
    the letter goes to; `organizer` is (name, address), by default the alliance. The moments carry a time zone and
    are written in UTC, so no calendar can mistake the hour. Raises ValueError when it ends before it starts.
    """
    if timezone.is_naive(start) or timezone.is_naive(end) or end <= start:
        raise ValueError("An appointment starts at a moment in a time zone and ends after it")
    event, stamp = icalendar.Event(), timezone.now()
    moments = {"dtstamp": stamp, "last-modified": stamp, "dtstart": start, "dtend": end}
    texts = {"summary": summary, "location": location, "description": description}
    asked = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE" if cancelled else "TRUE"}
    _fill(
        event,
        {"uid": f"{uid}@{urlsplit(settings.SITE_URL).hostname}", "sequence": sequence}
        | {name: moment.astimezone(UTC) for name, moment in moments.items()}
        | {name: _printable(text) for name, text in texts.items()}
        | {"url": settings.SITE_URL + url if url.startswith("/") else url}
        | {"status": "CANCELLED" if cancelled else "CONFIRMED"}
        | {"class": "PRIVATE"}  # schools share their calendars: colleagues see that somebody is busy, not why
        | {"organizer": _mailbox(*(organizer or (settings.ALLIANCE_NAME, settings.ALLIANCE_EMAIL)))}
        | {"attendee": _mailbox(str(attendee), attendee.email, **asked)},
    )
    calendar = icalendar.Calendar()
    parts = {"prodid": "-//Leadership Portal//EN", "version": "2.0", "calscale": "GREGORIAN"}
    _fill(calendar, parts | {"method": "CANCEL" if cancelled else "REQUEST"})
    calendar.add_component(event)
    return calendar.to_ical().decode()


def _fill(part: icalendar.Component, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if value != "":
            part.add(name, value)


def _mailbox(name: str, address: str, **parameters: str) -> icalendar.vCalAddress:
    """Return a person of a calendar entry; Outlook shows an escaped quotation mark as it stands, so there is none."""
    mailbox = icalendar.vCalAddress(f"mailto:{address}")
    mailbox.params |= {"CN": _printable(name).replace('"', "'").replace("\n", " ")} | parameters
    return mailbox


def _printable(text: str) -> str:
    """Return a text without the control characters a calendar may not hold; line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in lines if letter == "\n" or unicodedata.category(letter) != "Cc")
