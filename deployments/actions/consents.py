"""The parties answer: they agree, one after another, or one of them refuses."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import documents, links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import give_half_days_back
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.progress import keep_midpoint
from deployments.actions.variation_endings import call_off_variation
from deployments.actions.visits import call_off_visit
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Consent, Deployment, SupportRequest, Visit
from deployments.models.consents import Answer
from deployments.queries.funds import terms_of_pay
from deployments.queries.terms import offer_of
from deployments.rules import party_of
from designation.models import Designation
from directory.calendar import add_working_days, said
from directory.models import Person

LANGUAGES = ("en", "cy")
WORKING_DAYS_TO_ANSWER = 5


def stand_in_for(consent: Answer, by: Person) -> str:
    """Return on whose behalf somebody answers: nothing when they were asked themselves."""
    return "" if consent.asked_of_id == by.pk else str(consent.asked_of)


def write_answer(consent: Answer, decision: str, by: Person, channel: str, **fields) -> None:
    """Write one party's answer, once: an answer already there is not written over."""
    given = type(consent)._default_manager.filter(pk=consent.pk).exclude(decision=decision)
    at = timezone.now()
    if not given.update(decision=decision, by=by, at=at, channel=channel, **fields):
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
    if timezone.localdate() > fresh.due_on:
        raise Obstacle(too_late(fresh))
    if offered and offered != offer_of(deployment):
        raise Obstacle(terms_have_changed())
    if gone := is_inactive(deployment) or has_moved(deployment):
        raise Obstacle(gone)
    write_answer(fresh, Consent.Decision.GIVEN, by, channel)
    is_last = not deployment.consents.filter(decision=Consent.Decision.ASKED).exists()
    if is_last and not _ask_the_last(deployment):
        agree(deployment)


def _ask_the_last(deployment: Deployment) -> bool:
    """Ask the school that was to be asked last, with days of its own; say whether there is one."""
    last = deployment.consents.filter(decision=Consent.Decision.LATER).select_related("asked_of").first()
    if last is None:
        return False
    last.decision, last.asked_at = Consent.Decision.ASKED, timezone.now()
    last.due_on = add_working_days(timezone.localdate(), WORKING_DAYS_TO_ANSWER)
    last.save(update_fields=["decision", "asked_at", "due_on"])
    last.deployment = deployment
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
    """Freeze what is paid, let the fund keep it, match the request, order the agreement and tell all four.

    The caller holds the deployment's row. Raises Obstacle where the rate has risen and the fund has too little left.
    """
    now = timezone.now()
    deployment.refresh_from_db(fields=["fund", "held_pence"])
    terms = terms_of_pay(deployment, timezone.localdate())
    DEPLOYMENT.advance(deployment, "agree", by=None, agreed_at=now, **terms)
    try:
        hold_money(deployment)
    except Obstacle as overdrawn:  # how much a fund has left is not for every party
        raise Obstacle(
            _(
                "What this costs has changed, and the fund has not enough left. Nothing was changed; the alliance "
                "will be in touch."
            )
        ) from overdrawn
    if deployment.request is not None:
        REQUEST.advance(deployment.request, "match", by=None)
    for language in LANGUAGES:
        documents.order(deployment, "deployments/agreement", language)
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

    The reason goes to the managers only; the others read "not available". Budgets are given back. Once all have
    agreed a party withdraws. Raises StepNotOpen when the deployment has moved on or the person answers for no party.
    """
    mine = party_of(by, deployment)
    if mine is None:
        raise StepNotOpen(deployment, "refuse")
    note = f"{by}: {reason}"
    behalf = stand_in_for(mine, by)
    DEPLOYMENT.advance(
        deployment, "refuse", by=by, channel=channel, note=note, private=True, on_behalf_of=behalf
    )
    write_answer(mine, Consent.Decision.REFUSED, by, channel, reason=reason, why=why)
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
    unanswered = deployment.consents.filter(decision__in=[Consent.Decision.ASKED, Consent.Decision.LATER])
    unanswered.update(decision=Consent.Decision.VOID)
    links.close(deployment, letters.CONSENT)
    for visit in deployment.visits.filter(state=Visit.State.PLANNED):
        call_off_visit(visit, because=because)


def reopen_request(request: SupportRequest | None) -> None:
    """Open the request of a deployment that did not come about, so that the alliance proposes somebody else."""
    if request is not None:
        REQUEST.advance(request, "reopen", by=None)
