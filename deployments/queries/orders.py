"""Which funds want a purchase order number on a claim, for how much, and which number they have."""

from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Q

from deployments.models import Claim, ClaimLine, Fund


class Wanted(NamedTuple):
    """A fund that wants a number, the pence it pays for work without one of its own, and the number it was given."""

    fund: Fund
    pence: int
    number: str


def orders_wanted(claim: Claim, left_out: Collection[ClaimLine] = ()) -> list[Wanted]:
    """Return every fund that wants a number on a claim, by name, without the lines left out of it; two queries.

    Of a claim about to be submitted what it will be set off against is a part.
    """
    here = Q(claim=claim)
    if claim.state == Claim.State.COLLECTING:
        owing = {"claim__state": Claim.State.COLLECTING, "claim__total_pence__lt": 0}
        here |= Q(claim__school=claim.school_id, **owing)
    lines = ClaimLine.objects.filter(here, fund__needs_order=True).in_full()
    found: dict[Fund, int] = {}
    for line in lines.exclude(pk__in=[one.pk for one in left_out]).order_by("fund__name", "pk"):
        if line.fund is not None and not line.source.purchase_order:
            found[line.fund] = found.get(line.fund, 0) + line.amount_pence
    numbers = {one.fund_id: one.number for one in claim.orders.all()} if found else {}
    return [Wanted(fund, pence, numbers.get(fund.pk, "")) for fund, pence in found.items()]


def has_a_rest(claim: Claim) -> bool:
    """Say whether anything on a claim is paid by nobody who wants a number of their own; one query."""
    return claim.lines.exclude(fund__needs_order=True).exists()
