"""Visits are planned, held or not held, and acknowledged by the school, which makes them claimable."""

from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import give_visit_back
from deployments.actions.collecting import collect_visit
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.progress import keep_midpoint
from deployments.lifecycle import DEPLOYMENT, VISIT
from deployments.models import Deployment, Visit
from deployments.queries.visits import (
    closed_that_day,
    double_booked,
    interrupted_before,
    obstacles_to_visit,
)
from designation.actions import file_evidence, withdraw_evidence
from designation.models import Evidence
from directory.models import Person


@transaction.atomic
def plan(
    deployment: Deployment,
    *,
    by: Person,
    on: date,
    morning: bool,
    afternoon: bool,
    starts_at: time | None = None,
    is_online: bool = False,
    place: str = "",
    anyway: bool = False,
    channel: str = Channel.PORTAL,
) -> Visit:
    """Plan a visit for the morning, the afternoon or both; `anyway` plans it on a day without pupils.

    Who may: the leader, a manager. Raises StepNotOpen, and Obstacle when the day is closed, the leader is away or
    booked, the assurance does not cover it, or the agreed half days are used up.
    """
    # The self-loop locks the deployment, so that two plans at once cannot use the same last half day.
    DEPLOYMENT.advance(deployment, "plan", by=by, channel=channel)
    closed = "" if anyway else closed_that_day(deployment, on)
    sentences = [
        *([closed] if closed else []),
        *obstacles_to_visit(deployment, on, morning=morning, afternoon=afternoon),
    ]
    if sentences:
        raise Obstacle(*sentences)
    visit = Visit(deployment=deployment, leader=deployment.leader, on=on, planned_by=by)
    visit.morning, visit.afternoon, visit.half_days = morning, afternoon, morning + afternoon
    visit.starts_at, visit.is_online, visit.place = starts_at, is_online, place
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError as booked:
        raise Obstacle(double_booked(deployment, on)) from booked
    VISIT.begin(visit, by=by, channel=channel)
    letters.visit_planned(visit, by=by)
    return visit


@transaction.atomic
def hold_visit(visit: Visit, *, by: Person, channel: str = Channel.PORTAL, tell: bool = True) -> None:
    """Say that a visit was held; the first one starts the deployment, and the school is asked to acknowledge it.

    With `tell` False the caller asks the school itself, in the letter that brings the record of the visit.

    Who may: the leader, a manager. Raises StepNotOpen; Obstacle for a visit whose day has not come, or after the leader
    was suspended.
    """
    if visit.on > timezone.localdate():
        raise Obstacle(_("The day of this visit has not come yet."))
    if interrupted := interrupted_before(visit.deployment, visit.on):
        raise Obstacle(interrupted)
    deployment = _locked(visit)
    VISIT.advance(visit, "hold", by=by, channel=channel)
    if deployment.state == Deployment.State.AGREED:
        DEPLOYMENT.advance(deployment, "start", by=None)
    keep_midpoint(deployment)
    _file_visit(visit)
    if tell:
        letters.visit_held(visit)


def _locked(visit: Visit) -> Deployment:
    """Return the deployment of a visit as it stands, and as it stays until this is done.

    Its row is taken before the visit's, as whoever ends the deployment takes them: neither waits for the other.
    """
    deployment = visit.deployment
    deployment.refresh_from_db(fields=["state"], from_queryset=Deployment.objects.select_for_update())
    return deployment


@transaction.atomic
def miss_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Say that a visit was not held and why; its half days can be planned again. Raises StepNotOpen.

    Who may: the leader, the school visited, a manager; the other side is told. Of a held visit until it is
    acknowledged: then it leaves the leader's file, the managers are told that two accounts differ, and where the work
    has ended early its half days go back to the budgets.
    """
    deployment = _locked(visit)
    VISIT.advance(visit, "miss", by=by, channel=channel, note=reason, missed_because=reason)
    if deployment.has_ended_early:
        give_visit_back(visit)
    hold_money(deployment)
    keep_midpoint(deployment)
    letters.visit_missed(visit, by=by, reason=reason)
    links.close(visit, letters.ACKNOWLEDGE)
    if withdraw_evidence(visit.deployment.designation, key=_key_of(visit)):
        letters.visit_contested(visit, by=by, reason=reason)


@transaction.atomic
def call_off_visit(visit: Visit, *, because: str) -> bool:
    """Call a planned visit off with what it belongs to, and tell those who expect it; say whether it was.

    `because` is one of `Visit.ENDED_BY_ITSELF`. Runs by itself. Somebody may have said meanwhile what became of the
    visit: then nothing happens.
    """
    try:
        VISIT.advance(visit, "call_off", by=None, missed_because=because)
    except StepNotOpen:
        return False
    letters.visit_called_off(visit)
    return True


@transaction.atomic
def acknowledge_visit(visit: Visit, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Acknowledge a held visit for the school: from now the leader's school may claim it, once. Raises StepNotOpen.

    Who may: who speaks for the school visited, or its contact; never the leader.
    """
    VISIT.advance(visit, "acknowledge", by=by, channel=channel, acknowledged_by=by)
    links.close(visit, letters.ACKNOWLEDGE)
    _file_visit(visit)
    collect_visit(visit)


@transaction.atomic
def presume_visit(visit: Visit) -> bool:
    """Count a held visit as acknowledged, because the school said nothing in time; say whether it was so.

    Runs by itself. From now the leader's school may claim it, marked as acknowledged by itself, and the school is told.
    Somebody may have answered meanwhile: then nothing happens.
    """
    try:
        VISIT.advance(visit, "presume", by=None, acknowledged_by_itself=True)
    except StepNotOpen:
        return False
    links.close(visit, letters.ACKNOWLEDGE)
    collect_visit(visit)
    letters.visit_presumed(visit)
    return True


def remind_school(visit: Visit, day: date) -> None:
    """Remind the school, once for this day, to say whether a visit was held."""
    letters.acknowledgement_due(visit, on=day)


def _key_of(visit: Visit) -> str:
    return f"visit:{visit.pk}"


def _file_visit(visit: Visit) -> None:
    """Put what was given into the leader's file, once a visit: their review and renewal look back on it."""
    file_evidence(
        visit.deployment.designation,
        kind=Evidence.Kind.VISIT,
        on=visit.on,
        title=str(visit.deployment.school),
        key=_key_of(visit),
        half_days=visit.half_days,
        url=visit.get_absolute_url(),
    )
