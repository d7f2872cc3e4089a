"""What a party said by phone to an open question is written down, then confirmed or denied by the party."""

from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.agreements import order_agreement
from deployments.actions.consents import Heard, give, stand_in_for, turn_down
from deployments.actions.keeping import MANAGERS
from deployments.actions.obstacles import Obstacle
from deployments.actions.variation_endings import lock_deployment
from deployments.actions.variations import give_variation, turn_down_variation
from deployments.models import Consent, Deployment, Variation, VariationConsent
from deployments.models.consents import Answer
from deployments.rules.consents import answers_of_others, may_answer, unconfirmed_of
from directory.calendar import LONDON, said
from directory.models import Person

Decision = Consent.Decision


@transaction.atomic
def hear(
    deployment: Deployment,
    *,
    by: Person,
    party: str,
    decision: str,
    said_on: date,
    why: str = "",
    reason: str = "",
    offered: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Write down what a party said to a proposal by phone: a yes it is asked to confirm, a no refuses for it.

    Who may: managers, never for a party that is themselves. Raises StepNotOpen when it has moved on or this party has
    answered; Obstacle for a day before it was asked or to come, and as `consent` does.
    """
    fresh, heard = _write_down(deployment, by, party, decision, said_on, channel)
    if decision == Decision.REFUSED:
        turn_down(deployment, fresh, heard=heard, **_no(fresh, why, reason))
        return
    give(deployment, fresh, by=fresh.asked_of, offered=offered, channel=Channel.PHONE, heard=heard)
    fresh.refresh_from_db()
    letters.consent_recorded(fresh)


@transaction.atomic
def hear_variation(
    variation: Variation,
    *,
    by: Person,
    party: str,
    decision: str,
    said_on: date,
    why: str = "",
    reason: str = "",
    offered: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Write down what a party said to a change by phone, as `hear` does; the terms `offered` of a change never move."""
    deployment = lock_deployment(variation)
    fresh, heard = _write_down(variation, by, party, decision, said_on, channel)
    if decision == Decision.REFUSED:
        turn_down_variation(variation, fresh, heard=heard, **_no(fresh, why, reason))
        return
    give_variation(variation, deployment, fresh, by=fresh.asked_of, channel=Channel.PHONE, heard=heard)
    fresh.refresh_from_db()
    letters.variation_recorded(fresh)


def _write_down(
    case: Deployment | Variation, by: Person, party: str, decision: str, said_on: date, channel: str
) -> tuple[Any, Heard]:
    """Keep in the history what was said; return the answer as it stands now, and who heard it when."""
    asked = _asked(by, case, party)
    heard = _heard(asked, by, said_on)
    words = _("No, said on %(day)s") if decision == Decision.REFUSED else _("Yes, said on %(day)s")
    note, whose = words % {"day": said(said_on)}, str(asked.asked_of)
    Lifecycle.of(case).advance(case, "hear", by=by, on_behalf_of=whose, note=note, channel=channel)
    return _fresh(asked), heard


def _no(fresh: Answer, why: str, reason: str) -> dict[str, Any]:
    """Return a no as the party would give it itself, by phone."""
    words = {"reason": reason, "why": why or Consent.Why.OTHER}
    return words | {"by": fresh.asked_of, "channel": Channel.PHONE}


def _asked(by: Person, case: Deployment | Variation, party: str) -> Answer:
    """Return the answer of another party that is still waited for; raise StepNotOpen without one."""
    found = next((one for one in answers_of_others(by, case) if one.party == party), None)
    if found is None:
        raise StepNotOpen(case, "hear")
    return found


def _fresh(asked: Answer) -> Any:
    """Return the answer as it stands now that nobody else can give it; raise StepNotOpen where somebody did."""
    rows = type(asked)._default_manager.select_related("asked_of")
    found = rows.filter(pk=asked.pk, asked_of=asked.asked_of, decision=Decision.ASKED).first()
    if found is None:
        raise StepNotOpen(asked.case, "hear")
    return found


def _heard(asked: Answer, by: Person, said_on: date) -> Heard:
    """Return who wrote it down and when it was said: of an earlier day no hour is known. Raises Obstacle."""
    today = timezone.localdate()
    if not timezone.localdate(asked.asked_at) <= said_on <= today:
        raise Obstacle(
            _("Say on which day it was said: from %(day)s, when %(who)s was asked, until today.")
            % {"day": said(timezone.localdate(asked.asked_at)), "who": asked.asked_of}
        )
    noon = datetime.combine(said_on, time(12), LONDON)
    return Heard(by, timezone.now() if said_on == today else max(noon, asked.asked_at))


@transaction.atomic
def confirm(case: Deployment | Variation, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Confirm for the party the person answers for what the alliance recorded by phone, of a proposal or a change.

    Who may: whoever said so or holds the post today, or their delegate. Raises StepNotOpen when there is nothing to
    confirm any more.
    """
    mine = unconfirmed_of(by, case)
    if mine is None:
        raise StepNotOpen(case, "confirm")
    table = Lifecycle.of(case)
    table.advance(case, "confirm", by=by, channel=channel, on_behalf_of=stand_in_for(mine, by))
    if not _unconfirmed(mine).update(confirmed_at=timezone.now()):
        raise StepNotOpen(case, "confirm")
    deployment = mine.deployment
    if deployment.agreed_at is not None and case.state != Variation.State.PROPOSED:
        order_agreement(deployment)
    if channel != Channel.LINK:
        links.close(case, letters.CONFIRM, person=mine.asked_of)


@transaction.atomic
def deny(case: Deployment | Variation, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Say that the answer the alliance recorded by phone was never given; the managers alone are told, and settle it.

    Who may: whoever is said to have given it, or holds the post today, as long as nobody confirmed it, whatever was
    held meanwhile. Nothing moves by it. Raises StepNotOpen.
    """
    mine = unconfirmed_of(by, case)
    if mine is None or not _unconfirmed(mine).filter(denied_at=None).update(denied_at=timezone.now()):
        raise StepNotOpen(case, "deny")
    Lifecycle.of(case).advance(
        case,
        "deny",
        by=by,
        channel=channel,
        note=reason,
        private=True,
        audience=MANAGERS,
        on_behalf_of=stand_in_for(mine, by),
    )
    if isinstance(case, Variation):
        letters.variation_denied(case, by=by, reason=reason)
    else:
        letters.deployment_denied(case, by=by, reason=reason)


def _unconfirmed(mine: Any) -> Any:
    return type(mine).objects.unconfirmed().filter(pk=mine.pk)


@transaction.atomic
def remind_to_confirm(consent: Consent | VariationConsent, on: date) -> bool:
    """Ask a party again to confirm, once for the day `on`; say whether the person still answers for it.

    Who has left the post since is left in peace: the successor finds it among their tasks.
    """
    if not may_answer(consent.asked_of, consent):
        return False
    if isinstance(consent, VariationConsent):
        letters.variation_recorded(consent, on)
    else:
        letters.consent_recorded(consent, on)
    return True
