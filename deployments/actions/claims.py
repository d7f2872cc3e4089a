"""The leader's school is paid: the claim is submitted, queried, corrected, approved and paid."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import documents
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from casework.templatetags.casework import money
from deployments import letters
from deployments.actions.collecting import set_off, take_off
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine
from directory.models import Person

LANGUAGES = ("en", "cy")


@transaction.atomic
def submit_claim(
    claim: Claim,
    *,
    by: Person,
    invoice_number: str = "",
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Submit a claim to the alliance. Who may: the school's head or business manager. Raises StepNotOpen.

    What adjustments left below nothing on another claim of the school is set off against it. Raises Obstacle where
    there is nothing to claim, where nothing would be left to pay, or where a purchase order number is missing.
    """
    if not claim.lines.exists():
        raise Obstacle(
            _("There is nothing on this claim yet: visits appear here once the school has acknowledged them.")
        )
    total = set_off(claim)
    if total <= 0:
        raise Obstacle(
            _("With the adjustments this claim comes to %(total)s. It waits for the next visits.")
            % {"total": money(total)}
        )
    _check_order(claim, purchase_order)
    given: dict[str, Any] = {"invoice_number": invoice_number, "purchase_order": purchase_order}
    CLAIM.advance(claim, "submit", by=by, channel=channel, submitted_by=by, total_pence=total, **given)
    letters.claim_submitted(claim)


def _check_order(claim: Claim, purchase_order: str) -> None:
    """Raise Obstacle where a fund wants a purchase order number and neither claim nor deployment has one."""
    lines = ClaimLine.objects.filter(claim=claim, fund__needs_order=True)
    line = lines.exclude(deployment__purchase_order__gt="").select_related("fund").first()
    if line is not None and not purchase_order:
        raise Obstacle(
            _("%(fund)s pays with a purchase order number only. Enter it, or ask the alliance for it.")
            % {"fund": line.fund}
        )


@transaction.atomic
def query_claim(claim: Claim, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Send a submitted claim back with a question. Who may: finance officer, manager. Raises StepNotOpen."""
    CLAIM.advance(claim, "query", by=by, channel=channel, note=reason)
    letters.claim_queried(claim, reason=reason)


def remind_of_query(claim: Claim, day: date) -> None:
    """Remind the school, once for this day, of a question about its claim."""
    letters.claim_query_due(claim, on=day)


@transaction.atomic
def correct_claim(
    claim: Claim,
    *,
    by: Person,
    answer: str,
    invoice_number: str = "",
    purchase_order: str = "",
    left_out: Sequence[ClaimLine] = (),
    channel: str = Channel.PORTAL,
) -> None:
    """Answer the question about a claim and submit it again; lines in dispute are left out and go to the next claim.

    Who may: the school's head or business manager. Raises StepNotOpen; Obstacle where nothing would be left to pay or
    a purchase order number is missing.
    """
    # The conditional UPDATE comes first: it holds the row while lines leave.
    given: dict[str, Any] = {"invoice_number": invoice_number, "purchase_order": purchase_order}
    CLAIM.advance(claim, "correct", by=by, channel=channel, note=answer, submitted_by=by, **given)
    total = claim.total_pence - take_off(claim, left_out)
    if total <= 0:
        raise Obstacle(_("Nothing would be left to pay. Leave fewer lines out."))
    _check_order(claim, purchase_order)
    Claim.objects.filter(pk=claim.pk).update(total_pence=total)
    claim.total_pence = total
    letters.claim_corrected(claim, answer=answer)


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


@transaction.atomic
def pay_claims(claims: Iterable[Claim], *, by: Person, paid_on: date) -> list[Claim]:
    """Record many approved claims as paid on one day; return those that were, less any that moved on meanwhile.

    Who may: finance officer, manager.
    """
    paid = []
    for claim in claims:
        try:
            pay_claim(claim, by=by, paid_on=paid_on)
        except StepNotOpen:
            continue
        paid.append(claim)
    return paid
