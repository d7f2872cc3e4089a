"""Who is told what about concerns; what the concern is stands on its page alone."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import Concern
from deployments.queries.concerns import managers_told
from deployments.queries.parties import holder_of
from directory.models import Person


def concern_raised(concern: Concern) -> None:
    """Ask the managers it is not about to read a concern."""
    for manager in managers_told(concern, timezone.localdate()):
        post("deployments/concern_raised", manager, concern)


def concern_shared(concern: Concern) -> None:
    """Tell the head of the other school of a concern its writer shares."""
    head = _head_shared_with(concern)
    if head is not None:
        post("deployments/concern_shared", head, concern)


def concern_escalated(concern: Concern) -> None:
    """Ask whom a concern was passed on to for an answer within five working days."""
    if concern.escalated_to is not None:
        post("deployments/concern_escalated", concern.escalated_to, concern)


def concern_resolved(concern: Concern, *, besides: Person | None = None) -> None:
    """Tell who raised a concern, and with whom it was shared, that it is resolved."""
    for person in each(concern.raised_by, _head_shared_with(concern)):
        if person != besides:
            post("deployments/concern_resolved", person, concern)


def concern_due(concern: Concern, on: date | None = None) -> None:
    """Remind whom a concern was passed on to that the answer is due, once for this day."""
    if concern.escalated_to is not None:
        post("deployments/concern_due", concern.escalated_to, concern, due_on=on or concern.answer_by)


def _head_shared_with(concern: Concern) -> Person | None:
    if concern.shared_with is None:
        return None
    head = holder_of(concern.shared_with, "head", timezone.localdate())
    return head if head is None or head.pk not in (concern.whom_id, concern.raised_by_id) else None
