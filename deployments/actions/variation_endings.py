"""A change of what was agreed comes to nothing: taken back, lapsed in silence, or overtaken by the end of the work."""

from django.db import transaction
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import give_back
from deployments.actions.funds import hold_money
from deployments.lifecycle import VARIATION
from deployments.models import Deployment, Variation, VariationConsent
from directory.models import Person


def lock_deployment(variation: Variation) -> Deployment:
    """Take the deployment's row before the variation's, as whoever ends the deployment does; return it as it stands.

    So neither waits for the other, and days and dates hold still while they are looked at.
    """
    deployment = Deployment.objects.select_for_update().get(pk=variation.deployment_id)
    variation.deployment.refresh_from_db(
        fields=["state", "half_days", "starts_on", "ends_on", "fund", "held_pence"]
    )
    return deployment


def undo_variation(variation: Variation) -> None:
    """Give the half days and the money held back, void the open questions and close their links."""
    give_back(variation.deployment, variation.half_days_added)
    hold_money(variation.deployment)
    asked = variation.consents.filter(decision=VariationConsent.Decision.ASKED)
    asked.update(decision=VariationConsent.Decision.VOID)
    links.close(variation, letters.CONSENT)


@transaction.atomic
def cancel_variation(variation: Variation, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Take a proposed change back: it stays as it was, and the parties are told. Raises StepNotOpen.

    Who may: who proposed it, a manager.
    """
    lock_deployment(variation)
    VARIATION.advance(variation, "cancel", by=by, channel=channel)
    undo_variation(variation)
    letters.variation_cancelled(variation, besides=by)


@transaction.atomic
def lapse_variation(variation: Variation) -> bool:
    """Let a proposed change lapse whose deadline passed without every answer; say whether it did.

    Runs by itself. Somebody may have answered since it was found: then nothing happens.
    """
    lock_deployment(variation)
    late = variation.consents.filter(
        decision=VariationConsent.Decision.ASKED, due_on__lt=timezone.localdate()
    )
    try:
        with transaction.atomic():
            VARIATION.advance(variation, "lapse", by=None)
            if not late.exists():
                raise StepNotOpen(variation, "lapse")
    except StepNotOpen:
        return False
    letters.variation_lapsed(variation)
    undo_variation(variation)
    return True


def call_off_variation(deployment: Deployment) -> None:
    """Call off the change still proposed for a deployment that comes to its end, of which the parties are told."""
    live = Variation.objects.filter(deployment=deployment, state=Variation.State.PROPOSED)
    for variation in live.select_related("deployment"):
        VARIATION.advance(variation, "call_off", by=None)
        undo_variation(variation)
