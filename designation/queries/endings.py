"""What a leader has under way when a designation is suspended or ends, and since when it does not count any more."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from casework.models import Entry
from designation.models import Designation

D = Designation.State
# A term that simply came to its end does not interrupt what was agreed before; these do.
INTERRUPTED = (D.SUSPENDED, D.RELINQUISHED, D.WITHDRAWN)
# Neither does it lift a suspension: that of a term which ended goes on.
EXPIRED_SUSPENDED = Q(state=D.EXPIRED) & ~Q(suspended_for="")


def work_under_way(designation: Designation) -> list:
    """Return the deployments of this leader that are proposed, agreed, under way or paused, the oldest first.

    They are the floor above; they are asked by the name of the relation alone.
    """
    rows = designation.deployments.live().select_related("school", "designation__person")
    return list(rows.order_by("starts_on", "pk"))


def ended_unbegun() -> QuerySet[Entry]:
    """Return the ends of designations that nobody had activated: what never began is not renewed."""
    kind = ContentType.objects.get_for_model(Designation)
    return Entry.objects.filter(content_type=kind, step="expire", from_state=D.DESIGNATED)


def never_began(designation: Designation) -> bool:
    """Say whether a designation came to its end before anybody activated it (1 query, of an expired one alone)."""
    return designation.state == D.EXPIRED and ended_unbegun().filter(object_id=designation.pk).exists()


def another_stands(designation: Designation) -> bool:
    """Say whether the leader holds another live designation to the same role."""
    same = Designation.objects.filter(person=designation.person_id, role_type=designation.role_type_id)
    return same.filter(state__in=Designation.LIVE).exclude(pk=designation.pk).exists()


def interrupted() -> QuerySet[Designation]:
    """Return designations suspended, given up or withdrawn, and those that were suspended when they expired."""
    return Designation.objects.filter(Q(state__in=INTERRUPTED) | EXPIRED_SUSPENDED)


def is_interrupted(designation: Designation) -> bool:
    """Say whether what the leader agreed to must rest; see `interrupted`."""
    was_suspended = designation.state == D.EXPIRED and designation.suspended_for != ""
    return designation.state in INTERRUPTED or was_suspended


def interrupted_since(designation: Designation) -> date | None:
    """Return the day a designation was suspended, given up or withdrawn; None while nothing interrupts it.

    Steps that leave the state as it is do not count: a suspended leader may still say when they are free. Whoever was
    suspended before the end or the withdrawal is interrupted since that suspension.
    """
    if not is_interrupted(designation):
        return None
    moves = Entry.objects.of(designation).exclude(from_state=F("to_state"))
    if designation.suspended_for:
        moves = moves.filter(step="suspend")
    else:
        moves = moves.filter(to_state=designation.state)
    at = moves.order_by("-at").values_list("at", flat=True).first()
    return timezone.localdate(at or designation.state_at)
