"""Who is told what about claims."""

from datetime import date

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Entry
from deployments.letters.people import claimants_of, each
from deployments.models import Claim
from deployments.queries.orders import orders_wanted
from deployments.queries.parties import holders
from directory.models import Person, Post
from directory.queries.posts import alliance_managers


def _claimants(claim: Claim) -> list[Person]:
    """Return who hears about a school's claim: the head, the business manager and who submitted it."""
    return each(*claimants_of(claim.school), claim.submitted_by)


def claim_submission_due(claim: Claim, *, on: date | None = None) -> None:
    """Tell the school, once for this day, that the term is over and it has money to claim, and what it is asked."""
    wanted = [one.fund for one in orders_wanted(claim)]
    for person in _claimants(claim):
        post("deployments/claim_submission_due", person, claim, due_on=on, wanted=wanted)


def claim_submitted(claim: Claim) -> None:
    """Ask the finance officers, or the managers where there are none, to check a claim."""
    on = timezone.localdate()
    for person in holders(Post.Role.FINANCE_OFFICER, on) or alliance_managers(on):
        post("deployments/claim_submitted", person, claim)


def claim_queried(claim: Claim, *, reason: str = "") -> None:
    """Send a claim back to the school with the question."""
    for person in _claimants(claim):
        post("deployments/claim_queried", person, claim, reason=reason)


def claim_query_due(claim: Claim, *, on: date | None = None) -> None:
    """Remind the school, once for this day, of the question about its claim."""
    asked = Entry.objects.of(claim).filter(step="query").order_by("-at", "-pk").first()
    for person in _claimants(claim):
        post("deployments/claim_query_due", person, claim, due_on=on, reason=asked.note if asked else "")


def claim_corrected(claim: Claim, *, answer: str = "") -> None:
    """Ask the finance officers, or the managers where there are none, to check a claim again, with the answer."""
    on = timezone.localdate()
    for person in holders(Post.Role.FINANCE_OFFICER, on) or alliance_managers(on):
        post("deployments/claim_corrected", person, claim, answer=answer)


def claim_adjusted(claim: Claim, *, pence: int = 0, reason: str = "") -> None:
    """Tell the school what is put right of an approved claim, and that it stands on its next one."""
    for person in _claimants(claim):
        post("deployments/claim_adjusted", person, claim, pence=pence, reason=reason)


def claim_approved(claim: Claim) -> None:
    """Tell the school that its claim is approved and the statement is being made."""
    for person in _claimants(claim):
        post("deployments/claim_approved", person, claim)


def claim_paid(claim: Claim, *, paid_on: date | None = None) -> None:
    """Tell the school that its claim is paid, and on which day."""
    for person in _claimants(claim):
        post("deployments/claim_paid", person, claim, paid_on=paid_on or claim.paid_on)


def claim_unpaid(claim: Claim, *, reason: str = "") -> None:
    """Tell the school that the payment it was told of was not made, and why."""
    for person in _claimants(claim):
        post("deployments/claim_unpaid", person, claim, reason=reason)


def claim_repayment_requested(claim: Claim) -> None:
    """Ask the school to pay back what it owes."""
    for person in _claimants(claim):
        post("deployments/claim_repayment_requested", person, claim, owed=-claim.total_pence)


def claim_repaid(claim: Claim, *, paid_on: date | None = None) -> None:
    """Tell the school that what it owed came in, and on which day."""
    for person in _claimants(claim):
        post("deployments/claim_repaid", person, claim, owed=-claim.total_pence, paid_on=paid_on)


def claim_unrepaid(claim: Claim, *, reason: str = "") -> None:
    """Tell the school that the repayment it was told of did not come in, and why."""
    for person in _claimants(claim):
        post("deployments/claim_unrepaid", person, claim, owed=-claim.total_pence, reason=reason)


# Asked once more just before delivery.
while_due("deployments/claim_query_due", lambda case: case.state == Claim.State.QUERIED)
while_due("deployments/claim_submission_due", lambda case: case.state == Claim.State.COLLECTING)
