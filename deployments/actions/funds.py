"""Money of a fund is kept for work before anybody agrees to it, and let go again; the last pound is won once."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Deployment, Fund, SupportRequest
from deployments.queries.funds import cost_of
from directory.calendar import said
from directory.models import Person

# What a school pays itself needs no fund.
OWN_MONEY = (SupportRequest.Funding.SCHOOL, SupportRequest.Funding.TRADED)


def check_fund(fund: Fund | None, funding: str, starts_on: date) -> None:
    """Raise Obstacle where the fund does not pay for work of that day, or where one must be chosen and is not."""
    if fund is None:
        if funding not in OWN_MONEY and Fund.objects.open_on(starts_on).exists():
            raise Obstacle(_("The school does not pay for this itself. Choose the fund it is paid from."))
        return
    if not fund.starts_on <= starts_on <= fund.ends_on:
        raise Obstacle(
            _("%(fund)s pays for work that begins from %(first)s to %(last)s only.")
            % {"fund": fund, "first": said(fund.starts_on), "last": said(fund.ends_on)}
        )


def hold_money(deployment: Deployment) -> None:
    """Let the fund of a deployment keep what it may cost now, or what it did cost once it is over.

    The caller has taken a step on the deployment, which locks its row. Raises Obstacle where the fund has too little
    left; the caller's transaction then undoes the step.
    """
    deployment.refresh_from_db(fields=["fund", "held_pence"])
    needed = cost_of(deployment, timezone.localdate())
    if deployment.fund is None or needed == deployment.held_pence:
        return
    Deployment.objects.filter(pk=deployment.pk).update(held_pence=needed)
    take_money(deployment.fund, needed - deployment.held_pence)
    deployment.held_pence = needed


def take_money(fund: Fund, pence: int) -> None:
    """Take pence from a fund (give them back when negative); raise Obstacle when it has not so much left."""
    row = Fund.objects.filter(pk=fund.pk)
    if row.filter(taken_pence__lte=F("amount_pence") - pence).update(taken_pence=F("taken_pence") + pence):
        return
    fund.refresh_from_db(fields=["amount_pence", "taken_pence"])
    raise Obstacle(
        _("%(fund)s has %(left)s left, and this needs %(needed)s. Nothing was changed.")
        % {"fund": fund, "left": money(fund.remaining_pence), "needed": money(pence)}
    )


@transaction.atomic
def fund(
    deployment: Deployment,
    *,
    by: Person,
    fund: Fund | None,
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Say from which fund a proposal is paid, until all have agreed; the fund before gets its money back.

    Who may: managers. Raises StepNotOpen, and Obstacle when the fund does not pay for work of that day, has too little
    left, or must be chosen and is not.
    """
    request = deployment.request
    check_fund(fund, request.funding if request else SupportRequest.Funding.SCHOOL, deployment.starts_on)
    DEPLOYMENT.advance(deployment, "fund", by=by, channel=channel, note=str(fund or ""), private=True)
    deployment.refresh_from_db(fields=["fund", "held_pence"])
    # Two proposals that change places lock their two funds in the same order.
    known = {one.pk for one in (deployment.fund, fund) if one is not None}
    list(Fund.objects.select_for_update().filter(pk__in=known).order_by("pk"))
    if deployment.fund is not None:
        take_money(deployment.fund, -deployment.held_pence)
    chosen = {"fund": fund, "purchase_order": purchase_order, "held_pence": 0}
    Deployment.objects.filter(pk=deployment.pk).update(**chosen)
    hold_money(deployment)
