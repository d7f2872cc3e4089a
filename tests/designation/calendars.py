"""Reads the calendar entries letters carry, as a calendar would."""

from typing import NamedTuple

import icalendar

from casework.models import Letter


class Entry(NamedTuple):
    """What a calendar makes of an entry: whose it is, under which name, in which version, to keep or to take out."""

    to: str
    uid: str
    sequence: int
    method: str
    status: str


def entry_of(letter: Letter) -> Entry:
    """Return the entry of a letter, parsed back."""
    calendar = icalendar.Calendar.from_ical(letter.calendar)
    event = calendar.walk("VEVENT")[0]
    return Entry(
        str(event["ATTENDEE"]).removeprefix("mailto:"),
        str(event["UID"]),
        int(event["SEQUENCE"]),
        str(calendar["METHOD"]),
        str(event["STATUS"]),
    )


def entries(name: str) -> list[Entry]:
    """Return the entries of every letter of a kind, in the order they were written."""
    return [entry_of(one) for one in Letter.objects.filter(name=f"designation/{name}").order_by("pk")]
