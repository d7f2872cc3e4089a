"""Work rests until a day, goes on again, or is looked at when that day comes."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework.models import Channel
from deployments import letters
from deployments.actions.visits import call_off_visit
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Deployment, Visit
from directory.models import Person


@transaction.atomic
def pause(
    deployment: Deployment, *, by: Person, look_again_on: date, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Let the work rest until a day to come, on which the managers look at it again; all parties read the reason.

    Who may: the leader, the head of the school supported, a manager. Nothing is planned or completed meanwhile, and
    visits planned for the days in between are called off; later ones stay, and one of today or before can still be
    said to have been held. Of work that is paused already it moves the day. Raises StepNotOpen.
    """
    DEPLOYMENT.advance(deployment, "pause", by=by, channel=channel, note=reason, look_again_on=look_again_on)
    between = {"on__gt": timezone.localdate(), "on__lt": look_again_on}
    for visit in deployment.visits.filter(state=Visit.State.PLANNED, **between):
        call_off_visit(visit, because=Visit.PAUSED)
    letters.deployment_paused(deployment, besides=by, reason=reason)


@transaction.atomic
def resume(deployment: Deployment, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Let paused work go on: visits can be planned again. Who may: as for a pause. Raises StepNotOpen."""
    DEPLOYMENT.advance(deployment, "resume", by=by, channel=channel, look_again_on=None)
    letters.deployment_resumed(deployment, besides=by)


@transaction.atomic
def remind_of_pause(deployment: Deployment) -> None:
    """Remind the managers that the day has come to look at paused work again; once for each such day."""
    letters.deployment_pause_due(deployment)
