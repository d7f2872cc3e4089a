"""The leader's school is paid: the claim is submitted, queried, corrected, approved and paid."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import documents
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from casework.templatetags.casework import money
from deployments import letters
from deployments.actions.collecting import leave_out, set_off
from deployments.actions.obstacles import Obstacle
from deployments.actions.orders import check_orders, keep_orders, noted
from deployments.lifecycle import CLAIM
from deployments.models import Claim, ClaimLine, Fund
from directory.models import Person

LANGUAGES = ("en", "cy")


@transaction.atomic
def submit_claim(
    claim: Claim,
    *,
    by: Person,
    invoice_number: str = "",
    purchase_order: str = "",
    orders: Mapping[Fund, str] | None = None,
    channel: str = Channel.PORTAL,
) -> None:
    """Submit a claim to the alliance. Who may: the school's head or business manager. Raises StepNotOpen.

    What adjustments left below nothing on another claim of the school is set off against it. Raises Obstacle where
    there is nothing to claim, where nothing would be left to pay, or where a fund wants a purchase order number and
    `orders` has none for it; `purchase_order` is of the rest.
    """
    if not claim.lines.exists():
        raise Obstacle(
            _("There is nothing on this claim yet: visits appear here once the school has acknowledged them.")
        )
    total = set_off(claim, by=by)
    if total <= 0:
        raise Obstacle(
            _("With the adjustments this claim comes to %(total)s. It waits for the next visits.")
            % {"total": money(total)}
        )
    given: dict[str, Any] = {"invoice_number": invoice_number, "purchase_order": purchase_order}
    given |= {"note": noted(claim, orders or {}), "submitted_by": by, "total_pence": total}
    CLAIM.advance(claim, "submit", by=by, channel=channel, **given)
    keep_orders(claim, orders or {})
    letters.claim_submitted(claim)


@transaction.atomic
def query_claim(claim: Claim, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Send a submitted claim back with a question. Who may: finance officer, manager. Raises StepNotOpen."""
    CLAIM.advance(claim, "query", by=by, channel=channel, note=reason)
    letters.claim_queried(claim, reason=reason)


def remind_of_query(claim: Claim, day: date) -> None:
    """Remind the school, once for this day, of a question about its claim."""
    letters.claim_query_due(claim, on=day)


def remind_to_submit(claim: Claim, day: date) -> None:
    """Tell a school, once for this day, that it has money to claim."""
    letters.claim_submission_due(claim, on=day)


@transaction.atomic
def correct_claim(
    claim: Claim,
    *,
    by: Person,
    answer: str,
    invoice_number: str = "",
    purchase_order: str = "",
    orders: Mapping[Fund, str] | None = None,
    left_out: Sequence[ClaimLine] = (),
    channel: str = Channel.PORTAL,
) -> None:
    """Answer the question about a claim and submit it again; lines in dispute are left out and go to the next claim.

    Who may: the school's head or business manager. Raises StepNotOpen; Obstacle where nothing would be left to pay or
    a purchase order number is missing.
    """
    # The conditional UPDATE comes first: it holds the row while lines leave.
    given: dict[str, Any] = {"invoice_number": invoice_number, "purchase_order": purchase_order}
    note = "\n".join(filter(None, [answer, noted(claim, orders or {}, left_out)]))
    CLAIM.advance(claim, "correct", by=by, channel=channel, note=note, submitted_by=by, **given)
    claim.refresh_from_db(fields=["total_pence"])
    leave_out(claim, left_out, by=by)
    keep_orders(claim, orders or {})
    letters.claim_corrected(claim, answer=answer)


@transaction.atomic
def approve_claim(claim: Claim, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Approve a claim: its lines are locked and the statement is ordered. Raises StepNotOpen.

    Who may: finance officer or manager, but never who submitted it. Raises Obstacle where a fund that pays since it was
    submitted wants a purchase order number.
    """
    CLAIM.advance(claim, "approve", by=by, channel=channel, approved_by=by, approved_on=timezone.localdate())
    check_orders(claim)
    for language in LANGUAGES:
        documents.order(claim, "deployments/statement", language)
    letters.claim_approved(claim)


@transaction.atomic
def pay_claim(
    claim: Claim, *, by: Person, paid_on: date | None = None, channel: str = Channel.PORTAL
) -> None:
    """Record the day an approved claim was paid. Who may: finance officer, manager; never of their own school.

    Raises StepNotOpen, and Obstacle for a day before the approval.
    """
    day = paid_on or timezone.localdate()
    if claim.approved_on and day < claim.approved_on:
        raise Obstacle(approved_later(claim))
    CLAIM.advance(claim, "pay", by=by, channel=channel, paid_on=day)
    letters.claim_paid(claim, paid_on=day)


def approved_later(claim: Claim) -> str:
    """Say that a claim was not yet approved on the day of its payment."""
    return _("%(claim)s was approved later than that.") % {"claim": claim.reference}


@transaction.atomic
def unpay_claim(claim: Claim, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Take back the record of a payment that was not made, or not on that day; the claim is to be paid again.

    Who may: finance officer, manager. Raises StepNotOpen.
    """
    CLAIM.advance(claim, "unpay", by=by, channel=channel, note=reason, paid_on=None)
    letters.claim_unpaid(claim, reason=reason)


@transaction.atomic
def ask_back(claim: Claim, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Ask a school to pay back what it owes. Who may: finance officer, manager. Raises StepNotOpen, and Obstacle."""
    CLAIM.advance(claim, "ask_back", by=by, channel=channel)
    _check_owed(claim)
    letters.claim_repayment_requested(claim)


@transaction.atomic
def repay_claim(claim: Claim, *, by: Person, paid_on: date, channel: str = Channel.PORTAL) -> None:
    """Record that a school paid back what it owed: nothing of it is set off any more. Raises StepNotOpen.

    Who may: finance officer, manager. Raises Obstacle where a visit acknowledged meanwhile left nothing to pay back.
    """
    held = Claim.objects.select_for_update().get(pk=claim.pk)
    if held.state == Claim.State.COLLECTING:
        _check_owed(claim)
    CLAIM.advance(claim, "repay", by=by, channel=channel, note=money(claim.total_pence), paid_on=paid_on)
    letters.claim_repaid(claim, paid_on=paid_on)


@transaction.atomic
def unrepay_claim(claim: Claim, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Take back the record of a repayment that did not come in: the school owes it again. Raises StepNotOpen.

    Who may: finance officer, manager. Raises Obstacle where a line of it was adjusted since, as lines of a claim that
    is collected are not, and where the school collects another claim for the term.
    """
    try:
        CLAIM.advance(claim, "unrepay", by=by, channel=channel, note=reason, paid_on=None)
    except IntegrityError as begun:
        raise Obstacle(_collects_another(claim)) from begun
    if ClaimLine.objects.filter(corrects__claim=claim).exists():
        raise Obstacle(_("A line of this claim was adjusted since, so the repayment stays."))
    letters.claim_unrepaid(claim, reason=reason)


def _collects_another(claim: Claim) -> str:
    mine = Claim.objects.filter(school_id=claim.school_id, term_starts_on=claim.term_starts_on)
    return _("The school collects another claim for this term, %(claim)s. Settle that first.") % {
        "claim": mine.get(state=Claim.State.COLLECTING).reference
    }


def _check_owed(claim: Claim) -> None:
    """Raise Obstacle where work acknowledged meanwhile left nothing to pay back; the caller holds the claim's row."""
    claim.refresh_from_db(fields=["total_pence"])
    if claim.total_pence >= 0:
        raise Obstacle(_("The school owes nothing any more."))


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
