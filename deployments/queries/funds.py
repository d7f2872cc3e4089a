"""What work costs a fund, and how a fund stands; all in pence, brokerage included."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from deployments.models import Claim, ClaimLine, Deployment, Facilitation, Fund, Variation, Visit
from deployments.queries.money import NoRate, rate_of
from deployments.rates import amount_pence, minutes_pence, most_pence, share_pence
from designation.models import Designation


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
    if deployment.agreed_at is None:
        raise ValueError("A visit of a deployment nobody agreed to is not paid")
    if visit.minutes is None:
        amount = amount_pence(visit.half_days, deployment.rate_pence)
        fixed = amount_pence(visit.half_days, deployment.brokerage_pence)
    else:
        amount = minutes_pence(visit.minutes, deployment.rate_pence, deployment.minutes_a_day)
        fixed = minutes_pence(visit.minutes, deployment.brokerage_pence, deployment.minutes_a_day)
    return Pay(amount, share_pence(amount, deployment.brokerage_share) + fixed)


def terms_of_pay(designation: Designation, fund: Fund | None, on: date) -> dict[str, int]:
    """Return what is offered on a day: the rate of that day, the length of its day, the fund's brokerage.

    As fields of the deployment: so it is frozen when all have agreed. Raises NoRate where nobody has entered one.
    """
    rate = rate_of(designation, on)
    return {"minutes_a_day": rate.minutes_a_day} | day_of(rate.pence_a_day, fund)


def rate_offered(designation: Designation, fund: Fund | None, on: date) -> int | None:
    """Return what a day would be offered to the leader's school on a day, in pence; None where no rate is in force."""
    try:
        return terms_of_pay(designation, fund, on)["rate_pence"]
    except NoRate:
        return None


def day_of(pence_a_day: int, fund: Fund | None) -> dict[str, int]:
    """Return what a day is paid to the leader's school, and to the alliance, as fields to freeze.

    A share inside the rate is frozen as pence a day, and the school is paid the rest: the fund pays the rate, no more.
    """
    if fund is None or fund.brokerage != Fund.Brokerage.INSIDE:
        return {"rate_pence": pence_a_day} | on_top(fund)
    kept = share_pence(pence_a_day, fund.brokerage_share)
    return {"rate_pence": pence_a_day - kept, "brokerage_share": 0, "brokerage_pence": kept}


def on_top(fund: Fund | None) -> dict[str, int]:
    """Return what a fund pays the alliance for work whose rate is frozen already: nothing is taken out of that."""
    if fund is None or fund.brokerage == Fund.Brokerage.INSIDE:
        return {"brokerage_share": 0, "brokerage_pence": 0}
    return {"brokerage_share": fund.brokerage_share, "brokerage_pence": fund.brokerage_pence}


def cost_of(deployment: Deployment) -> int:
    """Return what the fund must keep for a deployment: while it may still be worked, all that it can cost at most.

    Once it is over, what was held costs; adjustments count in both. Nothing where no fund pays.
    """
    if deployment.fund is None:
        return 0
    if deployment.is_live:
        pay = deployment.rate_pence, deployment.brokerage_share, deployment.brokerage_pence
        work = most_pence(most_half_days(deployment), *pay)
    else:
        held = Visit.objects.filter(deployment=deployment, state__in=Visit.KEPT)
        work = sum(sum(pay_of(visit)) for visit in held.select_related("deployment"))
    # With what was claimed for a visit that was not held after all: an adjustment takes that back.
    undone = Q(corrects__isnull=False) | Q(visit__state=Visit.State.NOT_HELD)
    return work + _spent(ClaimLine.objects.filter(undone, deployment=deployment))


def most_half_days(deployment: Deployment) -> int:
    """Return the half days agreed, or those of a change that waits for answers where they are more.

    A change by which another fund pays asks no more of this one.
    """
    waiting = Variation.objects.filter(deployment=deployment, state=Variation.State.PROPOSED).first()
    if waiting is None or (
        waiting.funding != waiting.funding_before and waiting.fund_id != deployment.fund_id
    ):
        return deployment.half_days
    return max(deployment.half_days, waiting.half_days)


def cost_from(fund: Fund, deployment: Deployment, half_days: int) -> int:
    """Return what so many half days of work that was agreed may cost a fund that is to pay for it."""
    kept = on_top(fund)
    return most_pence(half_days, deployment.rate_pence, kept["brokerage_share"], kept["brokerage_pence"])


def _spent(lines: QuerySet[ClaimLine]) -> int:
    return lines.aggregate(spent=Coalesce(Sum("amount_pence") + Sum("brokerage_pence"), 0))["spent"]


def with_figures(funds: QuerySet[Fund]) -> QuerySet[Fund]:
    """Annotate funds with their figures, all in the one query; `figures_of` reads them."""
    lines, work = (
        ClaimLine.objects.filter(fund=OuterRef("pk")),
        Deployment.objects.filter(fund=OuterRef("pk")),
    )
    claimed, paid = ~Q(claim__state=Claim.State.COLLECTING), Q(claim__state__in=Claim.SETTLED)
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
