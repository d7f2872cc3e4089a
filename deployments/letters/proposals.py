"""Who is told what about a proposal: who is asked and reminded, and how it ended."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.letters import post
from deployments.letters.following import following
from deployments.letters.people import outside_the_alliance
from deployments.models import Consent, Deployment, SupportRequest
from deployments.queries.parties import people_asked, school_readers
from deployments.queries.people import around
from deployments.queries.terms import Terms
from designation.queries.endings import interrupted_since
from directory.models import Person
from directory.queries.posts import alliance_managers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


CONSENT = "consent"
CONSENT_DOORS = ["deployments:deployment-consent", "deployments:deployment-refuse"]
CONFIRM = "confirm"
# Who did not say so says that; who has changed their mind refuses a proposal, or withdraws from what was agreed.
CONFIRM_DOORS = [f"deployments:deployment-{step}" for step in ("confirm", "deny", "refuse", "withdraw")]


def consent_requested(consent: Consent) -> None:
    """Ask one party to agree or refuse, with a link through exactly these two doors."""
    deployment = consent.deployment
    others = [str(person) for person in people_asked(deployment) if person != consent.asked_of]
    post(
        "deployments/consent_requested",
        consent.asked_of,
        deployment,
        doors=CONSENT_DOORS,
        purpose=CONSENT,
        consent=consent,
        due=consent.due_on,
        others=others,
        school_later=deployment.consents.filter(decision=Consent.Decision.LATER).exists(),
        objectives=list(deployment.objectives.all()),
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


def terms_changed(consent: Consent, was: Terms, *, had_agreed: bool) -> None:
    """Ask one party anew, with what has changed since it was asked; by a link through the same two doors."""
    deployment = consent.deployment
    post(
        "deployments/terms_changed",
        consent.asked_of,
        deployment,
        doors=CONSENT_DOORS,
        purpose=CONSENT,
        was=was,
        had_agreed=had_agreed,
        due=consent.due_on,
        objectives=list(deployment.objectives.all()),
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
        objectives=list(deployment.objectives.all()),
    )


def deployment_denied(deployment: Deployment, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers, and nobody else, that a party never gave the answer they recorded by phone."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/deployment_denied", manager, deployment, by=by, reason=reason)


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
    instead = following(deployment)
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_refused",
            manager,
            deployment,
            by=by,
            reason=reason,
            why=why,
            url=request.page("propose") if request else "",
            **instead,
        )


def deployment_not_available(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties besides the one who refused that it cannot be; never who refused, never why."""
    for person in outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_not_available", person, deployment)


def deployment_lapsed(deployment: Deployment, *, silent: Sequence[Person]) -> None:
    """Tell the managers who was `silent`, with the next best match at hand; tell the parties that it is over."""
    request = deployment.request
    instead = following(deployment)
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_lapsed",
            manager,
            deployment,
            silent=silent,
            url=request.page("propose") if request else "",
            **instead,
        )
    deployment_not_available(deployment)


def deployment_dropped(deployment: Deployment) -> None:
    """Ask the managers to find somebody else, with the next best match at hand; tell the parties that it is over.

    Where all had agreed the parties read that the designation has ended; never why it did.
    """
    request = deployment.request
    instead = following(deployment)
    url = request.page("propose") if request else ""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/deployment_dropped", manager, deployment, url=url, **instead)
    if deployment.agreed_at:
        deployment_fallen_through(deployment)
    else:
        deployment_not_available(deployment)


def deployment_fallen_through(deployment: Deployment) -> None:
    """Tell the parties that what they had agreed to cannot go ahead, because the leader is one no more."""
    for person in outside_the_alliance(deployment):
        post("deployments/deployment_fallen_through", person, deployment)


def deployment_held_up(deployment: Deployment) -> None:
    """Tell the school supported, once for this suspension or end, that no visits can be planned for now; never why."""
    since = interrupted_since(deployment.designation)
    for person in school_readers(deployment, timezone.localdate()):
        post("deployments/deployment_held_up", person, deployment, due_on=since)


def deployment_cancelled(deployment: Deployment) -> None:
    """Tell the parties that the alliance took the proposal back."""
    for person in outside_the_alliance(deployment):
        post("deployments/deployment_cancelled", person, deployment)


def deployment_not_needed(request: SupportRequest, *, by: Person | None = None) -> None:
    """Tell the parties of a proposal that waits, besides whoever withdraws the request, that it is no longer needed.

    A school that is asked last and was not asked yet hears nothing.
    """
    for deployment in request.deployments.filter(state=Deployment.State.PROPOSED):
        for person in outside_the_alliance(deployment):
            if person != by:
                post("deployments/deployment_not_needed", person, deployment)
