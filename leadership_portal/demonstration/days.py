"""The days of the story, counted from today, and acting on them as if they were today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta, tzinfo
from unittest.mock import patch

from django.utils import timezone

from casework import letters
from directory.calendar import is_working_day


def weekday(days_ago: int) -> date:
    """Return the working day so many days ago (negative: ahead), or the nearest one before it."""
    today = datetime.now(timezone.get_default_timezone()).date()  # the real one, whatever day is being played
    day = today - timedelta(days=days_ago)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


def clock_at(at: datetime) -> type[datetime]:
    """Return what `timezone.now` asks for the time, standing still; so defaults of models read it too."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return at.astimezone(tz or UTC)

    return Clock


@contextmanager
def on(days_ago: int, hour: int = 9, minute: int = 0) -> Iterator[date]:
    """Act on that working day at that time: history, letters and deadlines are then what they would have been.

    Letters written meanwhile are delivered at the end of it, on the same day.
    """
    day = weekday(days_ago)
    with patch.object(timezone, "datetime", clock_at(moment(day, hour, minute))):
        yield day
        letters.deliver_due(at=moment(day, hour, minute) + timedelta(minutes=1), most=1000)
