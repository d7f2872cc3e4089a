"""Who is told what about visits."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.documents import entry_of
from deployments.letters.people import claimants_of, each
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import acknowledgers, school_readers
from deployments.queries.visits import notes_for
from directory.models import Person
from directory.queries.posts import alliance_managers

ACKNOWLEDGE = "acknowledge"


def visit_planned(visit: Visit, *, by: Person | None = None) -> None:
    """Tell the school, and the leader where somebody else planned it, when the visit will be; into their calendars."""
    readers, notes = school_readers(visit.deployment, timezone.localdate()), notes_for(visit)
    for person in each(*readers, visit.leader):
        if person != by:
            entry = entry_of(visit, person)
            is_ahead = visit.on >= timezone.localdate()
            post("deployments/visit_planned", person, visit, calendar=entry, notes=notes, is_ahead=is_ahead)


def visit_moved(visit: Visit, *, by: Person | None = None, before: date | None = None) -> None:
    """Tell the school, and the leader where somebody else moved it, from which day to which; calendars follow."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        if person != by:
            entry = entry_of(visit, person)
            post("deployments/visit_moved", person, visit, calendar=entry, by=by, before=before)


def visit_held(visit: Visit) -> None:
    """Ask the school to acknowledge a visit, by a link through this one door."""
    for person in acknowledgers(visit.deployment, timezone.localdate()):
        post(
            "deployments/visit_held",
            person,
            visit,
            doors=["deployments:visit-acknowledge"],
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(visit),
        )


def acknowledgement_due(visit: Visit, *, on: date | None = None) -> None:
    """Remind the school, once for this day, to acknowledge a visit or say that it was not held; by link."""
    for person in acknowledgers(visit.deployment, timezone.localdate()):
        post(
            "deployments/acknowledgement_due",
            person,
            visit,
            due_on=on,
            doors=["deployments:visit-acknowledge", "deployments:visit-contest"],
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(visit),
        )


def visit_unasked(visit: Visit, *, on: date | None = None) -> None:
    """Tell the managers, once for this day, that nobody at the school can say whether a visit was held."""
    for manager in alliance_managers(timezone.localdate()):
        if manager != visit.leader:
            post("deployments/visit_unasked", manager, visit, due_on=on)


def visit_presumed(visit: Visit) -> None:
    """Tell the school that a visit of which it said nothing counts as acknowledged."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post("deployments/visit_presumed", person, visit)


def visit_disallowed(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell both sides that a visit which counted was not held after all, why, and what becomes of the money."""
    line = ClaimLine.objects.filter(visit=visit).select_related("claim").first()
    is_claimed = line is not None and line.claim.state != Claim.State.COLLECTING
    deployment = visit.deployment
    readers = school_readers(deployment, timezone.localdate())
    for person in each(*readers, visit.leader, *claimants_of(deployment.home_school)):
        if person != by:
            post("deployments/visit_disallowed", person, visit, reason=reason, is_claimed=is_claimed)


def visit_missed(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other side that a visit was not held, and why; one that is still to come leaves their calendars."""
    on = timezone.localdate()
    for person in each(*school_readers(visit.deployment, on), visit.leader):
        if person != by:
            entry = entry_of(visit, person, cancelled=True) if visit.on >= on else ""
            is_ahead = visit.on > on
            post(
                "deployments/visit_missed",
                person,
                visit,
                calendar=entry,
                by=by,
                reason=reason,
                is_ahead=is_ahead,
            )


def visit_called_off(visit: Visit) -> None:
    """Take a visit that will not be out of the calendars of the school and the leader."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        entry = entry_of(visit, person, cancelled=True)
        post("deployments/visit_called_off", person, visit, calendar=entry)
