"""Who is told what about a disputed visit."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import Visit
from deployments.queries.due import decision_due_on
from deployments.queries.parties import school_readers
from directory.models import Person
from directory.queries.posts import alliance_managers


def visit_disputed(visit: Visit, *, by: Person | None = None) -> None:
    """Ask the leader what happened on a visit that is said not to have been held; tell the others at the school."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        if person != by:
            url = visit.page("answer") if person == visit.leader else ""
            is_leader = person == visit.leader
            post("deployments/visit_disputed", person, visit, url=url, by=by, is_leader=is_leader)


def visit_contested(visit: Visit, *, by: Person | None = None) -> None:
    """Ask the managers to decide about a visit recorded as held and now said not to have been."""
    due = decision_due_on(visit)
    for manager in alliance_managers(timezone.localdate()):
        if manager != by:
            post("deployments/visit_contested", manager, visit, by=by, due=due)


def visit_answered(visit: Visit) -> None:
    """Send what the leader says about a disputed visit to the school and to the managers who decide."""
    on = timezone.localdate()
    for person in each(*school_readers(visit.deployment, on), *alliance_managers(on)):
        if person != visit.leader:
            post("deployments/visit_answered", person, visit)


def visit_upheld(visit: Visit) -> None:
    """Tell both sides that a disputed visit was held, so it was decided, and why."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        post("deployments/visit_upheld", person, visit)


def visit_overturned(visit: Visit) -> None:
    """Tell both sides that a disputed visit was not held, so it was decided, and why."""
    for person in each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        post("deployments/visit_overturned", person, visit)


def dispute_due(visit: Visit, *, on: date | None = None) -> None:
    """Remind the managers, once for this day, to decide about a disputed visit."""
    for manager in alliance_managers(timezone.localdate()):
        if manager == visit.leader:
            continue
        post("deployments/dispute_due", manager, visit, due_on=on, due=decision_due_on(visit))
