"""A visit recorded as held is said not to have been: both sides have their word, and a manager decides."""

from datetime import date
from typing import Any

from django.db import transaction

from casework import links
from casework.models import Channel
from deployments import letters
from deployments.actions.collecting import collect_visit
from deployments.actions.progress import keep_midpoint
from deployments.actions.visits import end_visit, locked, put_on_file, take_off_file
from deployments.lifecycle import VISIT
from deployments.models import Visit
from directory.models import Person


@transaction.atomic
def contest_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Say of a visit recorded as held that it was not: it counts for nobody until it is decided. Raises StepNotOpen.

    Who may: the school visited, a manager who was told. What was written about it stays; its half days stay taken; it
    leaves the leader's file. The leader is asked what happened, the managers to decide.
    """
    deployment = locked(visit)
    fields: dict[str, Any] = {
        "disputed_by": by,
        "disputed_because": reason,
        "account": "",
        "settled_because": "",
    }
    VISIT.advance(visit, "contest", by=by, channel=channel, note=reason, **fields)
    links.close(visit, letters.ACKNOWLEDGE)
    keep_midpoint(deployment)
    take_off_file(visit)
    letters.visit_disputed(visit, by=by)
    letters.visit_contested(visit, by=by)


@transaction.atomic
def answer_visit(visit: Visit, *, by: Person, account: str, channel: str = Channel.PORTAL) -> None:
    """Say for the leader what happened on a disputed visit; said again, the newest word stands. Raises StepNotOpen.

    Who may: the leader. The school and the managers read it.
    """
    VISIT.advance(visit, "answer", by=by, channel=channel, note=account, account=account)
    letters.visit_answered(visit)


@transaction.atomic
def uphold_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Decide that a disputed visit was held: it counts as acknowledged, and is claimed. Raises StepNotOpen.

    Who may: a manager who neither went nor was visited; both sides are told why. The school cannot contest it again.
    """
    deployment = locked(visit)
    fields: dict[str, Any] = {"acknowledged_by": by, "settled_because": reason}
    VISIT.advance(visit, "uphold", by=by, channel=channel, note=reason, **fields)
    keep_midpoint(deployment)
    put_on_file(visit)
    collect_visit(visit)
    letters.visit_upheld(visit)


@transaction.atomic
def overturn_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Decide that a disputed visit was not held: its half days can be planned again. Raises StepNotOpen.

    Who may: a manager who neither went nor was visited; both sides are told why. What was written about it stays.
    """
    deployment = locked(visit)
    fields: dict[str, Any] = {"missed_because": visit.disputed_because, "settled_because": reason}
    VISIT.advance(visit, "overturn", by=by, channel=channel, note=reason, **fields)
    end_visit(visit, deployment)
    letters.visit_overturned(visit)


def remind_of_dispute(visit: Visit, day: date) -> None:
    """Remind the managers, once for this day, to decide about a disputed visit."""
    letters.dispute_due(visit, on=day)
