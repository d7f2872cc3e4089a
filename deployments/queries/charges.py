"""What schools pay themselves for support: which school owes which leader's school what, term by term."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from deployments.models import Claim, ClaimLine, SupportRequest
from deployments.models.claims import CLAIMANTS
from directory.models import Person, School
from directory.rules import is_finance_officer, is_manager


class Charge(NamedTuple):
    """What one school owes for the leaders of another in one term, in pence, and how much of it is approved."""

    term_starts_on: date
    payer: School
    home: School
    visits: int
    pence: int
    approved: int


def charged_lines(schools: Collection[int] | None = None) -> QuerySet[ClaimLine]:
    """Return the lines of work schools pay themselves, all of them or of these schools; adjustments count.

    That is work no fund pays, of requests for which the school said that it pays, or buys a traded service.
    """
    own = Q(deployment__request__funding__in=SupportRequest.OWN_MONEY) | Q(deployment__request=None)
    lines = ClaimLine.objects.filter(own, deployment__isnull=False, fund=None)
    return lines if schools is None else lines.filter(deployment__school__in=schools)


def charged_to(person: Person) -> QuerySet[ClaimLine]:
    """Return what a person reads of it: who settles claims all of it, who claims for a school what that school owes."""
    if is_manager(person) or is_finance_officer(person):
        return charged_lines()
    return charged_lines(person.authority.school_ids(*CLAIMANTS))


def sums_of(lines: QuerySet[ClaimLine]) -> QuerySet[Any, Any]:
    """Return one row a term, school that pays and leader's school: the newest term first, then by name."""
    approved = Q(claim__state__in=Claim.FINAL)
    rows = lines.order_by().values("claim__term_starts_on", "deployment__school", "claim__school")
    return rows.annotate(
        visits=Count("visit"),
        pence=Sum("amount_pence"),
        approved_pence=Sum("amount_pence", filter=approved, default=0),
    ).order_by("-claim__term_starts_on", "deployment__school__name", "claim__school__name", "claim__school")


def charges_of(rows: Iterable[Mapping[str, Any]]) -> list[Charge]:
    """Return rows of `sums_of` with their schools; one query besides theirs."""
    found = list(rows)
    keys = {row[name] for row in found for name in ("deployment__school", "claim__school")}
    schools = School.objects.in_bulk(keys)
    return [
        Charge(
            row["claim__term_starts_on"],
            schools[row["deployment__school"]],
            schools[row["claim__school"]],
            row["visits"],
            row["pence"],
            row["approved_pence"],
        )
        for row in found
    ]


def terms_of(lines: QuerySet[ClaimLine]) -> list[date]:
    """Return the first days of the terms there is anything of, the newest first; one query."""
    starts = lines.order_by("-claim__term_starts_on").values_list("claim__term_starts_on", flat=True)
    return list(starts.distinct())
