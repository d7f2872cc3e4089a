"""Working days, deadlines and school days, by example and by law."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory import calendar
from directory.calendar import (
    BeyondCalendar,
    SchoolTerm,
    add_working_days,
    is_school_day,
    is_working_day,
    working_days_between,
)

DAYS = st.dates(date(2013, 1, 1), date(2027, 12, 31))
COUNTS = st.integers(1, 60)
AUTUMN = SchoolTerm("autumn", date(2026, 9, 2), date(2026, 12, 18), date(2026, 10, 26), date(2026, 10, 30))
SPRING = SchoolTerm("spring", date(2027, 1, 4), date(2027, 3, 25))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 3, 20), True),
        (date(2026, 3, 21), False),
        (date(2026, 3, 22), False),
        (date(2026, 4, 3), False),  # Good Friday
        (date(2026, 4, 6), False),  # Easter Monday
        (date(2026, 12, 28), False),  # Boxing Day's substitute
        (date(2026, 12, 29), True),
        (date(2028, 12, 29), True),
    ],
)
def test_a_working_day_is_a_weekday_and_no_bank_holiday(day, working):
    assert is_working_day(day) is working


@pytest.mark.parametrize("day", [date(2029, 1, 1), date(2011, 12, 30)])
def test_beyond_the_published_list_nothing_is_guessed(day):
    with pytest.raises(BeyondCalendar) as problem:
        is_working_day(day)
    assert str(problem.value) == f"Bank holidays are known from 2012-01-01 to 2028-12-31 only, not for {day}."


def test_a_count_of_working_days_that_leaves_the_list_is_refused():
    with pytest.raises(BeyondCalendar):
        add_working_days(date(2028, 12, 27), 5)


def test_bank_holidays_have_welsh_names():
    christmas = calendar.bank_holidays()[date(2026, 12, 25)]
    assert (christmas.title, christmas.title_cy) == ("Christmas Day", "Dydd Nadolig")


@pytest.mark.parametrize(
    ("day", "count", "reached"),
    [
        (date(2026, 3, 20), 5, date(2026, 3, 27)),
        (date(2026, 4, 2), 1, date(2026, 4, 7)),
        (date(2026, 4, 7), -1, date(2026, 4, 2)),
        (date(2026, 4, 3), 0, date(2026, 4, 7)),
        (date(2026, 4, 2), 0, date(2026, 4, 2)),
    ],
)
def test_working_days_are_counted_over_easter(day, count, reached):
    assert add_working_days(day, count) == reached


@given(DAYS, COUNTS)
def test_adding_and_counting_agree(day, count):
    reached = add_working_days(day, count)
    assert is_working_day(reached)
    assert working_days_between(day, reached) == count


@given(DAYS, COUNTS, COUNTS)
def test_adding_twice_is_adding_the_sum(day, first, second):
    assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


@given(DAYS, COUNTS)
def test_going_back_returns_to_a_working_day(day, count):
    start = add_working_days(day, 0)
    assert add_working_days(add_working_days(start, count), -count) == start


@given(DAYS, DAYS, DAYS)
def test_counts_add_up_and_change_sign(first, second, third):
    between = working_days_between
    assert between(first, second) + between(second, third) == between(first, third)
    assert between(first, second) == -between(second, first)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, 59, 59, tzinfo=UTC)),
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, 59, 59, tzinfo=UTC)),  # the night the clocks go forward
        (date(2026, 10, 24), datetime(2026, 10, 24, 22, 59, 59, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, 59, 59, tzinfo=UTC)),  # and back
    ],
)
def test_a_deadline_is_the_last_second_in_london(day, utc):
    assert calendar.deadline(day) == utc


@pytest.mark.parametrize(
    ("day", "at_school"),
    [
        (date(2026, 9, 1), False),
        (date(2026, 9, 2), True),
        (date(2026, 9, 5), False),
        (date(2026, 10, 26), False),
        (date(2026, 10, 30), False),
        (date(2026, 11, 2), True),
        (date(2026, 11, 27), False),  # training day
        (date(2026, 12, 18), True),
        (date(2026, 12, 21), False),
        (date(2027, 1, 4), True),
    ],
)
def test_a_school_day_is_a_working_day_in_term(day, at_school):
    assert is_school_day(day, [AUTUMN, SPRING], {date(2026, 11, 27)}) is at_school


def test_terms_are_found_also_where_they_overlap_or_leave_gaps():
    late = SchoolTerm("spring", date(2026, 12, 14), date(2027, 3, 1))
    assert calendar.term_on(date(2026, 12, 16), [late, AUTUMN]) == AUTUMN
    assert calendar.term_on(date(2026, 12, 25), [AUTUMN, SPRING]) is None
    assert calendar.next_term(date(2026, 12, 25), [SPRING, AUTUMN]) == SPRING
    assert calendar.next_term(date(2027, 1, 4), [SPRING, AUTUMN]) is None


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
        (2049, date(2049, 4, 18)),
        (2076, date(2076, 4, 19)),
        (1818, date(1818, 3, 22)),
    ],
)
def test_easter_is_found(year, sunday):
    assert calendar.easter(year) == sunday


def test_easter_agrees_with_the_bank_holidays():
    mondays = [day.on for day in calendar.bank_holidays().values() if day.title == "Easter Monday"]
    assert mondays == [calendar.easter(day.year) + timedelta(days=1) for day in mondays]
    assert len(mondays) > 10


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_the_national_terms_share_out_the_year(day):
    terms = calendar.national_terms(day)
    assert sum(term.starts_on <= day <= term.ends_on for term in terms) == 1
    assert [term.season for term in terms] == ["autumn", "spring", "summer"]
    assert [later.starts_on - earlier.ends_on for earlier, later in pairwise(terms)] == [
        timedelta(days=1)
    ] * 2
