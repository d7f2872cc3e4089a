"""Which term a day counts in for a school: its authority's own terms, or the national shares of the year."""

from datetime import date

import pytest

from directory.models import InsetDay
from directory.queries.terms import inset_days_of, is_school_day_at, next_term_of, term_of, terms_of
from tests.factories import SchoolFactory, TermFactory

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
