"""What runs by itself for evaluations: reminders of visits not written up and evaluations not given."""

from celery import shared_task
from django.utils import timezone

from evaluations import actions


@shared_task
def remind_of_records() -> int:
    """Remind leaders of visits not yet written up: in the evening of the day, and two working days later."""
    return actions.remind_of_records(timezone.localdate())


@shared_task
def remind_of_evaluations() -> int:
    """Remind heads, in the morning, of evaluations not yet given."""
    return actions.remind_of_evaluations(timezone.localdate())
