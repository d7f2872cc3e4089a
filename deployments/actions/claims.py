"""The leader's school is paid: visits are collected, the claim submitted, queried, approved and paid."""

from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import documents
from casework.models import Channel
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine, Visit
from deployments.rates import amount_pence
from directory.models import Person
from directory.queries.terms import term_of

LANGUAGES = ("en", "cy")


def collect_visit(visit: Visit) -> ClaimLine:
    """Put an acknowledged visit on the claim its leader's school is collecting for the term of the visit.

    The claim is made on demand. The UPDATE of its total holds the row: a claim submitted meanwhile is left alone
    and the next one begins. Amounts in pence; a visit has one line, which the database holds.
    """
    deployment = visit.deployment
    if deployment.rate_pence is None:
        raise ValueError("A visit of a deployment nobody agreed to cannot be claimed")
    term_starts_on = term_of(deployment.home_school, visit.on).starts_on
    amount = amount_pence(visit.half_days, deployment.rate_pence)
    claim = _collecting(deployment.home_school_id, term_starts_on, amount)
    return ClaimLine.objects.create(
        claim=claim,
        visit=visit,
        half_days=visit.half_days,
        rate_pence=deployment.rate_pence,
        amount_pence=amount,
    )


def _collecting(school_id: int, term_starts_on: date, amount: int) -> Claim:
    """Return the claim that takes this amount, its total already raised by it."""
    claim, is_new = Claim.objects.get_or_create(
        school_id=school_id, term_starts_on=term_starts_on, state=Claim.State.COLLECTING
    )
    if is_new:
        CLAIM.begin(claim, by=None)
    row = Claim.objects.filter(pk=claim.pk, state=Claim.State.COLLECTING)
    if row.update(total_pence=F("total_pence") + amount):
        return claim
    return _collecting(school_id, term_starts_on, amount)


@transaction.atomic
def submit_claim(
    claim: Claim, *, by: Person, invoice_number: str = "", channel: str = Channel.PORTAL
) -> None:
    """Submit a claim to the alliance. Who may: the school's head or business manager. Raises StepNotOpen.

    Raises Obstacle where there is nothing to claim.
    """
    claim.refresh_from_db(fields=["total_pence"])
    if not claim.total_pence:
        raise Obstacle(
            _("There is nothing on this claim yet: visits appear here once the school has acknowledged them.")
        )
    CLAIM.advance(claim, "submit", by=by, channel=channel, submitted_by=by, invoice_number=invoice_number)
    letters.claim_submitted(claim)


@transaction.atomic
def query_claim(claim: Claim, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Send a submitted claim back with a question. Who may: finance officer, manager. Raises StepNotOpen."""
    CLAIM.advance(claim, "query", by=by, channel=channel, note=reason)
    letters.claim_queried(claim, reason=reason)


def remind_of_query(claim: Claim, day: date) -> None:
    """Remind the school, once for this day, of a question about its claim."""
    letters.claim_query_due(claim, on=day)


@transaction.atomic
def approve_claim(claim: Claim, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Approve a claim: its lines are locked and the statement is ordered. Raises StepNotOpen.

    Who may: finance officer or manager, but never who submitted it.
    """
    CLAIM.advance(claim, "approve", by=by, channel=channel, approved_by=by)
    for language in LANGUAGES:
        documents.order(claim, "deployments/statement", language)
    letters.claim_approved(claim)


@transaction.atomic
def pay_claim(
    claim: Claim, *, by: Person, paid_on: date | None = None, channel: str = Channel.PORTAL
) -> None:
    """Record the day an approved claim was paid. Who may: finance officer, manager. Raises StepNotOpen."""
    day = paid_on or timezone.localdate()
    CLAIM.advance(claim, "pay", by=by, channel=channel, paid_on=day)
    letters.claim_paid(claim, paid_on=day)
