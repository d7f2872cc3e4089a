"""The clock of a designation, as plain dates: four years less a day, its runway, its grace, its years."""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, timedelta

DAY = timedelta(days=1)
# How long after the end a renewal may still be decided and join on without a gap: our proposal, for alliances to set.
GRACE_MONTHS = 3
# How long before the end leader, head and managers are told (product specification, part 3).
RUNWAY_MONTHS = (12, 6, 3)


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 1 March where there is none."""
    if (day.month, day.day) == (2, 29) and not isleap(day.year + years):
        return date(day.year + years, 3, 1)
    return day.replace(year=day.year + years)


def ends_on(starts_on: date, years: int) -> date:
    """Return the last day of a term: `years` years less a day (1 September 2026, 4 -> 31 August 2030)."""
    return years_after(starts_on, years) - DAY


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, earlier when negative; the month's last day where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def runway(ends_on: date) -> tuple[date, ...]:
    """Return the days 12, 6 and 3 months before the last day of a term, the earliest first."""
    return tuple(months_after(ends_on, -months) for months in RUNWAY_MONTHS)


def months_left(ends_on: date, on: date) -> int | None:
    """Return which milestone of the runway was passed last (12, 6 or 3 months), None before the first or at the end."""
    if on > ends_on:
        return None
    passed = [months for months, day in zip(RUNWAY_MONTHS, runway(ends_on), strict=True) if day <= on]
    return passed[-1] if passed else None


def grace_ends_on(ends_on: date) -> date:
    """Return the last day on which a renewal may still be decided after a term has ended."""
    return months_after(ends_on, GRACE_MONTHS)


def next_term(ended_on: date, decided_on: date, years: int) -> tuple[date, date]:
    """Return first and last day of the term that follows.

    It begins the day after the last one ended when it is decided by then or within the grace; decided later, it
    begins the day it is decided, and the days between count in no term.
    """
    joins_on = decided_on <= grace_ends_on(ended_on)
    starts_on = ended_on + DAY if joins_on else decided_on
    return starts_on, ends_on(starts_on, years)


def years_of(starts_on: date, last_on: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each year of a term, in order; together they are the term."""
    first, number = starts_on, 1
    while first <= last_on:
        after = years_after(starts_on, number)
        yield first, min(after - DAY, last_on)
        first, number = after, number + 1
