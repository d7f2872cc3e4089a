"""Who is told what about the facilitation of groups."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import claimants_of, each
from deployments.letters.visits import ACKNOWLEDGE
from deployments.models import Facilitation
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import group_speaker
from directory.models import Person
from directory.queries.posts import alliance_managers

DOORS = ["deployments:facilitation-acknowledge", "deployments:facilitation-refuse"]


def facilitation_recorded(facilitation: Facilitation) -> None:
    """Ask whoever speaks for the group's lead school to acknowledge it or say that it is not right; by link."""
    _ask("deployments/facilitation_recorded", facilitation)


def facilitation_due(facilitation: Facilitation, *, on: date | None = None) -> None:
    """Remind the lead school, once for this day, to acknowledge it or say that it is not right; by link."""
    _ask("deployments/facilitation_due", facilitation, due_on=on)


def _ask(name: str, facilitation: Facilitation, due_on: date | None = None) -> None:
    for person in each(group_speaker(facilitation, timezone.localdate())):
        post(
            name,
            person,
            facilitation,
            due_on=due_on,
            doors=DOORS,
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(facilitation),
        )


def facilitation_presumed(facilitation: Facilitation) -> None:
    """Tell the lead school that work of which it said nothing counts as acknowledged."""
    for person in each(group_speaker(facilitation, timezone.localdate())):
        post("deployments/facilitation_presumed", person, facilitation)


def facilitation_unasked(facilitation: Facilitation, *, on: date | None = None) -> None:
    """Tell the managers, once for this day, that nobody at the lead school can say whether the work was so."""
    for manager in alliance_managers(timezone.localdate()):
        if manager != facilitation.leader:
            post("deployments/facilitation_unasked", manager, facilitation, due_on=on)


def facilitation_noted(facilitation: Facilitation) -> None:
    """Tell the managers what others recorded, before anybody acknowledges it."""
    managers = alliance_managers(timezone.localdate())
    for person in managers if facilitation.made_by not in managers else []:
        post("deployments/facilitation_noted", person, facilitation)


def facilitation_acknowledged(facilitation: Facilitation, *, by: Person | None = None) -> None:
    """Tell the leader, and who claims for the leader's school, that it may be claimed."""
    for person in each(facilitation.leader, *claimants_of(facilitation.home_school)):
        if person != by:
            post("deployments/facilitation_acknowledged", person, facilitation)


def facilitation_disallowed(
    facilitation: Facilitation, *, by: Person | None = None, reason: str = ""
) -> None:
    """Tell the leader, who claims for the leader's school, and who acknowledged it, that it is not paid, and why."""
    asked = each(facilitation.leader, *claimants_of(facilitation.home_school), facilitation.acknowledged_by)
    for person in asked:
        if person != by:
            post("deployments/facilitation_disallowed", person, facilitation, reason=reason)


def facilitation_refused(facilitation: Facilitation, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the leader and whoever recorded it that it was not acknowledged, and why."""
    for person in each(facilitation.leader, facilitation.made_by):
        if person != by:
            post("deployments/facilitation_refused", person, facilitation, reason=reason)
