"""How long somebody has led, in whole months; time held twice counts once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

Interval = tuple[date, date | None]


def merged(intervals: Iterable[Interval], on: date) -> list[tuple[date, date]]:
    """Return the days led as intervals that neither overlap nor touch, both ends included, oldest first.

    An interval without an end lasts until `on`; what lies after `on` has not been led yet.
    """
    spans = sorted(
        (start, min(end or on, on)) for start, end in intervals if start <= on and (end or on) >= start
    )
    joined: list[tuple[date, date]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def whole_months(start: date, end: date) -> tuple[int, int]:
    """Return the whole months between two days, both included, and the days left over."""
    after = end + timedelta(days=1)
    months = (after.year - start.year) * 12 + after.month - start.month
    if after.day < start.day:
        months -= 1
    return months, (after - _months_after(start, months)).days


def months_led(intervals: Sequence[Interval], on: date) -> int:
    """Return the months of leadership up to and including `on`; thirty left-over days make one more month."""
    counted = [whole_months(start, end) for start, end in merged(intervals, on)]
    return sum(months for months, _ in counted) + sum(days for _, days in counted) // 30


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(day.day, last.day))
