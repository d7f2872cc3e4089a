"""Who is told what about support: one function per letter; each can be previewed before it is sent."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.letters import post, while_due
from deployments.documents import entry_of
from deployments.models import Claim, Consent, Deployment, SupportRequest, Visit
from deployments.models.claims import CLAIMANTS
from deployments.queries.candidates import next_best
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import evaluator_of, holder_of, holders, people_of, school_readers
from deployments.queries.people import around
from deployments.queries.visits import notes_for
from designation.queries.endings import interrupted_since
from directory.models import Person, Post
from directory.queries.posts import alliance_managers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

CONSENT = "consent"
CONSENT_DOORS = ["deployments:deployment-consent", "deployments:deployment-refuse"]
CONFIRM = "confirm"
# Who did not say so takes the other door: a proposal is refused, what was agreed is withdrawn.
CONFIRM_DOORS = [f"deployments:deployment-{step}" for step in ("confirm", "refuse", "withdraw")]
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


def request_unmet(
    request: SupportRequest, *, by: Person | None = None, reason: str = "", why: str = ""
) -> None:
    """Tell the school's contact and who made the request that nobody could be found, and why."""
    label = SupportRequest.UnmetWhy(why).label if why else ""
    for person in _each(request.made_by, request.contact):
        if person != by:
            post("deployments/request_unmet", person, request, why=label, reason=reason)


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


def consent_recorded(consent: Consent, on: date | None = None) -> None:
    """Ask one party to confirm what the alliance recorded as said by phone; `on`: a reminder, once for that day."""
    deployment = consent.deployment
    post(
        "deployments/consent_recorded",
        consent.asked_of,
        deployment,
        due_on=on,
        doors=CONFIRM_DOORS,
        purpose=CONFIRM,
        consent=consent,
        objectives=[objective.text for objective in deployment.objectives.all()],
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


def deployment_dropped(deployment: Deployment) -> None:
    """Ask the managers to find somebody else, with the next best match at hand; tell the parties that it is over.

    Where all had agreed the parties read that the designation has ended; never why it did.
    """
    request = deployment.request
    following = next_best(request, {deployment.designation_id}) if request else None
    url = request.page("propose") if request else ""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/deployment_dropped", manager, deployment, next_best=following, url=url)
    if deployment.agreed_at:
        deployment_fallen_through(deployment)
    else:
        deployment_not_available(deployment)


def deployment_fallen_through(deployment: Deployment) -> None:
    """Tell the parties that what they had agreed to cannot go ahead, because the leader is one no more."""
    for person in _outside_the_alliance(deployment):
        post("deployments/deployment_fallen_through", person, deployment)


def deployment_held_up(deployment: Deployment) -> None:
    """Tell the school supported, once for this suspension or end, that no visits can be planned for now; never why."""
    since = interrupted_since(deployment.designation)
    for person in school_readers(deployment, timezone.localdate()):
        post("deployments/deployment_held_up", person, deployment, due_on=since)


def deployment_cancelled(deployment: Deployment) -> None:
    """Tell the parties that the alliance took the proposal back."""
    for person in _outside_the_alliance(deployment):
        post("deployments/deployment_cancelled", person, deployment)


# What was agreed ends early, or rests


def deployment_withdrawn(deployment: Deployment, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers, and nobody else, who withdrew and why, with the next best match at hand."""
    request = deployment.request
    following = next_best(request, {deployment.designation_id}) if request else None
    url = request.page("propose") if request else ""
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_withdrawn",
            manager,
            deployment,
            by=by,
            reason=reason,
            next_best=following,
            url=url,
        )


def deployment_no_longer_available(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties besides the one who withdrew that it ends before it began; never who withdrew, never why."""
    for person in _outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_no_longer_available", person, deployment)


def deployment_stopped(
    deployment: Deployment, *, besides: Person | None = None, look_for_another: bool | None = None
) -> None:
    """Tell the parties that the work is stopped and what becomes of visits and pay; never why."""
    for person in _outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_stopped", person, deployment, look_for_another=look_for_another)


def deployment_paused(deployment: Deployment, *, besides: Person | None = None, reason: str = "") -> None:
    """Tell the parties and the managers that the work rests, why, and when it is looked at again."""
    people = around(deployment, timezone.localdate())
    for person in _each(*people.parties, *people.managers):
        if person != besides:
            post("deployments/deployment_paused", person, deployment, by=besides, reason=reason)


def deployment_resumed(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties and the managers that the work goes on."""
    people = around(deployment, timezone.localdate())
    for person in _each(*people.parties, *people.managers):
        if person != besides:
            post("deployments/deployment_resumed", person, deployment)


def deployment_pause_due(deployment: Deployment) -> None:
    """Ask the managers to look at paused work again, once for the day that was set."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/deployment_pause_due", manager, deployment, due_on=deployment.look_again_on)


# Visits


def visit_planned(visit: Visit, *, by: Person | None = None) -> None:
    """Tell the school, and the leader where somebody else planned it, when the visit will be; into their calendars."""
    readers, notes = school_readers(visit.deployment, timezone.localdate()), notes_for(visit)
    for person in _each(*readers, visit.leader):
        if person != by:
            entry = entry_of(visit, person)
            post("deployments/visit_planned", person, visit, calendar=entry, notes=notes)


def visit_held(visit: Visit) -> None:
    """Ask the school to acknowledge a visit, by a link through this one door."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post(
            "deployments/visit_held",
            person,
            visit,
            doors=["deployments:visit-acknowledge"],
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(visit),
        )


def acknowledgement_due(visit: Visit, *, on: date | None = None) -> None:
    """Remind the school, once for this day, to acknowledge a visit or say that it was not held; by link."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post(
            "deployments/acknowledgement_due",
            person,
            visit,
            due_on=on,
            doors=["deployments:visit-acknowledge", "deployments:visit-miss"],
            purpose=ACKNOWLEDGE,
            due=acknowledgement_due_on(visit),
        )


def visit_presumed(visit: Visit) -> None:
    """Tell the school that a visit of which it said nothing counts as acknowledged."""
    for person in school_readers(visit.deployment, timezone.localdate()):
        post("deployments/visit_presumed", person, visit)


def visit_contested(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers that a visit recorded as held is now said not to have been held."""
    for manager in alliance_managers(timezone.localdate()):
        if manager != by:
            post("deployments/visit_contested", manager, visit, by=by, reason=reason)


def visit_missed(visit: Visit, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other side that a visit was not held, and why; one that is still to come leaves their calendars."""
    on = timezone.localdate()
    for person in _each(*school_readers(visit.deployment, on), visit.leader):
        if person != by:
            entry = entry_of(visit, person, cancelled=True) if visit.on >= on else ""
            post("deployments/visit_missed", person, visit, calendar=entry, by=by, reason=reason)


def visit_called_off(visit: Visit) -> None:
    """Take a visit that will not be out of the calendars of the school and the leader."""
    for person in _each(*school_readers(visit.deployment, timezone.localdate()), visit.leader):
        entry = entry_of(visit, person, cancelled=True)
        post("deployments/visit_called_off", person, visit, calendar=entry)


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
while_due("deployments/consent_recorded", lambda case: case.state in Deployment.STANDING)
while_due("deployments/visit_held", lambda case: case.state == Visit.State.HELD)
while_due("deployments/acknowledgement_due", lambda case: case.state == Visit.State.HELD)
while_due("deployments/visit_planned", lambda case: case.state == Visit.State.PLANNED)
while_due("deployments/deployment_pause_due", lambda case: case.state == Deployment.State.PAUSED)
while_due("deployments/deployment_completed", lambda case: case.state == Deployment.State.COMPLETED)
