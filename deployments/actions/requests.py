"""A school asks for support, corrects it or no longer wants it; the alliance takes it up, or finds nobody."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.consents import release_deployment
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT, REQUEST
from deployments.models import Deployment, SupportRequest
from deployments.queries.corrections import MANY, changes_of
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

    `contact_named` among the fields says that the contact was named on purpose and needs no post at the school.

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
def triage_request(
    request: SupportRequest,
    *,
    by: Person,
    manager: Person | None,
    urgency: str,
    note: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Take a request up: say who looks after it and how urgent it is. Who may: managers, once.

    Whoever asked and the contact are told; managers alone read the note. The clock of the offer runs on. Raises
    StepNotOpen.
    """
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    if fresh.triaged_at is not None:
        raise StepNotOpen(request, "triage")
    taken: dict[str, Any] = {
        "triaged_at": timezone.now(), "looked_after_by": manager, "urgency": urgency
    }  # fmt: skip
    REQUEST.advance(request, "triage", by=by, channel=channel, note=note, private=True, **taken)
    if manager is not None and manager != by:
        letters.case_assigned(request, by=by)
    letters.request_taken_up(request)


@transaction.atomic
def correct_request(
    request: SupportRequest, *, by: Person, channel: str = Channel.PORTAL, **answers: Any
) -> None:
    """Put answers of a request right; the history and a letter to the other side say what changed.

    Who may: whoever asked, managers. Once a leader is proposed, nothing that those asked agree to: raises StepNotOpen,
    and Obstacle where nothing changed. What is confidential is said to have changed, and not how.
    """
    fresh = SupportRequest.objects.select_for_update().get(pk=request.pk)
    changed = changes_of(fresh, answers)
    if not changed:
        raise Obstacle(_("Nothing is changed yet."))
    if fresh.state == SupportRequest.State.PROPOSED and any(one.is_of_terms for one in changed):
        raise StepNotOpen(request, "correct")
    fields = {one.name: answers[one.name] for one in changed if one.name not in MANY}
    note = "\n".join(str(one) for one in changed)
    REQUEST.advance(request, "correct", by=by, channel=channel, note=note, **fields)
    for name in MANY:
        if name in answers:
            getattr(request, name).set(answers[name])
    letters.request_corrected(request, by=by, changed=changed)


@transaction.atomic
def withdraw_request(
    request: SupportRequest, *, by: Person, reason: str = "", channel: str = Channel.PORTAL
) -> None:
    """Withdraw a request; a proposal that waits for answers is cancelled with it, and its parties are told.

    Raises StepNotOpen.
    """
    REQUEST.advance(request, "withdraw", by=by, channel=channel, note=reason)
    letters.deployment_not_needed(request, by=by)
    for deployment in Deployment.objects.filter(request=request, state=Deployment.State.PROPOSED):
        DEPLOYMENT.advance(deployment, "call_off", by=by, channel=channel)
        release_deployment(deployment)
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
