"""Somebody has a concern about a deployment: a manager reads it, passes it on where need be, and resolves it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import CONCERN
from deployments.models import Concern, Deployment
from deployments.queries.concerns import (
    DAYS_TO_ANSWER,
    managers_told,
    may_be_passed_to,
    officers_of,
    other_schools,
)
from directory.calendar import add_working_days
from directory.models import Person, School
from directory.rules import is_manager


@transaction.atomic
def raise_concern(
    deployment: Deployment,
    *,
    by: Person,
    text: str,
    whom: Person | None = None,
    shared_with: School | None = None,
    channel: str = Channel.PORTAL,
) -> Concern:
    """Raise a concern about a deployment in any state, for the managers and, if wished, the head of the other school.

    Who may: the parties. A manager it is about learns nothing of it; where no other manager is left, an officer of the
    local authority is asked to look into it. Raises Obstacle where nobody would read it, and for a school that is not
    another one of the deployment, or is still to be asked about it.
    """
    if shared_with is not None and shared_with not in other_schools(by, deployment):
        raise Obstacle(
            _("It cannot be shared with %(school)s. Choose nobody else.") % {"school": shared_with}
        )
    concern = Concern.objects.create(
        deployment=deployment, raised_by=by, text=text, whom=whom, shared_with=shared_with
    )
    CONCERN.begin(concern, by=by, channel=channel)
    letters.concern_shared(concern)
    if managers_told(concern, timezone.localdate()) or (is_manager(by) and whom != by):
        letters.concern_raised(concern)
    else:
        _pass_by_the_alliance(concern)
    return concern


def _pass_by_the_alliance(concern: Concern) -> None:
    """Let an officer look into what no manager may read."""
    people = [concern.whom_id, concern.raised_by_id]
    officers = officers_of(concern.deployment, timezone.localdate())
    officer = next((one for one in officers if one.pk not in people), None)
    if officer is None:
        raise Obstacle(
            _("Nobody else could read this here. Turn to your local authority or your governing body.")
        )
    reason = _("It is about the only manager of the alliance.")
    _pass_on(concern, by=None, to=officer, reason=reason)


@transaction.atomic
def escalate_concern(
    concern: Concern, *, by: Person, to: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Pass a concern on to an officer or another manager, who answers within five working days.

    Who may: managers it is not about. Whom it goes to and the managers read why. Raises StepNotOpen; Obstacle for
    somebody it cannot be passed on to.
    """
    if to not in may_be_passed_to(concern, timezone.localdate(), by=by):
        raise Obstacle(_("It cannot be passed on to %(who)s. Choose somebody else.") % {"who": to})
    _pass_on(concern, by=by, to=to, reason=reason, channel=channel)


def _pass_on(
    concern: Concern, *, by: Person | None, to: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    answer_by = add_working_days(timezone.localdate(), DAYS_TO_ANSWER)
    fields: dict[str, Any] = {"escalated_to": to, "escalated_for": reason, "answer_by": answer_by}
    CONCERN.advance(concern, "escalate", by=by, channel=channel, **fields)
    letters.concern_escalated(concern)


@transaction.atomic
def resolve_concern(concern: Concern, *, by: Person, outcome: str, channel: str = Channel.PORTAL) -> None:
    """Say what was done about a concern; who raised it is told, and with whom it was shared.

    Who may: managers it is not about, and whom it was passed on to. Raises StepNotOpen.
    """
    CONCERN.advance(concern, "resolve", by=by, channel=channel, outcome=outcome, resolved_by=by)
    letters.concern_resolved(concern, besides=by)


@transaction.atomic
def remind_of_concern(concern: Concern, on: date | None = None) -> None:
    """Remind whom a concern was passed on to, once for the day `on`: by itself the day its answer is due."""
    letters.concern_due(concern, on)
