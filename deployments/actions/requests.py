"""A school asks for support, or no longer wants it; the alliance finds nobody."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from casework.models import Channel
from deployments import letters
from deployments.actions.consents import release_deployment
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Deployment, SupportRequest
from designation.models import Area, Designation
from directory.models import Person, School


@transaction.atomic
def make_request(
    *,
    by: Person,
    school: School,
    contact: Person,
    areas: Iterable[Area],
    half_days: int,
    starts_on: date,
    ends_on: date,
    avoided: Iterable[Designation] = (),
    channel: str = Channel.PORTAL,
    **fields,
) -> SupportRequest:
    """Ask for support for a school, in half days; the alliance's managers are told and a receipt is sent.

    Who may: `make_request`, for a school the person speaks for (the form offers no other).
    """
    request = SupportRequest(
        made_by=by,
        school=school,
        contact=contact,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        **fields,
    )
    request.save()
    request.areas.set(areas)
    request.avoided.set(avoided)
    REQUEST.begin(request, by=by, channel=channel)
    letters.request_received(request)
    letters.request_opened(request)
    return request


@transaction.atomic
def withdraw_request(
    request: SupportRequest, *, by: Person, reason: str = "", channel: str = Channel.PORTAL
) -> None:
    """Withdraw a request; a proposal that waits for answers is cancelled with it. Raises StepNotOpen."""
    REQUEST.advance(request, "withdraw", by=by, channel=channel, note=reason)
    for deployment in Deployment.objects.filter(request=request, state=Deployment.State.PROPOSED):
        DEPLOYMENT.advance(deployment, "call_off", by=by, channel=channel)
        release_deployment(deployment)
        letters.deployment_cancelled(deployment)
    letters.request_withdrawn(request, by=by)


@transaction.atomic
def give_up_request(
    request: SupportRequest, *, by: Person, why: str, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Say that nobody can be found for an open request, with one of the reasons and in words.

    Who may: managers. Whoever sees the request reads both; the school may ask again at any time. Raises StepNotOpen.
    """
    REQUEST.advance(request, "give_up", by=by, channel=channel, note=reason, unmet_why=why)
    letters.request_unmet(request, by=by, why=why, reason=reason)
