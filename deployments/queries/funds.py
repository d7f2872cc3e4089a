"""What work costs a fund, and how a fund stands; all in pence, brokerage included."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from deployments.models import Claim, ClaimLine, Deployment, Facilitation, Fund, Variation, Visit
from deployments.queries.money import rate_of
from deployments.rates import amount_pence, minutes_pence, most_pence, share_pence


class Pay(NamedTuple):
    """What a piece of work is paid: to the leader's school, and to the alliance on top by the fund."""

    amount: int
    brokerage: int


class Figures(NamedTuple):
    """How a fund stands: delivered is acknowledged work, claimed is submitted or further; adjustments count in both."""

    allocated: int
    proposed: int
    agreed: int
    delivered: int
    claimed: int
    paid: int
    brokerage: int
    remaining: int


def pay_of(visit: Visit) -> Pay:
    """Return what a visit is paid, at what was frozen when everybody agreed: by its minutes where they were said."""
    deployment = visit.deployment
    if deployment.rate_pence is None:
        raise ValueError("A visit of a deployment nobody agreed to is not paid")
    if visit.minutes is None:
        amount = amount_pence(visit.half_days, deployment.rate_pence)
        fixed = amount_pence(visit.half_days, deployment.brokerage_pence)
    else:
        amount = minutes_pence(visit.minutes, deployment.rate_pence, deployment.minutes_a_day)
        fixed = minutes_pence(visit.minutes, deployment.brokerage_pence, deployment.minutes_a_day)
    return Pay(amount, share_pence(amount, deployment.brokerage_share) + fixed)


def terms_of_pay(deployment: Deployment, on: date) -> dict[str, Any]:
    """Return what is frozen at the agreement: the rate of the day, the length of its day, the fund's brokerage."""
    rate, fund = rate_of(deployment.designation, on), deployment.fund
    return {
        "rate_pence": rate.pence_a_day,
        "minutes_a_day": rate.minutes_a_day,
        "brokerage_share": fund.brokerage_share if fund else 0,
        "brokerage_pence": fund.brokerage_pence if fund else 0,
    }


def cost_of(deployment: Deployment, on: date) -> int:
    """Return what the fund must keep for a deployment: while it may still be worked, all that it can cost at most.

    Once it is over, what was held costs; adjustments count in both. Nothing where no fund pays.
    """
    if deployment.fund is None:
        return 0
    if deployment.is_live:
        agreed = {
            name: getattr(deployment, name) for name in ("rate_pence", "brokerage_share", "brokerage_pence")
        }
        terms = agreed if deployment.agreed_at else terms_of_pay(deployment, on)
        work = most_pence(
            most_half_days(deployment),
            terms["rate_pence"],
            terms["brokerage_share"],
            terms["brokerage_pence"],
        )
    else:
        held = Visit.objects.filter(deployment=deployment, state__in=Visit.HAPPENED)
        work = sum(sum(pay_of(visit)) for visit in held.select_related("deployment"))
    adjusted = ClaimLine.objects.filter(deployment=deployment, corrects__isnull=False)
    return work + _spent(adjusted)


def most_half_days(deployment: Deployment) -> int:
    """Return the half days agreed, or those of a change that waits for answers where they are more."""
    waiting = Variation.objects.filter(deployment=deployment, state=Variation.State.PROPOSED)
    asked = waiting.aggregate(most=Max("half_days"))["most"] or 0
    return max(deployment.half_days, asked)


def _spent(lines: QuerySet[ClaimLine]) -> int:
    return lines.aggregate(spent=Coalesce(Sum("amount_pence") + Sum("brokerage_pence"), 0))["spent"]


def with_figures(funds: QuerySet[Fund]) -> QuerySet[Fund]:
    """Annotate funds with their figures, all in the one query; `figures_of` reads them."""
    lines, work = (
        ClaimLine.objects.filter(fund=OuterRef("pk")),
        Deployment.objects.filter(fund=OuterRef("pk")),
    )
    claimed, paid = ~Q(claim__state=Claim.State.COLLECTING), Q(claim__state=Claim.State.PAID)
    return funds.annotate(
        proposed_pence=_sum(work.filter(agreed_at__isnull=True), "held_pence"),
        agreed_pence=_sum(work.filter(agreed_at__isnull=False), "held_pence")
        + _sum(Facilitation.objects.filter(fund=OuterRef("pk")), "held_pence"),
        delivered_pence=_sum(lines, "amount_pence", "brokerage_pence"),
        claimed_pence=_sum(lines.filter(claimed), "amount_pence", "brokerage_pence"),
        paid_pence=_sum(lines.filter(paid), "amount_pence", "brokerage_pence"),
        brokered_pence=_sum(lines, "brokerage_pence"),
    )


def _sum(rows: QuerySet, *names: str) -> Coalesce:
    total: Any = Sum(names[0])
    for name in names[1:]:
        total = total + Sum(name)
    grouped = rows.order_by().values("fund").annotate(sum=total).values("sum")
    return Coalesce(Subquery(grouped), 0)


def figures_of(fund: Any) -> Figures:
    """Return the figures of a fund read by `with_figures`."""
    return Figures(
        fund.amount_pence, fund.proposed_pence, fund.agreed_pence, fund.delivered_pence, fund.claimed_pence,
        fund.paid_pence, fund.brokered_pence, fund.remaining_pence,
    )  # fmt: skip
