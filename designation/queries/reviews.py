"""Annual reviews: those to open, to remind of and to drop, and the managers' list."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils import timezone

from designation.models import Designation, DesignationTerm, Review
from designation.models.reviews import ReviewQuerySet
from designation.queries.evidence import years_of_term

OPENS_DAYS = 30  # so long before the year is over a review is opened by itself
CATCHES_UP_DAYS = 60  # and so long after it, where the night work stood still or the leader was suspended
REMIND_DAYS = (7, 14)  # after it was opened
R = Review.State


def reviews_to_open(on: date) -> Iterator[tuple[Designation, date, date]]:
    """Yield active designations with the year (first, last day) whose review is to be opened (2 queries)."""
    terms = DesignationTerm.objects.filter(
        designation__state=Designation.State.ACTIVE, starts_on__lte=on, ends_on__gte=on
    ).select_related("designation__person", "designation__home_school", "designation__role_type")
    known = set(Review.objects.values_list("designation_id", "due_on"))
    for term in terms:
        for first, last in years_of_term(term):
            is_time = last - timedelta(days=OPENS_DAYS) <= on <= last + timedelta(days=CATCHES_UP_DAYS)
            if is_time and (term.designation_id, last) not in known:
                yield term.designation, first, last


def year_to_review(designation: Designation, on: date) -> tuple[date, date] | None:
    """Return the year of a designation a day lies in, for a review opened by hand; None in the last year of a term.

    The last year's renewal looks back on the whole term. `terms` may have been fetched beforehand.
    """
    years = (year for term in designation.terms.all() for year in years_of_term(term))
    return next(((first, last) for first, last in years if first <= on <= last), None)


def reviews_waiting(on: date) -> Iterator[tuple[Review, date]]:
    """Yield open reviews with the last milestone they passed (7, 14 days after they were opened)."""
    first = on - timedelta(days=REMIND_DAYS[0])
    for review in Review.objects.in_full().filter(state=R.OPEN, created_at__date__lte=first).iterator():
        opened_on = timezone.localdate(review.created_at)
        passed = [opened_on + timedelta(days=days) for days in REMIND_DAYS]
        yield review, max(day for day in passed if day <= on)


def reviews_to_drop() -> ReviewQuerySet:
    """Return open reviews of designations that have ended."""
    return Review.objects.in_full().filter(state=R.OPEN).exclude(designation__state__in=Designation.LIVE)


def reviews_listed(person) -> ReviewQuerySet:
    """Return the reviews of the managers' list, those due first on top."""
    return Review.objects.visible_to(person).in_full().order_by("due_on", "pk")


def reviews_of(designation: Designation) -> ReviewQuerySet:
    """Return the reviews of a leader, the newest first."""
    return Review.objects.filter(designation=designation).order_by("-due_on")
