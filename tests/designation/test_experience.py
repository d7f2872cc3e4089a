"""Months of leadership: time held twice counts once, what lies ahead not at all."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.experience import merged, months_led

ON = date(2026, 3, 1)
DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31))
INTERVALS = st.lists(
    st.tuples(DAYS, st.one_of(st.none(), st.integers(min_value=0, max_value=3000))).map(
        lambda pair: (pair[0], None if pair[1] is None else pair[0] + timedelta(days=pair[1]))
    ),
    max_size=6,
)


@pytest.mark.parametrize(
    ("intervals", "months"),
    [
        ([], 0),
        ([(date(2024, 3, 2), None)], 24),
        ([(date(2024, 3, 3), None)], 23),
        ([(date(2024, 1, 1), date(2024, 12, 31))], 12),
        ([(date(2024, 1, 1), date(2024, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))], 12),
        ([(date(2023, 1, 1), date(2023, 9, 30)), (date(2023, 7, 1), date(2024, 3, 31))], 15),
        ([(date(2023, 1, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 12, 31))], 12),
        ([(date(2023, 1, 1), date(2023, 6, 30)), (date(2024, 1, 1), date(2024, 6, 30))], 12),
        ([(date(2027, 1, 1), None)], 0),
        ([(date(2025, 3, 2), date(2030, 1, 1))], 12),
        ([(date(2024, 1, 15), date(2024, 1, 30)), (date(2024, 3, 1), date(2024, 3, 14))], 1),
    ],
)
def test_known_careers(intervals, months):
    assert months_led(intervals, ON) == months


@given(INTERVALS)
def test_a_role_entered_twice_adds_nothing(intervals):
    assert months_led(intervals * 2, ON) == months_led(intervals, ON)


@given(INTERVALS)
def test_the_order_does_not_matter(intervals):
    assert months_led(intervals[::-1], ON) == months_led(intervals, ON)


@given(INTERVALS)
def test_merged_spans_are_the_same_days_without_overlap(intervals):
    spans = merged(intervals, ON)
    days = sum((end - start).days + 1 for start, end in spans)
    held = {
        start + timedelta(days=after)
        for start, end in intervals
        for after in range(((min(end, ON) if end else ON) - start).days + 1)
    }
    assert days == len(held)
    assert all(second[0] > first[1] + timedelta(days=1) for first, second in itertools.pairwise(spans))


@given(INTERVALS, DAYS)
def test_another_role_never_takes_months_away_by_more_than_rounding(intervals, start):
    assert months_led([*intervals, (start, None)], ON) >= months_led(intervals, ON) - 1
