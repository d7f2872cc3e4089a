"""What schools are owed and what waits to be paid."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from deployments.models import Claim, ClaimLine

S = Claim.State


def money_due(schools: Collection[int]) -> list[tuple[str, int]]:
    """Return what these schools are owed, in pence, by what must happen next; one query."""
    due: dict[str, Any] = {
        "collecting": Q(state=S.COLLECTING),
        "asked": Q(state__in=[S.SUBMITTED, S.QUERIED]),
        "approved": Q(state=S.APPROVED),
    }
    sums = {name: Sum("total_pence", filter=claims, default=0) for name, claims in due.items()}
    found = Claim.objects.filter(school__in=schools).aggregate(**sums)
    words = {
        "collecting": _("Not submitted yet"),
        "asked": _("Submitted, not approved yet"),
        "approved": _("Approved, about to be paid"),
    }
    return [(words[name], found[name]) for name in due]


def to_pay() -> QuerySet[Claim]:
    """Return the approved claims nobody has paid yet, the longest waiting first."""
    return Claim.objects.filter(state=S.APPROVED).select_related("school").order_by("state_at", "pk")


def orders_of(claims: Collection[Claim]) -> dict[int, str]:
    """Return the purchase order numbers of claims, by claim: its own, else those of its deployments; one query."""
    lines = ClaimLine.objects.filter(claim__in=claims, deployment__purchase_order__gt="").order_by(
        "claim", "on"
    )
    found: dict[int, dict[str, None]] = {}
    for claim, number in lines.values_list("claim", "deployment__purchase_order"):
        found.setdefault(claim, {})[number] = None
    return {one.pk: one.purchase_order or "; ".join(found.get(one.pk, {})) for one in claims}
