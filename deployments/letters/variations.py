"""Who is told what about a change of what was agreed: who is asked and reminded, and how it ended."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each, outside_the_alliance
from deployments.letters.proposals import CONFIRM, CONSENT
from deployments.models import Variation, VariationConsent
from deployments.queries.people import around
from directory.models import Person
from directory.queries.posts import alliance_managers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

VARIATION_DOORS = ["deployments:variation-consent", "deployments:variation-refuse"]
VARIATION_CONFIRM_DOORS = [f"deployments:variation-{step}" for step in ("confirm", "deny", "refuse")]


def variation_requested(consent: VariationConsent) -> None:
    """Ask one party to agree to a change or refuse it, with a link through exactly these two doors."""
    variation = consent.variation
    post(
        "deployments/variation_requested",
        consent.asked_of,
        variation,
        doors=VARIATION_DOORS,
        purpose=CONSENT,
        deployment=variation.deployment,
        due=consent.due_on,
    )


def variation_due(consent: VariationConsent, on: date) -> None:
    """Remind one party, once for this day, that the answer is still wanted."""
    post(
        "deployments/variation_due",
        consent.asked_of,
        consent.variation,
        due_on=on,
        doors=VARIATION_DOORS,
        purpose=CONSENT,
        deployment=consent.variation.deployment,
        due=consent.due_on,
    )


def variation_recorded(consent: VariationConsent, on: date | None = None) -> None:
    """Ask one party to confirm what it said to a change by phone; `on`: a reminder, once for that day."""
    post(
        "deployments/variation_recorded",
        consent.asked_of,
        consent.variation,
        due_on=on,
        doors=VARIATION_CONFIRM_DOORS,
        purpose=CONFIRM,
        deployment=consent.variation.deployment,
        consent=consent,
    )


def variation_denied(variation: Variation, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers, and nobody else, that a party never gave the answer to a change they recorded by phone."""
    deployment = variation.deployment
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/variation_denied", manager, variation, deployment=deployment, by=by, reason=reason)


def variation_agreed(variation: Variation) -> None:
    """Tell the parties and the managers what holds from now on."""
    deployment = variation.deployment
    people = around(deployment, timezone.localdate())
    for person in each(*people.parties, *_chairs(variation), *people.managers):
        post("deployments/variation_agreed", person, variation, deployment=deployment)


def _chairs(variation: Variation) -> list[Person]:
    """Return the chairs who were asked about a change, whoever agreed to the work itself."""
    asked = variation.consents.filter(asked_as=VariationConsent.AskedAs.CHAIR).select_related("asked_of")
    return [consent.asked_of for consent in asked]


def _concerned(variation: Variation) -> list[Person]:
    return each(*outside_the_alliance(variation.deployment), *_chairs(variation))


def variation_refused(
    variation: Variation, *, by: Person | None = None, reason: str = "", why: "StrOrPromise" = ""
) -> None:
    """Tell the managers, and nobody else, who refused a change and why."""
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/variation_refused",
            manager,
            variation,
            deployment=variation.deployment,
            by=by,
            reason=reason,
            why=why,
        )


def variation_not_agreed(variation: Variation, *, besides: Person | None = None) -> None:
    """Tell the parties besides the one who refused that it stays as it was; never who refused, never why."""
    for person in _concerned(variation):
        if person != besides:
            post("deployments/variation_not_agreed", person, variation, deployment=variation.deployment)


def variation_lapsed(variation: Variation) -> None:
    """Tell the managers who did not answer a change in time; tell the parties that it stays as it was."""
    silent = [consent.asked_of for consent in variation.consents.filter(at=None).select_related("asked_of")]
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/variation_lapsed",
            manager,
            variation,
            deployment=variation.deployment,
            silent=silent,
        )
    variation_not_agreed(variation)


def variation_cancelled(variation: Variation, *, besides: Person | None = None) -> None:
    """Tell the parties besides who took a change back that it stays as it was."""
    for person in _concerned(variation):
        if person != besides:
            post("deployments/variation_cancelled", person, variation, deployment=variation.deployment)
