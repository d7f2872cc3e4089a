"""Who pays changes with an agreed change: what the fund before kept goes back, and the new one keeps it."""

from deployments.actions.funds import check_fund, move_to, too_little
from deployments.actions.obstacles import Obstacle
from deployments.models import Claim, ClaimLine, Deployment, Variation
from deployments.queries.funds import cost_from, on_top, pay_of
from deployments.queries.variations import claimed_already, is_claimed


def check_payer(variation: Variation) -> None:
    """Raise Obstacle where the fund that is to pay does not, has too little left, or must be chosen and is not."""
    if variation.funding == variation.funding_before:
        return
    fund = variation.fund
    check_fund(fund, variation.funding, variation.starts_on)
    if fund is None or not variation.moves_fund:
        return
    needed = cost_from(fund, variation.deployment, variation.half_days)
    if needed > fund.remaining_pence:
        raise too_little(fund, needed)


def change_payer(variation: Variation) -> None:
    """Let another fund pay, or none: the one before gets back what it kept, brokerage follows, the rate stays.

    The caller holds the deployment's row, and lets the new fund keep what the work costs. Acknowledged work nobody
    claimed yet moves along. Raises Obstacle where the fund does not pay for work of that day.
    """
    if not variation.moves_fund:
        return
    deployment, fund = variation.deployment, variation.fund
    check_fund(fund, variation.funding, variation.starts_on)
    _hold_claims(deployment)
    # The purchase order was of who paid before.
    move_to(fund, deployment, purchase_order="", **on_top(fund))
    collected = ClaimLine.objects.filter(deployment=deployment, claim__state=Claim.State.COLLECTING)
    for line in collected.filter(visit__isnull=False).select_related("visit__deployment"):
        line.fund, line.brokerage_pence = fund, pay_of(line.visit).brokerage  # type: ignore[arg-type]
        line.save(update_fields=["fund", "brokerage_pence"])


def _hold_claims(deployment: Deployment) -> None:
    """Hold the claims this work is collected on; raise Obstacle where one was submitted meanwhile."""
    mine = ClaimLine.objects.filter(deployment=deployment).values("claim")
    list(Claim.objects.select_for_update().filter(pk__in=mine, state=Claim.State.COLLECTING).order_by("pk"))
    if is_claimed(deployment):
        raise Obstacle(claimed_already())
