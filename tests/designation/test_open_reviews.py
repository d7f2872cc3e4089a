"""Reviews open by themselves before a year is over, are reminded of, and are dropped when the designation has ended."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casework.models import Entry, Letter
from designation import actions, tasks
from designation.models import Designation, Review
from designation.queries.reviews import reviews_to_open, reviews_waiting
from tests.designation import stage, years

FIRST = date(2023, 9, 1)


@pytest.fixture
def designation(cast):
    return stage.designation(cast, "active", starts_on=FIRST, ends_on=date(2027, 8, 31))


@pytest.mark.parametrize(
    ("on", "years_due"),
    [
        (date(2024, 7, 31), []),
        (date(2024, 8, 1), [2024]),
        (date(2024, 8, 31), [2024]),
        (date(2024, 10, 30), [2024]),
        (date(2024, 10, 31), []),
        (date(2026, 8, 20), [2026]),
        (date(2027, 8, 20), []),
    ],
)
def test_a_year_opens_a_month_before_it_ends_but_for_the_last(designation, on, years_due):
    found = [(first, last) for _one, first, last in reviews_to_open(on)]
    assert found == [(date(year - 1, 9, 1), date(year, 8, 31)) for year in years_due]


def test_a_term_that_began_on_29_february_has_its_years(cast):
    stage.designation(cast, "active", starts_on=date(2024, 2, 29), ends_on=date(2028, 2, 28))
    found = [(first, last) for _one, first, last in reviews_to_open(date(2025, 2, 20))]
    assert found == [(date(2024, 2, 29), date(2025, 2, 28))]


@pytest.mark.parametrize("state", Designation.State.values)
def test_only_active_leaders_are_reviewed(cast, state):
    years.leader(cast, left=3 * 365 + 10, state=state)
    tasks.open_reviews()
    assert Review.objects.count() == (state == "active")


def test_it_is_opened_once_and_both_are_asked(cast):
    years.leader(cast, left=3 * 365 + 10)
    for _ in range(2):
        tasks.open_reviews()
    review = Review.objects.get()
    told = sorted((letter.to.first_name, letter.name) for letter in Letter.objects.all())
    assert told == [
        ("Hannah", "designation/review_support_requested"),
        ("Sam", "designation/review_opened"),
    ]
    assert Entry.objects.of(review).get().channel == "night"
    asked = {"starts_on": review.starts_on, "due_on": review.due_on}
    assert actions.open_review(review.designation, **asked) is None


@pytest.mark.parametrize(("age", "milestone"), [(6, None), (7, 7), (13, 7), (14, 14), (40, 14)])
def test_both_are_reminded_after_one_week_and_two(cast, age, milestone):
    case = years.review(cast)
    Review.objects.update(created_at=case.created_at - timedelta(days=age))
    opened_on = timezone.localdate(
        Review.objects.get().created_at
    )  # in summer an hour later than it was counted
    found = [day for _one, day in reviews_waiting(years.today())]
    assert found == ([opened_on + timedelta(days=milestone)] if milestone else [])


@pytest.mark.parametrize(
    ("answered", "told"),
    [
        ({}, ["review_due", "review_support_due"]),
        ({"reflection": "Done"}, ["review_support_due"]),
        ({"head_supports": True}, ["review_due"]),
        ({"reflection": "Done", "head_supports": True}, []),
    ],
)
def test_only_those_who_owe_an_answer_are_reminded_and_once(cast, answered, told):
    case = years.review(cast, **answered)
    Review.objects.update(created_at=case.created_at - timedelta(days=8))
    with patch("designation.tasks.is_working_day", return_value=True):
        for _ in range(2):
            tasks.remind_of_reviews()
    names = sorted(letter.name.removeprefix("designation/") for letter in Letter.objects.all())
    assert names == told


def test_nobody_is_reminded_on_a_day_that_is_no_working_day(cast):
    case = years.review(cast)
    Review.objects.update(created_at=case.created_at - timedelta(days=8))
    with patch("designation.tasks.is_working_day", return_value=False):
        tasks.remind_of_reviews()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("state", Designation.State.values)
def test_it_is_dropped_when_the_designation_has_ended(cast, state):
    case = years.review(cast, designation=years.leader(cast, left=385, state=state))
    tasks.open_reviews()
    case.refresh_from_db()
    assert case.state == ("open" if state in Designation.LIVE else "dropped")
