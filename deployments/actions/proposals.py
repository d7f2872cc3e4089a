"""The alliance proposes a leader, takes a proposal back, and chases silence."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.aims import Aim, aims_within, write_objectives
from deployments.actions.budgets import take_half_days
from deployments.actions.consents import (
    WORKING_DAYS_TO_ANSWER,
    release_deployment,
    reopen_request,
)
from deployments.actions.funds import check_fund, hold_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.matching import Match
from deployments.models import Consent, Deployment, Fund, SupportRequest, Visit
from deployments.queries.candidates import kept_words, match_of
from deployments.queries.due import answer_due_on
from deployments.queries.funds import terms_of_pay
from deployments.queries.leaving import to_drop
from deployments.queries.money import NoRate
from deployments.queries.parties import Asked, NobodyToAsk, parties_of
from deployments.queries.succession import predecessor_of
from deployments.queries.terms import Dates
from designation.models import Designation
from directory.models import Person


class Said(NamedTuple):
    """Which parties said yes to the alliance by phone, and when."""

    parties: Collection[str]
    at: datetime


# What forbids asking somebody forbids nothing to who was asked, or has said yes, already.
NOT_OF_THE_ASKED = ("asked_lately", "avoided")


@transaction.atomic
def propose(
    request: SupportRequest,
    *,
    by: Person,
    designation: Designation,
    half_days: int,
    starts_on: date,
    ends_on: date,
    objectives: Sequence[Aim],
    fund: Fund | None = None,
    purchase_order: str = "",
    channel: str = Channel.PORTAL,
    said: Said | None = None,
    school_last: bool = False,
) -> Deployment:
    """Propose a leader for an open request, in half days; the alliance's own consent is given by it.

    Who may: managers. The half days are taken from the budgets of the leader and of the leader's school in the
    terms the work lies in, and the `fund`, where one pays, keeps what it may cost. What is offered to the leader's
    school is the rate of today, and stays so. Parties that `said` yes by phone
    are asked to confirm it, the others to answer; with `school_last` the school supported only when the leader and the
    leader's school have agreed. Raises StepNotOpen when somebody else was quicker, Obstacle with what forbids it.
    """
    on = timezone.localdate()
    REQUEST.advance(request, "propose", by=by, channel=channel, note=str(designation.person), private=True)
    aims = aims_within(objectives, Dates(starts_on, ends_on))
    found = match_of(request, designation, half_days=half_days, starts_on=starts_on, ends_on=ends_on)
    if blocked := against(found, NOT_OF_THE_ASKED if said else ()):
        raise Obstacle(*blocked)
    try:
        parties = parties_of(designation, request.school, by, on)
        pay = terms_of_pay(designation, fund, on)
    except (NobodyToAsk, NoRate) as missing:
        raise Obstacle(str(missing)) from missing
    check_fund(fund, request.funding, starts_on)
    deployment = Deployment.objects.create(
        designation=designation,
        request=request,
        home_school=designation.home_school,
        school=request.school,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        fund=fund,
        **pay,
        purchase_order=purchase_order or request.purchase_order,
        proposed_by=by,
        school_last=school_last,
        looked_after_by=request.looked_after_by,
        carries_on=predecessor_of(request),
        match=kept_words(request, found, half_days=half_days, ends_on=ends_on),
    )
    take_half_days(deployment)
    write_objectives(deployment, aims)
    DEPLOYMENT.begin(deployment, by=by, channel=channel)
    hold_money(deployment)
    _ask(deployment, parties, by, channel, said)
    return deployment


def against(found: Match, pardoned: Collection[str]) -> list[str]:
    """Return in words what forbids it, less what is pardoned."""
    return [found.reason(key) for key in found.blocks if key not in pardoned]


def _ask(
    deployment: Deployment,
    parties: list[Asked],
    by: Person,
    channel: str,
    said: Said | None = None,
) -> None:
    """Write the four consents, the alliance's given, and ask the other three, or those who said yes to confirm it."""
    now = timezone.now()
    consents = []
    for position, asked in enumerate(parties, start=1):
        consent = Consent(deployment=deployment, position=position, asked_at=now)
        consent.party, consent.asked_of, consent.asked_as = asked
        consent.rate_pence, consent.school_pays = deployment.rate_pence, deployment.school_pays
        consent.due_on = answer_due_on(consent, WORKING_DAYS_TO_ANSWER)
        if asked.party == Consent.Party.ALLIANCE:
            consent.decision, consent.by, consent.at = Consent.Decision.GIVEN, by, now
            consent.channel = channel
        elif said and asked.party in said.parties:
            consent.decision, consent.by, consent.at = Consent.Decision.GIVEN, asked.person, said.at
            # Who is a party and records it speaks in her own name.
            consent.channel = Channel.PORTAL if asked.person == by else Channel.PHONE
            consent.recorded_by = None if asked.person == by else by
        elif deployment.school_last and asked.party == Consent.Party.RECEIVING_HEAD:
            consent.decision = Consent.Decision.LATER
        consent.save()
        consents.append(consent)
    for consent in consents:
        if consent.is_pending:
            letters.consent_requested(consent)
        elif consent.is_unconfirmed:
            letters.consent_recorded(consent)


@transaction.atomic
def cancel(deployment: Deployment, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Take a proposal back: budgets are given back, the request is open again, the parties are told.

    Who may: managers. The reason is for managers only. Raises StepNotOpen.
    """
    DEPLOYMENT.advance(deployment, "cancel", by=by, channel=channel, note=reason, private=True)
    release_deployment(deployment)
    reopen_request(deployment.request)
    letters.deployment_cancelled(deployment)


@transaction.atomic
def lapse(deployment: Deployment) -> bool:
    """Let a proposal lapse whose deadline passed without every answer; say whether it did.

    Runs by itself. Somebody may have answered since it was found: then nothing happens.
    """
    late = deployment.consents.filter(decision=Consent.Decision.ASKED, due_on__lt=timezone.localdate())
    try:
        with transaction.atomic():
            DEPLOYMENT.advance(deployment, "lapse", by=None)
            if not late.exists():
                raise StepNotOpen(deployment, "lapse")
    except StepNotOpen:
        return False
    asked = deployment.consents.filter(decision=Consent.Decision.ASKED).select_related("asked_of")
    silent = [consent.asked_of for consent in asked]
    release_deployment(deployment)
    reopen_request(deployment.request)
    letters.deployment_lapsed(deployment, silent=silent)  # when the days are free that the next best may need
    return True


@transaction.atomic
def drop(deployment: Deployment) -> bool:
    """End a proposal whose leader is not active any more, or what was agreed with one who has left; say whether it did.

    Runs by itself: the days go back, planned visits are called off, the request is open again, the managers get the
    next best match. Rate, moment and consents of what had been agreed stay as they were. Somebody may have answered or
    held a visit since it was found, or the designation been resumed: then nothing happens.
    """
    rows = Deployment.objects.select_for_update()  # nobody agrees, plans or begins in between
    deployment.refresh_from_db(fields=["agreed_at"], from_queryset=rows)
    if not to_drop(timezone.localdate()).filter(pk=deployment.pk).exists():
        return False
    DEPLOYMENT.advance(deployment, "drop", by=None)
    release_deployment(deployment, because=Visit.LEADER_LEFT)
    reopen_request(deployment.request)
    letters.deployment_dropped(deployment)
    return True


@transaction.atomic
def warn(deployment: Deployment) -> None:
    """Tell the school supported that the leader cannot plan visits for now; once for each time it comes to that."""
    letters.deployment_held_up(deployment)


@transaction.atomic
def remind(consent: Consent, on: date) -> None:
    """Remind a party of the answer it owes; `on` is the day the reminder stands for, and it goes once."""
    letters.consent_due(consent, on)
