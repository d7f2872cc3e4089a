"""Who is told what about an annual review."""

from datetime import date
from typing import Any

from django.utils import timezone

from casework.letters import post, while_due
from designation.models import Review
from directory.queries.posts import alliance_managers, line_manager_of

REVIEW_DOORS = ["designation:review-support", "designation:review-doubt"]


def review_opened(review: Review) -> None:
    """Ask the leader to look back on the year, and the head by a signed link whether they still stand behind it."""
    _ask_leader("review_opened", review)
    _ask_head("review_support_requested", review)


def review_due(review: Review, *, due_on: date | None = None) -> None:
    """Remind whoever has not answered yet, the leader and the head each for themselves."""
    if not review.reflection:
        _ask_leader("review_due", review, due_on=due_on)
    if review.head_supports is None:
        _ask_head("review_support_due", review, due_on=due_on)


def _ask_leader(name: str, review: Review, *, due_on: date | None = None) -> None:
    leader = review.designation.person
    post(f"designation/{name}", leader, review, due_on=due_on, url=review.page("reflect"))


def _ask_head(name: str, review: Review, *, due_on: date | None = None) -> None:
    head = _head_of(review)
    if head is not None:
        doors = REVIEW_DOORS
        post(f"designation/{name}", head, review, due_on=due_on, doors=doors, purpose="review")


def review_doubted(review: Review) -> None:
    """Tell the managers that a head no longer stands behind a leader; why, they read on the page."""
    for manager in alliance_managers(timezone.localdate()):
        if manager.pk != review.designation.person_id:
            post("designation/review_doubted", manager, review)


def review_concluded(review: Review, *, outcome: str = "", conditions: str = "") -> None:
    """Tell the leader and the head the outcome, with the conditions or the support agreed."""
    said = Review.Outcome(outcome or review.outcome)
    context: dict[str, Any] = {"outcome": said, "conditions": conditions or review.conditions}
    post("designation/review_concluded", review.designation.person, review, **context)
    head = _head_of(review)
    if head is not None:
        post("designation/staff_reviewed", head, review, **context)


def _head_of(review: Review):
    designation = review.designation
    return line_manager_of(designation.person, designation.home_school, timezone.localdate())


def _is_open(case) -> bool:
    return case.state == Review.State.OPEN


def _awaits_head(case) -> bool:
    return case.state == Review.State.OPEN and case.head_supports is None


def _awaits_leader(case) -> bool:
    return case.state == Review.State.OPEN and not case.reflection


# Asked once more just before delivery.
while_due("designation/review_opened", _is_open)
while_due("designation/review_due", _awaits_leader)
while_due("designation/review_support_requested", _awaits_head)
while_due("designation/review_support_due", _awaits_head)
