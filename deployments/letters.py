"""Who is told what about support: one function per letter; each can be previewed before it is sent."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.letters import post, while_due
from deployments.models import Claim, Consent, Deployment, SupportRequest, Visit
from deployments.models.claims import CLAIMANTS
from deployments.queries.candidates import next_best
from deployments.queries.parties import evaluator_of, holder_of, holders, people_of, school_readers
from deployments.queries.people import around
from directory.models import Person, Post
from directory.queries.posts import alliance_managers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONSENT = "consent"
CONSENT_DOORS = ["deployments:deployment-consent", "deployments:deployment-refuse"]
ACKNOWLEDGE = "acknowledge"


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def _outside_the_alliance(deployment: Deployment) -> list[Person]:
    """Return the leader and who speaks for the two schools today; managers read it in the portal."""
    people = around(deployment, timezone.localdate())
    return [person for person in people.parties if person not in people.managers]


# Requests


def request_received(request: SupportRequest) -> None:
    """Confirm a request to whoever made it and to the school's contact."""
    for person in _each(request.made_by, request.contact):
        post("deployments/request_received", person, request)


def request_opened(request: SupportRequest) -> None:
    """Ask the alliance's managers to find somebody."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/request_opened", manager, request, url=request.page("propose"))


def request_withdrawn(request: SupportRequest, *, by: Person | None = None) -> None:
    """Tell the managers, the school's contact and who made the request that it is withdrawn."""
    managers = alliance_managers(timezone.localdate())
    for person in _each(*managers, request.made_by, request.contact):
        if person != by:
            post("deployments/request_withdrawn", person, request, by=by)


# Consents


def consent_requested(consent: Consent) -> None:
    """Ask one party to agree or refuse, with a link through exactly these two doors."""
    deployment = consent.deployment
    others = [str(person) for person in people_of(deployment) if person != consent.asked_of]
    post(
        "deployments/consent_requested",
        consent.asked_of,
        deployment,
        doors=CONSENT_DOORS,
        purpose=CONSENT,
        consent=consent,
        due=consent.due_on,
        others=others,
        objectives=[objective.text for objective in deployment.objectives.all()],
    )


def consent_due(consent: Consent, on: date) -> None:
    """Remind one party, once for this day, that the answer is still wanted."""
    post(
        "deployments/consent_due",
        consent.asked_of,
        consent.deployment,
        due_on=on,
        doors=CONSENT_DOORS,
        purpose=CONSENT,
        consent=consent,
        due=consent.due_on,
    )


def deployment_agreed(deployment: Deployment) -> None:
    """Tell all four that everybody has agreed and what comes next."""
    parties = around(deployment, timezone.localdate()).parties
    for person in parties:
        post("deployments/deployment_agreed", person, deployment, parties=parties)


def deployment_refused(
    deployment: Deployment, *, by: Person | None = None, reason: str = "", why: "StrOrPromise" = ""
) -> None:
    """Tell the managers, and nobody else, who refused and why, with the next best match at hand."""
    request = deployment.request
    following = next_best(request, {deployment.designation_id}) if request else None
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_refused",
            manager,
            deployment,
            by=by,
            reason=reason,
            why=why,
            next_best=following,
            url=request.page("propose") if request else "",
        )


def deployment_not_available(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties besides the one who refused that it cannot be; never who refused, never why."""
    for person in _outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_not_available", person, deployment)


def deployment_lapsed(deployment: Deployment) -> None:
    """Tell the managers whose time ran out, with the next best match at hand; tell the parties that it is over."""
    managers = alliance_managers(timezone.localdate())
    silent = [consent.asked_of for consent in deployment.consents.filter(at=None).select_related("asked_of")]
    request = deployment.request
    following = next_best(request, {deployment.designation_id}) if request else None
    for manager in managers:
        post(
            "deployments/deployment_lapsed",
            manager,
            deployment,
            silent=silent,
            next_best=following,
            url=request.page("propose") if request else "",
        )
    deployment_not_available(deployment)


def deployment_cancelled(deployment: Deployment) -> None:
    """Tell the parties that the alliance took the proposal back."""
    for person in _outside_the_alliance(deployment):
        post("deployments/deployment_cancelled", person, deployment)


# Visits


def visit_planned(visit: Visit, *, by: Person | None = None) -> None:
    """Tell the school, and the leader where somebody else planned it, when the visit will be."""
    readers = school_readers(visit.deployment, timezone.localdate())
    for person in _each(*readers, visit.leader):
        if person != by:
            post("deployments/visit_planned", person, visit)


def visit_held(visit: Visit) -> None:
    """Ask the school to acknowledge a visit, by a link through this one door."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post(
            "deployments/visit_held",
            person,
            visit,
            doors=["deployments:visit-acknowledge"],
            purpose=ACKNOWLEDGE,
        )


def visit_missed(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other side that a visit was not held, and why."""
    readers = school_readers(visit.deployment, timezone.localdate())
    for person in _each(*readers, visit.leader):
        if person != by:
            post("deployments/visit_missed", person, visit, by=by, reason=reason)


def deployment_completed(deployment: Deployment) -> None:
    """Ask the head of the school supported to evaluate what the work was worth."""
    person = evaluator_of(deployment, timezone.localdate())
    if person is not None:
        post(
            "deployments/deployment_completed",
            person,
            deployment,
            doors=["evaluations:deployment-evaluate"],
            purpose="evaluate",
        )


def deployment_closed(deployment: Deployment) -> None:
    """Tell the parties that the work is closed, with thanks."""
    for person in _outside_the_alliance(deployment):
        post("deployments/deployment_closed", person, deployment)


# Claims


def _claimants(claim: Claim) -> list[Person]:
    """Return who hears about a school's claim: the head, the business manager and who submitted it."""
    on = timezone.localdate()
    business = [holder for role in CLAIMANTS[len(Post.HEADS) :] for holder in holders(role, on, claim.school)]
    return _each(holder_of(claim.school, "head", on), *business, claim.submitted_by)


def claim_submitted(claim: Claim) -> None:
    """Ask the finance officers, or the managers where there are none, to check a claim."""
    on = timezone.localdate()
    for person in holders(Post.Role.FINANCE_OFFICER, on) or alliance_managers(on):
        post("deployments/claim_submitted", person, claim)


def claim_queried(claim: Claim, *, reason: str = "") -> None:
    """Send a claim back to the school with the question."""
    for person in _claimants(claim):
        post("deployments/claim_queried", person, claim, reason=reason)


def claim_approved(claim: Claim) -> None:
    """Tell the school that its claim is approved and the statement is being made."""
    for person in _claimants(claim):
        post("deployments/claim_approved", person, claim)


def claim_paid(claim: Claim, *, paid_on: date | None = None) -> None:
    """Tell the school that its claim is paid, and on which day."""
    for person in _claimants(claim):
        post("deployments/claim_paid", person, claim, paid_on=paid_on or claim.paid_on)


# Asked once more just before delivery.
while_due("deployments/consent_requested", lambda case: case.state == Deployment.State.PROPOSED)
while_due("deployments/consent_due", lambda case: case.state == Deployment.State.PROPOSED)
while_due("deployments/visit_held", lambda case: case.state == Visit.State.HELD)
while_due("deployments/visit_planned", lambda case: case.state == Visit.State.PLANNED)
while_due("deployments/deployment_completed", lambda case: case.state == Deployment.State.COMPLETED)
