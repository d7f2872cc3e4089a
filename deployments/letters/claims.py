"""Who is told what about claims."""

from datetime import date

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Entry
from deployments.letters.people import each
from deployments.models import Claim
from deployments.models.claims import CLAIMANTS
from deployments.queries.parties import holder_of, holders
from directory.models import Person, Post
from directory.queries.posts import alliance_managers


def _claimants(claim: Claim) -> list[Person]:
    """Return who hears about a school's claim: the head, the business manager and who submitted it."""
    on = timezone.localdate()
    business = [holder for role in CLAIMANTS[len(Post.HEADS) :] for holder in holders(role, on, claim.school)]
    return each(holder_of(claim.school, "head", on), *business, claim.submitted_by)


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


# Asked once more just before delivery.
while_due("deployments/claim_query_due", lambda case: case.state == Claim.State.QUERIED)
