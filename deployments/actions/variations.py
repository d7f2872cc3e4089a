"""A change of days, dates or funding is proposed, and holds when every party it concerns has agreed to it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework import documents, links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import give_back, take_more
from deployments.actions.consents import (
    LANGUAGES,
    WORKING_DAYS_TO_ANSWER,
    has_moved,
    is_inactive,
    stand_in_for,
    too_late,
    write_answer,
)
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.progress import keep_midpoint
from deployments.actions.variation_endings import lock_deployment, undo_variation
from deployments.lifecycle import DEPLOYMENT, VARIATION
from deployments.models import Deployment, Variation, VariationConsent
from deployments.queries.parties import Asked, NobodyToAsk, asked_again
from deployments.queries.variations import obstacles_to_change
from deployments.rules import party_of
from directory.calendar import add_working_days
from directory.models import Person

Decision = VariationConsent.Decision
# What is read of the deployment's row once it is locked: somebody may have changed it meanwhile.
TERMS = ["state", "half_days", "starts_on", "ends_on"]


@transaction.atomic
def vary(
    deployment: Deployment,
    *,
    by: Person,
    half_days: int,
    starts_on: date,
    ends_on: date,
    reason: str,
    funding: str = "",
    channel: str = Channel.PORTAL,
) -> Variation:
    """Propose new half days, dates or funding for what was agreed; all parties it concerns are asked, and read why.

    Who may: the leader, the head of the school supported, a manager; whose own consent counts as given where they are
    a party. Half days it adds are held against the term's budgets, and what they cost in the fund, until it is decided.
    Raises StepNotOpen, and Obstacle when nothing changes, a change waits already, days are used or planned beyond it,
    or a budget or the fund has too little left.
    """
    # The self-loop locks the deployment: of two changes proposed at once one is first, and no visit comes between.
    DEPLOYMENT.advance(deployment, "vary", by=by, channel=channel)
    deployment.refresh_from_db(fields=TERMS)
    request = deployment.request
    funding_before = request.funding if request else ""
    variation = Variation(deployment=deployment, proposed_by=by, reason=reason)
    variation.half_days, variation.half_days_before = half_days, deployment.half_days
    variation.starts_on, variation.starts_on_before = starts_on, deployment.starts_on
    variation.ends_on, variation.ends_on_before = ends_on, deployment.ends_on
    variation.funding, variation.funding_before = funding or funding_before, funding_before
    gone = is_inactive(deployment) or has_moved(deployment)
    if sentences := [gone] if gone else obstacles_to_change(variation):
        raise Obstacle(*sentences)
    try:
        parties = asked_again(deployment, timezone.localdate())
    except NobodyToAsk as missing:
        raise Obstacle(str(missing)) from missing
    take_more(deployment, variation.half_days_added)
    variation.save()
    hold_money(deployment)
    VARIATION.begin(variation, by=by, channel=channel)
    _ask(variation, parties, by, channel)
    return variation


def _ask(variation: Variation, parties: list[Asked], by: Person, channel: str) -> None:
    """Write the three consents, that of who proposes it given, and ask the others."""
    now, due_on = timezone.now(), add_working_days(timezone.localdate(), WORKING_DAYS_TO_ANSWER)
    for position, asked in enumerate(parties, start=1):
        consent = VariationConsent(variation=variation, position=position, asked_at=now, due_on=due_on)
        consent.party, consent.asked_of, consent.asked_as = asked
        consent.save()
    own = party_of(by, variation, pending_only=True)
    if own is not None:
        write_answer(own, Decision.GIVEN, by, channel)
    for consent in variation.consents.filter(decision=Decision.ASKED).select_related("asked_of"):
        consent.variation = variation
        letters.variation_requested(consent)


@transaction.atomic
def consent_variation(
    variation: Variation, *, by: Person, offered: str = "", channel: str = Channel.PORTAL
) -> None:
    """Agree to a change for the party the person answers for; with the last consent it holds, in the same transaction.

    Who may: as for a proposal. Raises StepNotOpen when it has moved on or this party has answered; Obstacle when the
    time to answer is over, the leader is no longer active or has changed school, or visits stand in its way.
    """
    deployment = lock_deployment(variation)
    mine = party_of(by, variation, pending_only=True)
    behalf = stand_in_for(mine, by) if mine else ""
    VARIATION.advance(variation, "consent", by=by, channel=channel, on_behalf_of=behalf)
    fresh = variation.consents.filter(pk=mine.pk, decision=Decision.ASKED).first() if mine else None
    if fresh is None:
        raise StepNotOpen(variation, "consent")
    if timezone.localdate() > fresh.due_on:
        raise Obstacle(too_late(fresh))
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    write_answer(fresh, Decision.GIVEN, by, channel)
    if not variation.consents.filter(decision=Decision.ASKED).exists():
        _adopt(variation)


def _adopt(variation: Variation) -> None:
    """Let the change hold: days, dates and funding as agreed, the rate as frozen; the agreement is made anew."""
    deployment = variation.deployment
    VARIATION.advance(variation, "agree", by=None)
    DEPLOYMENT.advance(
        deployment,
        "adopt",
        by=None,
        half_days=variation.half_days,
        starts_on=variation.starts_on,
        ends_on=variation.ends_on,
    )
    if sentences := obstacles_to_change(variation):
        raise Obstacle(*sentences)
    give_back(deployment, variation.half_days_taken_away)
    hold_money(deployment)
    keep_midpoint(deployment)
    if deployment.request is not None and variation.funding != variation.funding_before:
        deployment.request.funding = variation.funding
        deployment.request.save(update_fields=["funding"])
    documents.recall(deployment, "deployments/agreement")
    for language in LANGUAGES:
        documents.order(deployment, "deployments/agreement", language)
    links.close(variation, letters.CONSENT)
    letters.variation_agreed(variation)


@transaction.atomic
def refuse_variation(
    variation: Variation,
    *,
    by: Person,
    reason: str,
    why: str = VariationConsent.Why.OTHER,
    channel: str = Channel.PORTAL,
) -> None:
    """Refuse a change for the party the person answers for: what was agreed stays as it was.

    The reason goes to the managers only; the others read that it was not agreed. Half days held are given back. Raises
    StepNotOpen when it has moved on or the person answers for no party.
    """
    lock_deployment(variation)
    mine = party_of(by, variation)
    if mine is None:
        raise StepNotOpen(variation, "refuse")
    behalf = stand_in_for(mine, by)
    VARIATION.advance(
        variation,
        "refuse",
        by=by,
        channel=channel,
        note=f"{by}: {reason}",
        private=True,
        on_behalf_of=behalf,
    )
    write_answer(mine, Decision.REFUSED, by, channel, reason=reason, why=why)
    undo_variation(variation)
    letters.variation_refused(variation, by=by, reason=reason, why=VariationConsent.Why(why).label)
    letters.variation_not_agreed(variation, besides=by)


@transaction.atomic
def remind_of_variation(consent: VariationConsent, on: date) -> None:
    """Remind a party of the answer it owes; `on` is the day the reminder stands for, and it goes once."""
    letters.variation_due(consent, on)


@transaction.atomic
def hand_over_variation(consent: VariationConsent, holder: Person) -> bool:
    """Ask the successor of a post-holder who left; say whether the question was still open. Runs by itself."""
    rows = VariationConsent.objects.pending().filter(pk=consent.pk, asked_of=consent.asked_of_id)
    if not rows.update(asked_of=holder):
        return False
    links.close(consent.variation, letters.CONSENT, person=consent.asked_of)
    consent.refresh_from_db()
    letters.variation_requested(consent)
    return True
