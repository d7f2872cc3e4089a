"""Who is told what about the facilitation of groups."""

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import Facilitation
from deployments.queries.parties import holder_of
from directory.models import Person


def facilitation_recorded(facilitation: Facilitation) -> None:
    """Ask the head of the group's lead school to acknowledge it."""
    for person in each(holder_of(facilitation.school, "head", timezone.localdate())):
        post("deployments/facilitation_recorded", person, facilitation)


def facilitation_refused(facilitation: Facilitation, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the leader and whoever recorded it that it was not acknowledged, and why."""
    for person in each(facilitation.leader, facilitation.made_by):
        if person != by:
            post("deployments/facilitation_refused", person, facilitation, reason=reason)
