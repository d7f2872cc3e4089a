"""Agreed work that lies: no first visit, or past its last day."""

from django.db import transaction

from deployments import letters
from deployments.models import Deployment


@transaction.atomic
def remind_of_first_visit(deployment: Deployment) -> None:
    """Remind the leader, once, that agreed work has no visit yet."""
    letters.first_visit_due(deployment)


@transaction.atomic
def remind_of_ending(deployment: Deployment) -> None:
    """Ask the leader and the managers, once for its last day, what becomes of work that is past it."""
    letters.ending_due(deployment)
