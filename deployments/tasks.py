"""What runs by itself: answers are asked for again, proposals lapse, questions follow the post."""

from celery import shared_task
from django.utils import timezone

from deployments import actions
from deployments.queries import due


@shared_task
def hand_over_consents() -> int:
    """Ask the successors of post-holders who left."""
    return sum(
        actions.hand_over(consent, holder) for consent, holder in due.handovers_due(timezone.localdate())
    )


@shared_task
def remind_parties() -> int:
    """Remind those who owe an answer."""
    reminders = due.reminders_due(timezone.localdate())
    for consent, day in reminders:
        actions.remind(consent, day)
    return len(reminders)


@shared_task
def lapse_proposals() -> int:
    """Let proposals lapse whose time to answer is over."""
    return sum(actions.lapse(deployment) for deployment in due.to_lapse(timezone.localdate()))
