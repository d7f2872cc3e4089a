"""What happens to an annual review: opened, looked back on, supported or doubted, concluded, dropped."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.lifecycle import REVIEW
from designation.models import Designation, Review
from designation.queries.evidence import evidence_of, figures_of


@transaction.atomic
def open_review(
    designation: Designation,
    *,
    starts_on: date,
    due_on: date,
    by=None,
    channel: str = Channel.NIGHT,
) -> Review | None:
    """Open the review of a year of a designation, once, and ask leader and head; None where it is open already.

    It opens by itself at night; a manager (`by`) may open it earlier.
    """
    try:
        with transaction.atomic():
            review = Review.objects.create(designation=designation, starts_on=starts_on, due_on=due_on)
    except IntegrityError:  # somebody else was quicker, by night or by hand
        return None
    REVIEW.begin(review, by=by, channel=channel)
    letters.review_opened(review)
    return review


@transaction.atomic
def reflect(review: Review, *, by, channel: str = Channel.PORTAL, reflection: str) -> None:
    """The leader looks back on the year; may be written anew until it is concluded. Raises StepNotOpen."""
    REVIEW.advance(review, "reflect", by=by, channel=channel, reflection=reflection)


@transaction.atomic
def support(review: Review, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
    """The head continues to stand behind the leader's work elsewhere; once. Raises StepNotOpen."""
    _answer(review, "support", by=by, channel=channel, supports=True, note=note)


@transaction.atomic
def doubt(review: Review, *, by, channel: str = Channel.PORTAL, note: str) -> None:
    """The head cannot support it further; the reason goes to the managers only, who are told. Raises StepNotOpen."""
    _answer(review, "doubt", by=by, channel=channel, supports=False, note=note)
    letters.review_doubted(review)


def _answer(review: Review, step: str, *, by, channel: str, supports: bool, note: str) -> None:
    fresh = Review.objects.select_for_update().get(pk=review.pk)
    if fresh.head_supports is not None:
        raise StepNotOpen(fresh, step)
    fields = {"head_supports": supports, "head_note": note, "head": by, "head_at": timezone.now()}
    REVIEW.advance(review, step, by=by, channel=channel, **fields)
    links.close(review, "review")


@transaction.atomic
def conclude(
    review: Review, *, by, channel: str = Channel.PORTAL, outcome: str, conditions: str = ""
) -> None:
    """Conclude a review with its outcome and what is agreed; leader and head are told. Raises StepNotOpen.

    The year's figures are frozen: half days expected (of the role) and given, minutes of learning.
    """
    designation = review.designation
    figures = figures_of(evidence_of(designation, review.starts_on, review.due_on))
    REVIEW.advance(
        review,
        "conclude",
        by=by,
        channel=channel,
        outcome=outcome,
        conditions=conditions,
        concluded_on=timezone.localdate(),
        expected_half_days=designation.role_type.half_days_a_year,
        delivered_half_days=figures.half_days,
        learned_minutes=figures.minutes,
    )
    links.close(review, "review")
    letters.review_concluded(review)


@transaction.atomic
def drop_review(review: Review) -> None:
    """Drop an open review of a designation that has ended; nobody need be told. Raises StepNotOpen."""
    REVIEW.advance(review, "drop", by=None, channel=Channel.NIGHT)
    links.close(review, "review")


def remind_of_review(review: Review, *, due_on: date) -> None:
    """Remind leader and head, each only while they owe an answer, for the milestone of this day; never twice."""
    letters.review_due(review, due_on=due_on)
