"""What a school is owed gathers on the claim it is collecting, and lines go from one such claim to the next."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F

from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries.funds import pay_of
from directory.queries.terms import term_of


def collect_visit(visit: Visit) -> ClaimLine:
    """Put an acknowledged visit on the claim its leader's school is collecting for the term of the visit.

    The claim is made on demand. The UPDATE of its total holds the row: a claim submitted meanwhile is left alone
    and the next one begins. Amounts in pence; a visit has one line, which the database holds.
    """
    deployment, pay = visit.deployment, pay_of(visit)
    term_starts_on = term_of(deployment.home_school, visit.on).starts_on
    return ClaimLine.objects.create(
        claim=collecting(deployment.home_school_id, term_starts_on, pay.amount),
        visit=visit,
        deployment=deployment,
        on=visit.on,
        half_days=visit.half_days,
        minutes=visit.minutes,
        rate_pence=deployment.rate_pence or 0,
        amount_pence=pay.amount,
        brokerage_pence=pay.brokerage,
        fund_id=deployment.fund_id,
    )


def collecting(school_id: int, term_starts_on: date, pence: int) -> Claim:
    """Return the claim a school collects for a term, made on demand, its total already changed by so many pence."""
    claim, is_new = Claim.objects.get_or_create(
        school_id=school_id, term_starts_on=term_starts_on, state=Claim.State.COLLECTING
    )
    if is_new:
        CLAIM.begin(claim, by=None)
    row = Claim.objects.filter(pk=claim.pk, state=Claim.State.COLLECTING)
    if row.update(total_pence=F("total_pence") + pence):
        return claim
    return collecting(school_id, term_starts_on, pence)


def take_off(claim: Claim, lines: Iterable[ClaimLine]) -> int:
    """Move lines from a claim to the one the school collects for the same term; return their pence.

    The caller holds the claim's row and writes its new total.
    """
    moved = list(lines)
    pence = sum(line.amount_pence for line in moved)
    if moved:
        following = collecting(claim.school_id, claim.term_starts_on, pence)
        claim.lines.filter(pk__in=[line.pk for line in moved]).update(claim=following)
    return pence


def set_off(claim: Claim) -> int:
    """Bring to a claim about to be submitted what adjustments left below nothing on others; return the new total.

    Locks every claim the school is collecting, in the same order for everybody.
    """
    mine = Claim.objects.select_for_update().filter(school_id=claim.school_id, state=Claim.State.COLLECTING)
    rows = {row.pk: row for row in mine.order_by("pk")}
    owing = [row for row in rows.values() if row.total_pence < 0 and row.pk != claim.pk]
    ClaimLine.objects.filter(claim__in=owing).update(claim=claim)
    Claim.objects.filter(pk__in=[row.pk for row in owing]).update(total_pence=0)
    own = rows[claim.pk].total_pence if claim.pk in rows else claim.total_pence
    return own + sum(row.total_pence for row in owing)
