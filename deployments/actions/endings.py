"""The work comes to its end: before it began, in mid-way, or completed, evaluated from above and closed."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from casework.templatetags.casework import days
from deployments import letters
from deployments.actions.budgets import give_half_days_back
from deployments.actions.consents import release_deployment, reopen_request, stand_in_for
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.variation_endings import call_off_variation
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Deployment, ExitPlan, Visit
from deployments.queries.money import half_days_unused
from deployments.rules.consents import party_of
from directory.calendar import said
from directory.models import Person


@transaction.atomic
def withdraw(
    deployment: Deployment, *, by: Person, ended_for: str, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Take a party's consent back before the first visit was held: final, and the request is open again.

    Who may: the leader, or who answers for either school. Why, and who it was, goes to the managers only; the others
    read that it cannot go ahead after all. What was agreed, its rate and the consents stay to be read.
    Raises StepNotOpen; Obstacle while nobody has said whether a visit whose day has come was held.
    """
    mine = party_of(by, deployment)
    if mine is None:
        raise StepNotOpen(deployment, "withdraw")
    DEPLOYMENT.advance(
        deployment,
        "withdraw",
        by=by,
        channel=channel,
        note=f"{by}: {reason}",
        private=True,
        on_behalf_of=stand_in_for(mine, by),
        ended_for=ended_for,
    )
    _all_said(deployment)
    release_deployment(deployment)
    reopen_request(deployment.request)
    letters.deployment_withdrawn(deployment, by=by, reason=reason)
    letters.deployment_no_longer_available(deployment, besides=by)


@transaction.atomic
def stop(
    deployment: Deployment,
    *,
    by: Person,
    ended_for: str,
    reason: str,
    look_for_another: bool,
    channel: str = Channel.PORTAL,
) -> None:
    """Stop what was agreed: the days not held go back to the budgets, what was held stays taken and payable.

    Who may: managers, who alone read the reason. With `look_for_another` the request is open again for another leader,
    else it is closed. Raises StepNotOpen; Obstacle while nobody has said whether a visit whose day has come was held.
    """
    ended: dict[str, Any] = {"ended_for": ended_for, "look_again_on": None}
    DEPLOYMENT.advance(deployment, "stop", by=by, channel=channel, note=reason, private=True, **ended)
    _all_said(deployment)
    release_deployment(deployment, because=Visit.STOPPED)
    if deployment.request is not None and look_for_another:
        reopen_request(deployment.request)
    elif deployment.request is not None:
        REQUEST.advance(deployment.request, "close", by=by, channel=channel)
    letters.deployment_stopped(deployment, besides=by, look_for_another=look_for_another)


def _all_said(deployment: Deployment) -> None:
    """Raise Obstacle while a visit may have been held and nobody has said so: it would not be paid."""
    unsaid = deployment.visits.filter(state=Visit.State.PLANNED, on__lte=timezone.localdate())
    visit = unsaid.order_by("on").first()
    if visit is not None:
        raise Obstacle(_("Say first whether the visit of %(day)s was held.") % {"day": said(visit.on)})


@transaction.atomic
def complete(
    deployment: Deployment,
    *,
    by: Person,
    carries_on: str,
    who: str,
    kept_up: str,
    next_check_on: date,
    channel: str = Channel.PORTAL,
) -> None:
    """Say that the work is done and what carries on; the school supported reads it, and is asked to evaluate the work.

    Who may: the leader, a manager. Days nobody used go back to the budgets of leader and school, and what the fund kept
    for them is free again; history says how many. Raises StepNotOpen; Obstacle while a visit is still planned.
    """
    rows = Deployment.objects.select_for_update()  # nobody says in between that a visit was held, or was not
    deployment.refresh_from_db(fields=["half_days"], from_queryset=rows)
    unused = half_days_unused(deployment)
    note = _("Not used: %(days)s") % {"days": days(unused)} if unused else ""
    DEPLOYMENT.advance(deployment, "complete", by=by, channel=channel, note=note)
    if deployment.visits.filter(state=Visit.State.PLANNED).exists():
        raise Obstacle(_("A visit is still planned. Say first whether it was held."))
    call_off_variation(deployment)
    give_half_days_back(deployment)
    hold_money(deployment)
    ExitPlan.objects.create(
        deployment=deployment,
        carries_on=carries_on,
        who=who,
        kept_up=kept_up,
        next_check_on=next_check_on,
        written_by=by,
    )
    letters.deployment_completed(deployment)


@transaction.atomic
def evaluate(deployment: Deployment, *, by: Person, overall: int, channel: str = Channel.PORTAL) -> None:
    """Store the overall result (1 to 4) of the school's evaluation, told from evaluations. Raises StepNotOpen."""
    DEPLOYMENT.advance(deployment, "evaluate", by=by, channel=channel, overall_rating=overall)


@transaction.atomic
def forgo(deployment: Deployment, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Close completed work that was never evaluated, and its request; the school is asked no more.

    Who may: managers, who alone read why; the parties are told that it is closed. Raises StepNotOpen.
    """
    DEPLOYMENT.advance(deployment, "forgo", by=by, channel=channel, note=reason, private=True)
    if deployment.request is not None:
        REQUEST.advance(deployment.request, "close", by=by, channel=channel)
    links.close(deployment, letters.EVALUATE)
    letters.deployment_forgone(deployment)


@transaction.atomic
def close(deployment: Deployment, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Close an evaluated deployment and its request. Who may: managers. Raises StepNotOpen."""
    DEPLOYMENT.advance(deployment, "close", by=by, channel=channel)
    if deployment.request is not None:
        REQUEST.advance(deployment.request, "close", by=by, channel=channel)
    letters.deployment_closed(deployment)
