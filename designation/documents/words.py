"""Stored choices in words, and stored figures as people count them, for a spreadsheet."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone


def labels(choices: Any, values: list) -> str:
    """Return stored choices as one line in the reader's language."""
    return ", ".join(str(choices(value).label) for value in values)


def in_days(half_days: int | None) -> float | None:
    """Return half days as days that a spreadsheet adds up: 3 -> 1.5."""
    return None if half_days is None else _short(half_days / 2)


def in_hours(minutes: int | None) -> float | None:
    """Return minutes as hours that a spreadsheet adds up, to the minute and a bit: 90 -> 1.5."""
    return None if minutes is None else _short(round(minutes / 60, 2))


def london_day(at: datetime | None) -> date | None:
    """Return the day by London's clocks."""
    return timezone.localdate(at) if at else None


def _short(number: float) -> float:
    """Return a whole number without its ".0"."""
    return int(number) if number == int(number) else number
