"""What was agreed by phone is recorded in one go, and confirmed afterwards by those who said so."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments.actions.aims import Aim
from deployments.actions.consents import agree, stand_in_for
from deployments.actions.obstacles import Obstacle
from deployments.actions.proposals import Said, propose
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Consent, Deployment, Fund, SupportRequest
from deployments.queries.parties import holder_of
from designation.models import Area, Designation
from directory.calendar import LONDON
from directory.models import Person, School

DAYS_SINCE_SAID = 60  # what was said longer ago is proposed anew


def said_since(on: date) -> date:
    """Return the first day on which what is recorded on a day may have been said."""
    return on - timedelta(days=DAYS_SINCE_SAID)


@transaction.atomic
def record_arrangement(
    *,
    by: Person,
    school: School,
    designation: Designation,
    half_days: int,
    starts_on: date,
    ends_on: date,
    objective: Aim,
    said_yes: Collection[str],
    said_on: date,
    area: Area | None = None,
    kind: str = "",
    fund: Fund | None = None,
    purchase_order: str = "",
) -> Deployment:
    """Record a deployment that was arranged by phone: request, deployment and consents at once, in half days.

    Who may: managers. An open request of the school in the `area`, or without one in an area of the leader's, is met
    by it, the one that waits longest first; else one is made. The parties that `said_yes` are asked to confirm it; when
    all three did, it is agreed from now, else the others are asked as in any proposal. A `fund` that pays keeps what it
    may cost. Raises Obstacle with what stands in the way.
    """
    today = timezone.localdate()
    if not said_since(today) <= said_on <= today:
        raise Obstacle(
            _("Say on which day it was agreed, in the last %(count)d days.") % {"count": DAYS_SINCE_SAID}
        )
    areas = [area] if area else list(designation.areas.all())
    request = _waiting(school, areas)
    if request is None:
        request = _request(by, school, areas[:1], kind, half_days, starts_on, ends_on, objective)
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
        if consent.decision == Consent.Decision.GIVEN and consent.party != Consent.Party.ALLIANCE:
            whom = stand_in_for(consent, by)
            DEPLOYMENT.advance(deployment, "consent", by=by, channel=consent.channel, on_behalf_of=whom)
    if not any(consent.is_pending for consent in consents):
        agree(deployment)
    return deployment


def _waiting(school: School, areas: list[Area]) -> SupportRequest | None:
    """Return the open request of a school in one of these areas that waits longest; its row is locked."""
    # Found by a subquery: rows of a join that doubles them cannot be locked.
    asked = SupportRequest.areas.through.objects.filter(area__in=areas).values("supportrequest")
    found = SupportRequest.objects.waiting().filter(school=school, pk__in=asked)
    return found.select_for_update().order_by("state_at", "pk").first()


def _request(by, school, areas, kind, half_days, starts_on, ends_on, objective: Aim) -> SupportRequest:
    """Write down what the school asked for on the phone, in the words of the objective."""
    request = SupportRequest.objects.create(
        made_by=by,
        school=school,
        contact=holder_of(school, "head", timezone.localdate()) or by,
        source=SupportRequest.Source.ALLIANCE,
        phase=school.phase,
        kind=kind or SupportRequest.Kind.COACHING,
        need=objective.text,
        outcomes=objective.success_criterion,
        supported_agreed=False,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        delivery=SupportRequest.Delivery.EITHER,
        language=SupportRequest.Language.EITHER,
    )
    request.areas.set(areas)
    REQUEST.begin(request, by=by, channel=Channel.PHONE)
    return request


def _moment(day: date) -> datetime:
    """Return when somebody said so: now when it was today, noon of an earlier day, of which no hour is shown."""
    return timezone.now() if day == timezone.localdate() else datetime.combine(day, time(12), LONDON)
