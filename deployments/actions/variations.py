"""A change of days, dates or funding is proposed, and holds when every party it concerns has agreed to it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.agreements import order_agreement
from deployments.actions.aims import move_dues
from deployments.actions.budgets import adopt_half_days, take_more
from deployments.actions.consents import (
    WORKING_DAYS_TO_ANSWER,
    Heard,
    has_moved,
    is_inactive,
    on_whose_word,
    stand_in_for,
    too_late,
    write_answer,
)
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.payers import change_payer, check_payer
from deployments.actions.progress import keep_midpoint
from deployments.actions.variation_endings import lock_deployment, undo_variation
from deployments.lifecycle import DEPLOYMENT, VARIATION
from deployments.models import Deployment, Fund, Variation, VariationConsent
from deployments.models.consents import Answer
from deployments.queries.due import answer_due_on
from deployments.queries.parties import Asked, NobodyToAsk, asked_again
from deployments.queries.terms import Dates, dues_moved
from deployments.queries.variations import funding_of, obstacles_to_change
from deployments.rules.consents import party_of
from directory.models import Person

Decision = VariationConsent.Decision
# What is read of the deployment's row once it is locked: somebody may have changed it meanwhile.
TERMS = ["state", "half_days", "starts_on", "ends_on", "fund", "held_pence"]


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
    fund: Fund | None = None,
    channel: str = Channel.PORTAL,
) -> Variation:
    """Propose new half days, dates or funding for what was agreed; all parties it concerns are asked, and read why.

    Who may: the leader, the head of the school supported, a manager; whose own consent counts as given where they are
    a party. Half days it adds are held against the budgets, and what they cost in the fund, until it is decided.
    Where who pays changes, `fund` pays from the agreement on: only a manager is offered the funds.
    Raises StepNotOpen, and Obstacle when nothing changes, a change waits already, days are used or planned beyond it,
    a budget or the fund has too little left, or a fund must be chosen and is not.
    """
    # The self-loop locks the deployment: of two changes proposed at once one is first, and no visit comes between.
    DEPLOYMENT.advance(deployment, "vary", by=by, channel=channel)
    deployment.refresh_from_db(fields=TERMS)
    funding_before = funding_of(deployment)
    variation = Variation(deployment=deployment, proposed_by=by, reason=reason)
    variation.half_days, variation.half_days_before = half_days, deployment.half_days
    variation.starts_on, variation.starts_on_before = starts_on, deployment.starts_on
    variation.ends_on, variation.ends_on_before = ends_on, deployment.ends_on
    variation.funding, variation.funding_before = funding or funding_before, funding_before
    variation.fund = fund if variation.funding != funding_before else deployment.fund
    gone = is_inactive(deployment) or has_moved(deployment)
    if sentences := [gone] if gone else obstacles_to_change(variation):
        raise Obstacle(*sentences)
    try:
        parties = asked_again(deployment, timezone.localdate())
    except NobodyToAsk as missing:
        raise Obstacle(str(missing)) from missing
    check_payer(variation)
    variation.dues = dues_moved(deployment, Dates.of(variation))
    take_more(variation)
    variation.save()
    hold_money(deployment)
    VARIATION.begin(variation, by=by, channel=channel)
    _ask(variation, parties, by, channel)
    return variation


def _ask(variation: Variation, parties: list[Asked], by: Person, channel: str) -> None:
    """Write the three consents, that of who proposes it given, and ask the others."""
    now = timezone.now()
    for position, asked in enumerate(parties, start=1):
        consent = VariationConsent(variation=variation, position=position, asked_at=now)
        consent.party, consent.asked_of, consent.asked_as = asked
        consent.due_on = answer_due_on(consent, WORKING_DAYS_TO_ANSWER)
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
    give_variation(variation, deployment, fresh, by=by, channel=channel)


def give_variation(
    variation: Variation,
    deployment: Deployment,
    fresh: Answer,
    *,
    by: Person,
    channel: str,
    heard: Heard | None = None,
) -> None:
    """Write an agreement to a change down, in the party's own name or as `heard` by phone; the last one adopts it.

    The caller holds both rows. Raises Obstacle as `consent_variation` does.
    """
    if timezone.localdate() > fresh.due_on:
        raise Obstacle(too_late(fresh))
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    write_answer(fresh, Decision.GIVEN, by, channel, heard)
    if not variation.consents.filter(decision=Decision.ASKED).exists():
        _adopt(variation)


def _adopt(variation: Variation) -> None:
    """Let the change hold: days, dates and funding as agreed, the rate as frozen; the agreement is made anew.

    What is due is due within the new dates, as the parties have read.
    """
    deployment, before = variation.deployment, Dates.of(variation.deployment)
    VARIATION.advance(variation, "agree", by=None, dues=dues_moved(deployment, Dates.of(variation)))
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
    adopt_half_days(variation)
    move_dues(deployment, before, Dates.of(variation))
    change_payer(variation)
    hold_money(deployment)
    keep_midpoint(deployment)
    if deployment.request is not None and variation.funding != variation.funding_before:
        deployment.request.funding = variation.funding
        deployment.request.save(update_fields=["funding"])
    order_agreement(deployment)
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
    turn_down_variation(variation, mine, by=by, reason=reason, why=why, channel=channel)


def turn_down_variation(
    variation: Variation,
    mine: Answer,
    *,
    by: Person,
    reason: str,
    why: str,
    channel: str,
    heard: Heard | None = None,
) -> None:
    """End a change by the refusal of one party, given in its own name or as `heard` by phone."""
    note = f"{by}: {reason}"
    whose = on_whose_word(mine, by, heard)
    VARIATION.advance(variation, "refuse", channel=channel, note=note, private=True, **whose)
    write_answer(mine, Decision.REFUSED, by, channel, heard, reason=reason, why=why)
    undo_variation(variation)
    letters.variation_refused(variation, by=by, reason=reason, why=VariationConsent.Why(why).label)
    letters.variation_not_agreed(variation, besides=by)


@transaction.atomic
def remind_of_variation(consent: VariationConsent, on: date) -> None:
    """Remind a party of the answer it owes; `on` is the day the reminder stands for, and it goes once."""
    letters.variation_due(consent, on)
