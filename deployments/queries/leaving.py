"""Leaders who gave their designation up or lost it: until when their work counts, and what of it cannot go on.

A suspended leader waits, and a term that merely came to its end lets what was agreed finish; these do not come back.
"""

from datetime import date

from django.db.models import Exists, OuterRef, Q

from deployments.models import Deployment, Visit
from deployments.models.deployments import DeploymentQuerySet
from designation.models import Designation
from designation.queries.endings import interrupted_since

D = Deployment.State
LEFT = (Designation.State.RELINQUISHED, Designation.State.WITHDRAWN)
# A visit planned for a day that still counted: it may have been held, and would then have begun the work.
UNSAID = Exists(
    Visit.objects.filter(
        deployment=OuterRef("pk"), state=Visit.State.PLANNED, on__lte=OuterRef("designation__ended_on")
    )
)


def has_left(designation: Designation) -> bool:
    """Say whether the leader gave the designation up or lost it, perhaps from a day to come."""
    return designation.state in LEFT


def has_gone(designation: Designation, on: date) -> bool:
    """Say whether the leader has left by a day, that day included."""
    return has_left(designation) and designation.ended_on is not None and designation.ended_on <= on


def last_day_of(designation: Designation) -> date | None:
    """Return the last day on which a visit counts; None while nothing interrupts the leader's work.

    Whoever was suspended when it ended is interrupted since that suspension.
    """
    if has_left(designation) and not designation.suspended_for:
        return designation.ended_on
    return interrupted_since(designation)


def gone(on: date) -> Q:
    """Return deployments whose leader has left by a day, that day included: it is the last one."""
    return Q(designation__state__in=LEFT, designation__ended_on__lte=on)


def to_drop(on: date) -> DeploymentQuerySet:
    """Return what ends by itself: proposals of leaders not active, and what was agreed with one who has left.

    Agreed work in which a visit may have been held waits until somebody says whether it was.
    """
    proposed = Q(state=D.PROPOSED) & ~Q(designation__state=Designation.State.ACTIVE)
    agreed = Q(gone(on), ~UNSAID, state=D.AGREED)
    return Deployment.objects.filter(proposed | agreed).order_by("pk")


def left_midway(on: date) -> Q:
    """Return what makes work one in which the leader has left in mid-way: under way or paused, or perhaps begun."""
    return gone(on) & (Q(state__in=[D.ACTIVE, D.PAUSED]) | Q(UNSAID, state=D.AGREED))


def visits_to_call_off() -> list[Visit]:
    """Return planned visits of leaders who leave, after the last day that counts; that day may be still to come."""
    planned = Visit.objects.filter(state=Visit.State.PLANNED, deployment__designation__state__in=LEFT)
    known = planned.select_related(
        "leader",
        "deployment__designation__person",
        "deployment__home_school",
        "deployment__school",
        "deployment__request__contact",
    )
    return [visit for visit in known.order_by("on", "pk") if _is_after(visit)]


def _is_after(visit: Visit) -> bool:
    last = last_day_of(visit.deployment.designation)
    return last is not None and visit.on > last
