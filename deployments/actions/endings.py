"""The work comes to its end: completed, evaluated from above, closed."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Deployment, Visit
from directory.models import Person


@transaction.atomic
def complete(deployment: Deployment, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Say that the work is done; the school supported is asked to evaluate it. Who may: the leader, a manager.

    Raises StepNotOpen; Obstacle while a visit is still planned.
    """
    DEPLOYMENT.advance(deployment, "complete", by=by, channel=channel)
    if deployment.visits.filter(state=Visit.State.PLANNED).exists():
        raise Obstacle(_("A visit is still planned. Say first whether it was held."))
    letters.deployment_completed(deployment)


@transaction.atomic
def evaluate(deployment: Deployment, *, by: Person, overall: int, channel: str = Channel.PORTAL) -> None:
    """Store the overall result (1 to 4) of the school's evaluation, told from evaluations. Raises StepNotOpen."""
    DEPLOYMENT.advance(deployment, "evaluate", by=by, channel=channel, overall_rating=overall)


@transaction.atomic
def close(deployment: Deployment, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Close an evaluated deployment and its request. Who may: managers. Raises StepNotOpen."""
    DEPLOYMENT.advance(deployment, "close", by=by, channel=channel)
    if deployment.request is not None:
        REQUEST.advance(deployment.request, "close", by=by, channel=channel)
    letters.deployment_closed(deployment)
