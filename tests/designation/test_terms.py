"""Four years less a day, over a century of dates and through 29 February."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.terms import ends_on, years_after

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2110, 12, 31))


@pytest.mark.parametrize(
    ("starts_on", "years", "last"),
    [
        (date(2026, 9, 1), 4, date(2030, 8, 31)),
        (date(2024, 2, 29), 4, date(2028, 2, 28)),
        (date(2024, 2, 29), 1, date(2025, 2, 28)),
        (date(2096, 2, 29), 4, date(2100, 2, 28)),
        (date(2024, 3, 1), 4, date(2028, 2, 29)),
        (date(2027, 1, 1), 4, date(2030, 12, 31)),
    ],
)
def test_known_terms(starts_on, years, last):
    assert ends_on(starts_on, years) == last


@given(DAYS, st.integers(min_value=1, max_value=10))
def test_the_day_after_the_term_is_the_same_day_years_later(starts_on, years):
    after = ends_on(starts_on, years) + timedelta(days=1)
    same_day = (after.month, after.day) == (starts_on.month, starts_on.day)
    leap = (starts_on.month, starts_on.day) == (2, 29) and (after.month, after.day) == (3, 1)
    assert after.year == starts_on.year + years
    assert same_day or leap


@given(DAYS)
def test_four_years_have_1461_days_but_for_a_century(starts_on):
    days = (ends_on(starts_on, 4) - starts_on).days + 1
    skips_a_leap_day = starts_on <= date(2100, 2, 28) < ends_on(starts_on, 4) or starts_on == date(
        2096, 2, 29
    )
    assert days == (1460 if skips_a_leap_day and starts_on > date(2096, 2, 29) else 1461)


@given(DAYS, DAYS)
def test_later_starts_never_end_earlier(one, other):
    first, second = sorted([one, other])
    assert ends_on(first, 4) <= ends_on(second, 4)


@given(DAYS)
def test_no_years_change_nothing(day):
    assert years_after(day, 0) == day
