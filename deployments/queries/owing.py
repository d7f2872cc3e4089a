"""What schools are owed and what waits to be paid."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from deployments.models import Claim, ClaimLine, ClaimOrder
from deployments.models.claims import CLAIMANTS, Part

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


def to_pay_by(person: Any) -> QuerySet[Claim]:
    """Return those a person may record as paid: not the claims of their own school."""
    return to_pay().exclude(school__in=person.authority.school_ids(*CLAIMANTS))


def owed_back() -> QuerySet[Claim]:
    """Return the claims below nothing: what schools owe, the longest first."""
    owing = Claim.objects.filter(state=S.COLLECTING, total_pence__lt=0)
    return owing.select_related("school").order_by("state_at", "pk")


def parts_of(claims: Collection[Claim]) -> list[Part]:
    """Return what each fund pays of each claim, in the order of the claims; two queries."""
    lines: dict[int, list[ClaimLine]] = {}
    for line in ClaimLine.objects.filter(claim__in=claims).in_full().order_by("on", "pk"):
        lines.setdefault(line.claim_id, []).append(line)
    numbers: dict[int, dict[int, str]] = {}
    for order in ClaimOrder.objects.filter(claim__in=claims):
        numbers.setdefault(order.claim_id, {})[order.fund_id] = order.number
    return [
        part for claim in claims for part in claim.parted(lines.get(claim.pk, []), numbers.get(claim.pk, {}))
    ]


def orders_of(claims: Collection[Claim]) -> dict[int, str]:
    """Return the purchase order numbers of claims, by claim: of work, of each fund, of the rest; two queries."""
    found: dict[int, dict[str, None]] = {}
    for part in parts_of(claims):
        for number in filter(None, part.orders.split("; ")):
            found.setdefault(part.claim.pk, {})[number] = None
    return {one.pk: "; ".join(found.get(one.pk, {})) or one.purchase_order for one in claims}


def paid_on(day: date) -> QuerySet[Claim]:
    """Return the claims recorded as paid on a day."""
    return Claim.objects.filter(state=S.PAID, paid_on=day).select_related("school").order_by("pk")


def days_of_payment(most: int) -> list[date]:
    """Return the last days on which claims were paid, the newest first."""
    days = (
        Claim.objects.filter(state=S.PAID).order_by("-paid_on").values_list("paid_on", flat=True).distinct()
    )
    return [day for day in days[:most] if day]
