"""One step for many deployments: each by itself, so that one that fails keeps no other from it."""

from collections.abc import Iterable

from django.db import transaction

from casework.lifecycle import StepNotOpen
from deployments.actions.endings import close
from deployments.models import Deployment
from directory.models import Person


def close_together(keys: Iterable[int], *, by: Person) -> tuple[list[Deployment], list[Deployment]]:
    """Close the deployments of these keys, as things stand now; return those closed, and those that have moved on.

    Who may: managers. Each in its own savepoint: pressed twice, nobody is told twice.
    """
    closed, moved_on = [], []
    for deployment in Deployment.objects.filter(pk__in=list(keys)).in_full().order_by("pk"):
        try:
            with transaction.atomic():
                close(deployment, by=by)
            closed.append(deployment)
        except StepNotOpen:
            moved_on.append(deployment)
    return closed, moved_on
