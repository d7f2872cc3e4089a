"""What runs by itself for evaluations: reminders of visits not written up and evaluations not given."""

from celery import shared_task
from django.utils import timezone

from casework.tasks import each
from evaluations import actions
from evaluations.queries.due import evaluations_due, records_due


@shared_task
def remind_of_records() -> int:
    """Remind leaders of visits not yet written up: in the evening of the day, and two working days later."""
    return each((actions.remind_of_record, records_due(timezone.localdate())))


@shared_task
def remind_of_evaluations() -> int:
    """Remind heads, in the morning, of evaluations not yet given."""
    return each((actions.remind_of_evaluation, evaluations_due(timezone.localdate())))
