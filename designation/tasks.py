"""What runs by itself in designation: references are reminded of and follow the post, terms end."""

from contextlib import suppress

from celery import shared_task
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from designation import actions, queries
from directory.calendar import is_working_day


@shared_task
def remind_of_references() -> None:
    """Remind referees (7, 14, 28 days) and applicants (9, 16, 30), each once, on working days only."""
    on = timezone.localdate()
    if is_working_day(on):
        for reference, due_on in queries.referees_due(on):
            actions.remind_referee(reference, due_on=due_on)
        for reference, due_on in queries.applicants_due(on):
            actions.remind_applicant(reference, due_on=due_on)


@shared_task
def hand_over_references() -> None:
    """Ask the successors of heads and chairs who left."""
    for reference, holder in queries.handovers_due(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.hand_over(reference, holder)


@shared_task
def expire_references() -> None:
    """Give up references nobody answered."""
    for reference in queries.expired_references(timezone.localdate()):
        with suppress(StepNotOpen):  # answered this very moment
            actions.expire_reference(reference)


@shared_task
def expire_designations() -> None:
    """End the terms whose last day has passed."""
    for designation in queries.designations_due(timezone.localdate()):
        with suppress(StepNotOpen):
            actions.expire(designation)
