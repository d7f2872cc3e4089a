"""A time of day as people type it."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError

from casework.forms import TimeField, london


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9", time(9)), ("14:30", time(14, 30)), ("2.30pm", time(14, 30)), ("12am", time(0)), ("12pm", time(12)),
        ("2yp", time(14)), (" 7AM ", time(7)), ("23:59", time(23, 59)), ("00:00", time(0)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_write_it(typed, meant):
    assert TimeField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["half past two", "25:00", "14:60", "2pmish", "-1"])
def test_what_is_no_time_is_said_to_be_none(typed):
    with pytest.raises(ValidationError, match="Enter a time, like 2pm or 14:30"):
        TimeField().clean(typed)


@pytest.mark.parametrize(
    ("day", "at", "moment"),
    [
        (date(2027, 1, 15), time(12), datetime(2027, 1, 15, 12, tzinfo=UTC)),
        (date(2027, 7, 15), time(12), datetime(2027, 7, 15, 11, tzinfo=UTC)),
        (date(2027, 10, 31), time(1, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),  # the first of the two
        (date(2027, 3, 27), time(23, 59), datetime(2027, 3, 27, 23, 59, tzinfo=UTC)),
    ],
)
def test_a_time_is_londons(day, at, moment):
    assert london(day, at).timestamp() == moment.timestamp()


def test_an_hour_the_clocks_jump_over_is_refused():
    with pytest.raises(ValidationError, match="The clocks go forward"):
        london(date(2027, 3, 28), time(1, 30))
