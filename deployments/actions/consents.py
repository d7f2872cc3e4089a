"""The parties answer: they agree, one after another, or one of them refuses; a question follows its post."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.agreements import order_agreement
from deployments.actions.budgets import give_half_days_back
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.progress import keep_midpoint
from deployments.actions.variation_endings import call_off_variation
from deployments.actions.visits import call_off_visit
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Consent, Deployment, SupportRequest, VariationConsent, Visit
from deployments.models.consents import Answer
from deployments.queries.due import answer_due_on
from deployments.queries.parties import Asked, asked_instead
from deployments.queries.terms import offer_of
from deployments.rules.consents import party_of
from designation.models import Designation
from directory.calendar import said
from directory.models import Person

WORKING_DAYS_TO_ANSWER = 5
# Whoever comes into a post while a question waits has at least so many.
WORKING_DAYS_FOR_A_SUCCESSOR = 3


def stand_in_for(consent: Answer, by: Person) -> str:
    """Return on whose behalf somebody answers: nothing when they were asked themselves."""
    return "" if consent.asked_of_id == by.pk else str(consent.asked_of)


class Heard(NamedTuple):
    """Which manager wrote down what a party said by phone, and when it was said."""

    recorded_by: Person
    at: datetime


def on_whose_word(consent: Answer, by: Person, heard: Heard | None) -> dict[str, Any]:
    """Return who acts, and for whom, as the history says it: the manager who heard a party, else who answers."""
    if heard:
        return {"by": heard.recorded_by, "on_behalf_of": str(by)}
    return {"by": by, "on_behalf_of": stand_in_for(consent, by)}


def write_answer(
    consent: Answer, decision: str, by: Person, channel: str, heard: Heard | None = None, **fields
) -> None:
    """Write one party's answer, once: an answer already there is not written over."""
    given = type(consent)._default_manager.filter(pk=consent.pk).exclude(decision=decision)
    said = {"at": timezone.now()} | (heard._asdict() if heard else {}) | fields
    if not given.update(decision=decision, by=by, channel=channel, **said):
        raise StepNotOpen(consent.case, "consent")


@transaction.atomic
def consent(deployment: Deployment, *, by: Person, offered: str = "", channel: str = Channel.PORTAL) -> None:
    """Agree for the party the person answers for; the last consent agrees the deployment in the same transaction.

    Who may: whoever was asked or holds the post today, or their delegate. Raises StepNotOpen when the deployment
    has moved on or this party has answered, Obstacle when the time to answer is over, the leader is no longer active or
    has changed school, or the terms are not those `offered` when the person read them any more.
    """
    mine = party_of(by, deployment, pending_only=True)
    behalf = stand_in_for(mine, by) if mine else ""
    # First of all the self-loop: it locks the row, so that of two last consents each sees the other.
    DEPLOYMENT.advance(deployment, "consent", by=by, channel=channel, on_behalf_of=behalf)
    fresh = Consent.objects.filter(pk=mine.pk, decision=Consent.Decision.ASKED).first() if mine else None
    if fresh is None:
        raise StepNotOpen(deployment, "consent")
    give(deployment, fresh, by=by, offered=offered, channel=channel)


def give(
    deployment: Deployment,
    fresh: Consent,
    *,
    by: Person,
    offered: str,
    channel: str,
    heard: Heard | None = None,
) -> None:
    """Write an agreement down, in the party's own name or as `heard` by phone; the last one agrees the deployment.

    The caller holds the deployment's row. Raises Obstacle as `consent` does.
    """
    if timezone.localdate() > fresh.due_on:
        raise Obstacle(too_late(fresh))
    if offered and offered != offer_of(deployment):
        raise Obstacle(terms_have_changed())
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    write_answer(fresh, Consent.Decision.GIVEN, by, channel, heard)
    is_last = not deployment.consents.filter(decision=Consent.Decision.ASKED).exists()
    if is_last and not _ask_the_last(deployment):
        agree(deployment)


def _ask_the_last(deployment: Deployment) -> bool:
    """Ask the school that was to be asked last, with days of its own; say whether there is one."""
    last = deployment.consents.filter(decision=Consent.Decision.LATER).select_related("asked_of").first()
    if last is None:
        return False
    as_it_stands = Deployment.objects.in_full().get(pk=deployment.pk)
    for consent, asked in asked_instead(as_it_stands, timezone.localdate()):
        if consent == last:  # who held the post when it was proposed may have left since
            last.asked_of, last.asked_as = asked.person, asked.asked_as
    last.decision, last.asked_at = Consent.Decision.ASKED, timezone.now()
    last.deployment = deployment
    last.due_on = answer_due_on(last, WORKING_DAYS_TO_ANSWER)
    last.save(update_fields=["decision", "asked_of", "asked_as", "asked_at", "due_on"])
    letters.consent_requested(last)
    return True


def too_late(consent: Answer) -> str:
    """Say that the time to answer is over."""
    day = said(consent.due_on)
    return _(
        "The time to answer ended at midnight on %(day)s. Nothing was changed; the alliance will be in touch."
    ) % {"day": day}


def terms_have_changed() -> str:
    """Say that what somebody was about to agree to is not what is proposed now."""
    return _(
        "The terms were changed after you opened this page. Nothing was agreed: read what is proposed now, then "
        "agree or refuse."
    )


def is_inactive(deployment: Deployment) -> str:
    """Return a sentence when the leader's designation is suspended or has ended since it was proposed."""
    if Designation.objects.active().filter(pk=deployment.designation_id).exists():
        return ""
    return _(
        "The designation of %(leader)s is not active at the moment, so nobody can agree to this. Nothing was changed; "
        "the alliance will be in touch."
    ) % {"leader": deployment.leader}


def has_moved(deployment: Deployment) -> str:
    """Return a sentence when the leader has changed school or post since it was proposed: it is then asked anew."""
    designation = Designation.objects.get(pk=deployment.designation_id)
    if designation.is_released and designation.home_school_id == deployment.home_school_id:
        return ""
    return _(
        "%(leader)s has changed school or post since this was proposed, so nobody can agree to it any more. "
        "Nothing was changed; the alliance will be in touch."
    ) % {"leader": deployment.leader}


def agree(deployment: Deployment) -> None:
    """Agree for all: match the request, order the agreement and tell all four. The caller holds the deployment's row.

    What was offered is what everybody agreed to, and is frozen as it stands, to the penny the fund keeps for it. So it
    is where the rate of the day has changed since, or the leader has become a head.
    """
    DEPLOYMENT.advance(deployment, "agree", by=None, agreed_at=timezone.now())
    if deployment.request is not None:
        REQUEST.advance(deployment.request, "match", by=None)
    order_agreement(deployment)
    keep_midpoint(deployment)
    links.close(deployment, letters.CONSENT)
    letters.deployment_agreed(deployment)


@transaction.atomic
def refuse(
    deployment: Deployment,
    *,
    by: Person,
    reason: str,
    why: str = Consent.Why.OTHER,
    channel: str = Channel.PORTAL,
) -> None:
    """Refuse for the party the person answers for: final for this deployment, and the request is open again.

    The reason goes to the managers only; the others read that it cannot go ahead. Budgets are given back. Once all have
    agreed a party withdraws. Raises StepNotOpen when the deployment has moved on or the person answers for no party.
    """
    mine = party_of(by, deployment)
    if mine is None:
        raise StepNotOpen(deployment, "refuse")
    turn_down(deployment, mine, by=by, reason=reason, why=why, channel=channel)


def turn_down(
    deployment: Deployment,
    mine: Answer,
    *,
    by: Person,
    reason: str,
    why: str,
    channel: str,
    heard: Heard | None = None,
) -> None:
    """End a proposal by the refusal of one party, given in its own name or as `heard` by phone."""
    note = f"{by}: {reason}"
    whose = on_whose_word(mine, by, heard)
    DEPLOYMENT.advance(deployment, "refuse", channel=channel, note=note, private=True, **whose)
    write_answer(mine, Consent.Decision.REFUSED, by, channel, heard, reason=reason, why=why)
    release_deployment(deployment)
    reopen_request(deployment.request)
    letters.deployment_refused(deployment, by=by, reason=reason, why=Consent.Why(why).label)
    letters.deployment_not_available(deployment, besides=by)


def release_deployment(deployment: Deployment, *, because: str = Visit.CALLED_OFF) -> None:
    """Undo what a deployment that ends early had taken: unused days, open questions, links, planned visits,
    a change still proposed.

    `because`, one of `Visit.ENDED_BY_ITSELF`, is said of the visits.
    """
    call_off_variation(deployment)
    give_half_days_back(deployment)
    hold_money(deployment)
    # A school that was to be asked last was never asked, and learns nothing afterwards either.
    deployment.consents.filter(decision=Consent.Decision.ASKED).update(decision=Consent.Decision.VOID)
    links.close(deployment, letters.CONSENT)
    for visit in deployment.visits.filter(state=Visit.State.PLANNED):
        call_off_visit(visit, because=because)


def reopen_request(request: SupportRequest | None) -> None:
    """Open the request of a deployment that did not come about, so that the alliance proposes somebody else."""
    if request is not None:
        REQUEST.advance(request, "reopen", by=None)


# How a party is asked, for a proposal and for a change of what was agreed.
ASK: dict[type[Answer], Callable[[Any], None]] = {
    Consent: letters.consent_requested,
    VariationConsent: letters.variation_requested,
}


@transaction.atomic
def hand_over(consent: Answer, asked: Asked) -> bool:
    """Ask somebody else for a party, as head or chair: the old link is dead, history keeps who was asked before.

    Of a proposal as of a change of what was agreed. They have three working days at least. Runs by itself; says whether
    the question was still open.
    """
    before, answers = consent.asked_of, cast(Any, type(consent)._default_manager)
    due_on = max(consent.due_on, answer_due_on(consent, WORKING_DAYS_FOR_A_SUCCESSOR))
    instead = {"asked_of": asked.person, "asked_as": asked.asked_as, "due_on": due_on}
    if not answers.pending().filter(pk=consent.pk, asked_of=before).update(**instead):
        return False
    if not consent.case.consents.filter(asked_of=before, decision=Answer.Decision.ASKED).exists():
        links.close(consent.case, letters.CONSENT, person=before)
    consent.refresh_from_db()
    ASK[type(consent)](consent)
    return True
