"""What a school is owed gathers on the claim it is collecting, and lines go from one such claim to the next."""

from collections.abc import Iterable
from datetime import date

from django.db.models import F
from django.utils.translation import gettext as _

from casework.templatetags.casework import money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries.funds import pay_of
from directory.models import Person
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
        rate_pence=deployment.rate_pence,
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


def leave_out(claim: Claim, lines: Iterable[ClaimLine], *, by: Person) -> None:
    """Move lines from a claim submitted to the one the school collects for the same term; both say which.

    The caller holds the claim's row. Raises Obstacle where nothing would be left to pay, and for what is taken back:
    without it the claim would be too much.
    """
    moved = list(lines)
    corrected = ClaimLine.objects.filter(corrects__in=[line.pk for line in moved])
    if any(line.amount_pence < 0 for line in moved) or corrected.exists():
        raise Obstacle(_("What is taken back cannot be left out of a claim."))
    pence = sum(line.amount_pence for line in moved)
    before, after = claim.total_pence, claim.total_pence - pence
    if after <= 0:
        raise Obstacle(_("Nothing would be left to pay. Leave fewer lines out."))
    if not moved:
        return
    following = collecting(claim.school_id, claim.term_starts_on, pence)
    following.refresh_from_db(fields=["total_pence"])
    claim.lines.filter(pk__in=[line.pk for line in moved]).update(claim=following)
    note = noted(moved, before, after, following)
    CLAIM.advance(claim, "leave_out", by=by, note=note, total_pence=after)
    claim.total_pence = after
    note = noted(moved, following.total_pence - pence, following.total_pence, claim)
    CLAIM.advance(following, "take_over", by=by, note=note)


def noted(lines: Iterable[ClaimLine], before: int, after: int, other: Claim) -> str:
    """Return which lines moved, with what the claim came to before and after, and the other claim: in no language."""
    named = ", ".join(f"{_of(line)} {money(line.amount_pence)}" for line in lines)
    return f"{named}: {money(before)} → {money(after)} ({other.reference})"


def _of(line: ClaimLine) -> str:
    """Return the reference of what a line pays: the visit, the facilitation, or the claim it corrects."""
    work = line.visit or line.facilitation or (line.corrects and line.corrects.claim)
    return work.reference if work else ""


def set_off(claim: Claim, *, by: Person) -> int:
    """Bring to a claim about to be submitted what adjustments left below nothing on others; return the new total.

    Each claim says which lines moved. Locks every claim the school is collecting, in the same order for everybody.
    """
    mine = Claim.objects.select_for_update().filter(school_id=claim.school_id, state=Claim.State.COLLECTING)
    rows = {row.pk: row for row in mine.order_by("pk")}
    owing = [row for row in rows.values() if row.total_pence < 0 and row.pk != claim.pk]
    total = rows[claim.pk].total_pence if claim.pk in rows else claim.total_pence
    for row in owing:
        total = _take_over(claim, row, total, by)
    return total


def _take_over(claim: Claim, owing: Claim, total: int, by: Person) -> int:
    """Move every line of a claim below nothing to another that came to so much; return what it comes to now."""
    owed, moved = owing.total_pence, list(owing.lines.in_full())
    ClaimLine.objects.filter(claim=owing).update(claim=claim)
    CLAIM.advance(owing, "set_off", by=by, note=noted(moved, owed, 0, claim), total_pence=0)
    CLAIM.advance(claim, "take_over", by=by, note=noted(moved, total, total + owed, owing))
    return total + owed
