"""Who is told what about visits."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.documents import entry_of
from deployments.letters.people import each
from deployments.models import Visit
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import school_readers
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
            post("deployments/visit_planned", person, visit, calendar=entry, notes=notes)


def visit_held(visit: Visit) -> None:
    """Ask the school to acknowledge a visit, by a link through this one door."""
    for person in school_readers(visit.deployment, timezone.localdate()):
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
    for person in school_readers(visit.deployment, timezone.localdate()):
        post(
            "deployments/acknowledgement_due",
            person,
            visit,
            due_on=on,
            doors=["deployments:visit-acknowledge", "deployments:visit-miss"],
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(visit),
        )


def visit_presumed(visit: Visit) -> None:
    """Tell the school that a visit of which it said nothing counts as acknowledged."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post("deployments/visit_presumed", person, visit)


def visit_contested(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers that a visit recorded as held is now said not to have been held."""
    for manager in alliance_managers(timezone.localdate()):
        if manager != by:
            post("deployments/visit_contested", manager, visit, by=by, reason=reason)


def visit_missed(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other side that a visit was not held, and why; one that is still to come leaves their calendars."""
    on = timezone.localdate()
    for person in each(*school_readers(visit.deployment, on), visit.leader):
        if person != by:
            entry = entry_of(visit, person, cancelled=True) if visit.on >= on else ""
            post("deployments/visit_missed", person, visit, calendar=entry, by=by, reason=reason)


def visit_called_off(visit: Visit) -> None:
    """Take a visit that will not be out of the calendars of the school and the leader."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        entry = entry_of(visit, person, cancelled=True)
        post("deployments/visit_called_off", person, visit, calendar=entry)
