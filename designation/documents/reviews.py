"""The managers' lists of reviews and renewals as files for a spreadsheet; what heads wrote is no part of them."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from designation.documents.words import in_days, in_hours, london_day
from designation.models import Renewal, Review
from directory.models import Person


def head_said(review: Review) -> str:
    """Return in words what the head answered."""
    said = {
        None: _("Has not answered"),
        True: _("Continues to support"),
        False: _("Does not support it further"),
    }
    return said[review.head_supports]


def head_said_to(person: Person, review: Review) -> str:
    """Return what the head answered as a manager may read it: of their own review, that there is an answer."""
    if review.head_supports is not None and review.designation.person_id == person.pk:
        return _("Has answered")
    return head_said(review)


def review_rows(reviews: Iterable[Review], person: Person) -> Iterator[list[object]]:
    """Yield the heading, then one row a review, as this manager may read it.

    The reviews come with leader, school and role.
    """
    yield [
        _("Number"), _("Leader"), _("School"), _("Role"), _("Year from"), _("Due"), _("State"), _("The head"),
        _("Days expected"), _("Days given"), _("Hours of learning"), _("Outcome"),
    ]  # fmt: skip
    for one in reviews:
        held = one.designation
        yield [
            one.reference, held.person, held.home_school, held.role_type, one.starts_on, one.due_on,
            one.get_state_display(), head_said_to(person, one), in_days(one.expected_half_days),
            in_days(one.delivered_half_days), in_hours(one.learned_minutes), one.get_outcome_display(),
        ]  # fmt: skip


def renewal_rows(renewals: Iterable[Renewal]) -> Iterator[list[object]]:
    """Yield the heading, then one row a renewal; they come with leader, school and role."""
    yield [
        _("Number"), _("Leader"), _("School"), _("Role"), _("Ends"), _("State"), _("Submitted on"),
        _("Reference given on"), _("Days a term"),
    ]  # fmt: skip
    for one in renewals:
        held = one.designation
        yield [
            one.reference, held.person, held.home_school, held.role_type, held.ends_on, one.get_state_display(),
            london_day(one.submitted_at), one.head_signed_on, in_days(one.half_days_a_term),
        ]  # fmt: skip
