"""Four years less a day, its runway and its grace, over a century of dates and through 29 February."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designation.terms import (
    RUNWAY_MONTHS,
    ends_on,
    grace_ends_on,
    months_after,
    months_left,
    next_term,
    runway,
    years_after,
    years_of,
)

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


# The runway, the grace and the term that follows, over a century.

ENDS = st.dates(min_value=date(1950, 1, 1), max_value=date(2050, 12, 31))
YEARS = st.integers(min_value=1, max_value=6)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "days"),
    [
        (date(2030, 8, 31), (date(2029, 8, 31), date(2030, 2, 28), date(2030, 5, 31))),
        (date(2028, 2, 29), (date(2027, 2, 28), date(2027, 8, 29), date(2027, 11, 29))),
        (date(2028, 8, 31), (date(2027, 8, 31), date(2028, 2, 29), date(2028, 5, 31))),
    ],
)
def test_known_runways(last, days):
    assert runway(last) == days


@pytest.mark.parametrize(
    ("ended_on", "decided_on", "term"),
    [
        (date(2030, 8, 31), date(2030, 6, 1), (date(2030, 9, 1), date(2034, 8, 31))),
        (date(2030, 8, 31), date(2030, 11, 30), (date(2030, 9, 1), date(2034, 8, 31))),
        (date(2030, 8, 31), date(2030, 12, 1), (date(2030, 12, 1), date(2034, 11, 30))),
        (date(2028, 2, 28), date(2028, 2, 1), (date(2028, 2, 29), date(2032, 2, 28))),
        (date(2027, 11, 30), date(2028, 2, 29), (date(2027, 12, 1), date(2031, 11, 30))),
        (date(2027, 11, 29), date(2028, 2, 29), (date(2027, 11, 30), date(2031, 11, 29))),
    ],
)
def test_known_terms_that_follow(ended_on, decided_on, term):
    assert next_term(ended_on, decided_on, 4) == term


@given(ENDS)
def test_the_runway_is_in_order_before_the_end(last):
    days = runway(last)
    assert list(days) == sorted(set(days))
    assert days[-1] < last
    assert [months_left(last, day) for day in days] == list(RUNWAY_MONTHS)


@given(ENDS, st.integers(min_value=0, max_value=400))
def test_a_milestone_holds_until_the_next(last, before):
    on = last - timedelta(days=before)
    passed = [months for months, day in zip(RUNWAY_MONTHS, runway(last), strict=True) if day <= on]
    assert months_left(last, on) == (min(passed) if passed else None)
    assert months_left(last, last + DAY) is None


@given(ENDS, ENDS)
def test_a_later_end_never_has_an_earlier_runway_or_grace(one, other):
    first, second = sorted([one, other])
    assert runway(first) <= runway(second)
    assert grace_ends_on(first) <= grace_ends_on(second)


@given(ENDS, st.integers(min_value=-60, max_value=60))
def test_months_there_are_months_back_but_for_the_days_a_month_lacks(day, months):
    there = months_after(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    back = months_after(there, -months)
    assert (back == day) or (back < day and there.day < day.day)


@given(ENDS, st.integers(min_value=-400, max_value=400), YEARS)
def test_terms_never_overlap_nor_leave_a_gap_within_the_grace(ended_on, later, years):
    decided_on = ended_on + timedelta(days=later)
    starts_on, last = next_term(ended_on, decided_on, years)
    in_grace = decided_on <= grace_ends_on(ended_on)
    assert starts_on == (ended_on + DAY if in_grace else decided_on)
    assert starts_on > ended_on
    assert last == ends_on(starts_on, years)


@given(ENDS, YEARS)
def test_term_after_term_there_is_no_day_twice_and_none_between(ended_on, years):
    days = [next_term(ended_on, ended_on, years)]
    for _turn in range(5):
        days.append(next_term(days[-1][1], days[-1][1], years))
    assert all(following[0] == one[1] + DAY for one, following in pairwise(days))


@given(ENDS, YEARS)
def test_the_years_of_a_term_are_the_term(starts_on, years):
    last = ends_on(starts_on, years)
    found = list(years_of(starts_on, last))
    assert (found[0][0], found[-1][1], len(found)) == (starts_on, last, years)
    assert all(following[0] == one[1] + DAY for one, following in pairwise(found))
