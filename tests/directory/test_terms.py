"""Which term a day counts in for a school: its authority's own terms, or the national shares of the year."""

from collections import Counter
from datetime import date, timedelta

import pytest

from directory.calendar import is_working_day, term_named
from directory.models import InsetDay
from directory.queries.terms import (
    inset_days_of,
    is_school_day_at,
    next_term_of,
    open_days_at,
    open_days_of,
    term_of,
    terms_of,
)
from tests.factories import LocalAuthorityFactory, SchoolFactory, TermFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(cast):
    """Oakfield, whose authority has entered the autumn and spring of 2026/27."""
    TermFactory(
        local_authority=cast.northdale,
        starts_on=date(2026, 9, 2),
        half_term_starts_on=date(2026, 10, 26),
        half_term_ends_on=date(2026, 10, 30),
        ends_on=date(2026, 12, 18),
    )
    TermFactory(
        local_authority=cast.northdale, season="spring", starts_on=date(2027, 1, 4), ends_on=date(2027, 3, 25)
    )
    return cast.oakfield


@pytest.mark.parametrize(
    ("on", "season", "starts_on"),
    [
        (date(2026, 9, 2), "autumn", date(2026, 9, 2)),
        (date(2026, 10, 28), "autumn", date(2026, 9, 2)),
        (date(2026, 12, 18), "autumn", date(2026, 9, 2)),
        (date(2026, 12, 19), "spring", date(2027, 1, 4)),  # the holidays count in the term that follows
        (date(2026, 8, 10), "autumn", date(2026, 9, 2)),
        (date(2026, 5, 1), "summer", date(2026, 4, 5)),  # not entered: the national share
        (date(2027, 3, 26), "summer", date(2027, 3, 28)),  # its own spring term is over
        (date(2027, 6, 1), "summer", date(2027, 3, 28)),
    ],
)
def test_a_day_counts_in_one_term(school, on, season, starts_on):
    term = term_of(school, on)
    assert (term.season, term.starts_on) == (season, starts_on)


def test_where_nothing_is_entered_the_national_terms_stand_in():
    school = SchoolFactory()
    assert terms_of(school) == []
    assert [(term.starts_on, term.ends_on) for term in (term_of(school, date(2026, 11, 5)),)] == [
        (date(2026, 9, 1), date(2026, 12, 31))
    ]
    assert is_school_day_at(school, date(2026, 11, 5)) is True


def test_the_next_term_follows(school):
    assert next_term_of(school, date(2026, 9, 2)).starts_on == date(2027, 1, 4)
    assert next_term_of(school, date(2027, 1, 4)).starts_on == date(2027, 3, 28)
    assert next_term_of(SchoolFactory(), date(2026, 11, 5)).starts_on == date(2027, 1, 1)


def test_training_days_of_school_and_authority_count(school, cast):
    InsetDay.objects.create(school=school, on=date(2026, 9, 3))
    InsetDay.objects.create(local_authority=cast.northdale, on=date(2026, 9, 4))
    InsetDay.objects.create(school=cast.brookside, on=date(2026, 9, 7))
    assert inset_days_of(school) == {date(2026, 9, 3), date(2026, 9, 4)}
    days = [date(2026, 9, day) for day in (1, 2, 3, 4, 7)]
    assert [is_school_day_at(school, day) for day in days] == [False, True, False, False, True]
    assert is_school_day_at(school, date(2026, 10, 28)) is False


def test_a_school_in_wales_and_one_in_england_have_their_own_terms_and_the_same_bank_holidays(school):
    """The bank holidays of England and Wales are one list; terms are each authority's own."""
    england = LocalAuthorityFactory(name="Shropshire")
    TermFactory(local_authority=england, starts_on=date(2026, 9, 7), ends_on=date(2026, 12, 22))
    other = SchoolFactory(local_authority=england)
    days = [date(2026, 9, 3), date(2026, 12, 21), date(2026, 12, 28)]
    assert [is_school_day_at(school, day) for day in days] == [True, False, False]
    assert [is_school_day_at(other, day) for day in days] == [False, True, False]
    assert (term_of(school, days[1]).starts_on, term_of(other, days[1]).starts_on) == (
        date(2027, 1, 4),
        date(2026, 9, 7),
    )
    assert is_working_day(days[2]) is False


def test_open_days_of_a_span_are_counted_by_term(school):
    span = (date(2026, 10, 19), date(2027, 1, 8))
    by_hand = Counter(
        term_of(school, day).starts_on
        for day in (span[0] + timedelta(days=after) for after in range(82))
        if is_school_day_at(school, day)
    )
    assert open_days_at(school, *span) == by_hand
    assert open_days_of([span])[span][school.local_authority_id] == by_hand


def test_days_wholly_in_the_holidays_count_in_the_term_that_follows():
    assert open_days_at(SchoolFactory(), date(2027, 1, 1), date(2027, 1, 1)) == {date(2027, 1, 1): 1}


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 8, 31), "autumn term 2026"),
        (date(2027, 1, 4), "spring term 2027"),
        (date(2027, 3, 28), "summer term 2027"),
    ],
)
def test_a_term_is_named_by_the_day_it_starts_on(on, name):
    assert str(term_named(on)) == name
