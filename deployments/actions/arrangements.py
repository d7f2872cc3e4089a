"""What was agreed by phone is recorded in one go, and confirmed afterwards by those who said so."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.aims import Aim
from deployments.actions.consents import agree, stand_in_for
from deployments.actions.proposals import Said, propose
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Consent, Deployment, Fund, SupportRequest
from deployments.queries.parties import holder_of
from deployments.rules import may_answer, unconfirmed_of
from designation.models import Area, Designation
from directory.calendar import LONDON
from directory.models import Person, School


@transaction.atomic
def record_arrangement(
    *,
    by: Person,
    school: School,
    designation: Designation,
    area: Area,
    kind: str,
    half_days: int,
    starts_on: date,
    ends_on: date,
    objective: Aim,
    said_yes: Collection[str],
    said_on: date,
    fund: Fund | None = None,
    purchase_order: str = "",
) -> Deployment:
    """Record a deployment that was arranged by phone: request, deployment and consents at once, in half days.

    Who may: managers. The parties that `said_yes` are asked to confirm it; when all three did, it is agreed from now,
    else the others are asked as in any proposal. A `fund` that pays keeps what it may cost. Raises Obstacle with what
    stands in the way.
    """
    request = _request(by, school, area, kind, half_days, starts_on, ends_on, objective)
    deployment = propose(
        request,
        by=by,
        designation=designation,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        objectives=[objective],
        fund=fund,
        purchase_order=purchase_order,
        channel=Channel.PHONE,
        said=Said(said_yes, _moment(said_on)),
    )
    consents = list(deployment.consents.select_related("asked_of").order_by("position"))
    for consent in consents:
        if consent.is_unconfirmed:
            DEPLOYMENT.advance(
                deployment, "consent", by=by, channel=Channel.PHONE, on_behalf_of=str(consent.asked_of)
            )
    if not any(consent.is_pending for consent in consents):
        agree(deployment)
    return deployment


def _request(by, school, area, kind, half_days, starts_on, ends_on, objective: Aim) -> SupportRequest:
    """Write down what the school asked for on the phone, in the words of the objective."""
    request = SupportRequest.objects.create(
        made_by=by,
        school=school,
        contact=holder_of(school, "head", timezone.localdate()) or by,
        source=SupportRequest.Source.ALLIANCE,
        phase=school.phase,
        kind=kind,
        need=objective.text,
        outcomes=objective.success_criterion,
        supported_agreed=False,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        delivery=SupportRequest.Delivery.EITHER,
        language=SupportRequest.Language.EITHER,
    )
    request.areas.add(area)
    REQUEST.begin(request, by=by, channel=Channel.PHONE)
    return request


def _moment(day: date) -> datetime:
    """Return when somebody said so: now when it was today, noon of an earlier day."""
    return timezone.now() if day == timezone.localdate() else datetime.combine(day, time(12), LONDON)


@transaction.atomic
def confirm(deployment: Deployment, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Confirm for the party the person answers for what the alliance recorded by phone.

    Who may: whoever said so or holds the post today, or their delegate. Raises StepNotOpen when there is nothing to
    confirm any more.
    """
    mine = unconfirmed_of(by, deployment)
    if mine is None:
        raise StepNotOpen(deployment, "confirm")
    DEPLOYMENT.advance(deployment, "confirm", by=by, channel=channel, on_behalf_of=stand_in_for(mine, by))
    if not Consent.objects.unconfirmed().filter(pk=mine.pk).update(confirmed_at=timezone.now()):
        raise StepNotOpen(deployment, "confirm")
    if channel != Channel.LINK:
        links.close(deployment, letters.CONFIRM, person=mine.asked_of)


@transaction.atomic
def remind_to_confirm(consent: Consent, on: date) -> bool:
    """Ask a party again to confirm, once for the day `on`; say whether the person still answers for it.

    Who has left the post since is left in peace: the successor finds it among their tasks.
    """
    if not may_answer(consent.asked_of, consent):
        return False
    letters.consent_recorded(consent, on)
    return True
