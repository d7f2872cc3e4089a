"""Visits are planned, held or not held, and acknowledged by the school, which makes them claimable."""

from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.budgets import give_half_days_back, hold_days_of, make_room
from deployments.actions.collecting import collect_visit
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.actions.progress import keep_midpoint
from deployments.lifecycle import DEPLOYMENT, VISIT
from deployments.models import Deployment, Visit
from deployments.queries.due import DAYS_TO_ACKNOWLEDGE
from deployments.queries.parties import acknowledgers
from deployments.queries.visits import (
    closed_that_day,
    double_booked,
    interrupted_before,
    obstacles_to_visit,
)
from designation.actions import file_evidence, withdraw_evidence
from designation.models import Evidence
from directory.calendar import said
from directory.models import Person
from directory.queries.terms import open_days_after, term_of

# What a visit that is moved takes with it.
MOVED = ("on", "term_starts_on", "morning", "afternoon", "half_days", "starts_at", "is_online", "place")


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
    """Plan a visit for the morning, the afternoon or both; `anyway` plans it on a working day without pupils.

    Who may: the leader, a manager. Raises StepNotOpen, and Obstacle when the day is closed, the leader is away or
    booked at that time, the assurance does not cover it, the agreed half days are used up, or leader or school have no
    days left in the term of the day.
    """
    # The self-loop locks the deployment, so that two plans at once cannot use the same last half day.
    DEPLOYMENT.advance(deployment, "plan", by=by, channel=channel)
    visit = Visit(deployment=deployment, leader=deployment.leader, on=on, planned_by=by)
    _arrange(visit, morning, afternoon, starts_at, is_online, place)
    _look_at(visit, anyway=anyway)
    try:
        with transaction.atomic():
            visit.save()
    except IntegrityError as booked:
        raise Obstacle(double_booked(deployment, on)) from booked
    VISIT.begin(visit, by=by, channel=channel)
    letters.visit_planned(visit, by=by)
    return visit


@transaction.atomic
def move_visit(
    visit: Visit,
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
) -> None:
    """Move a planned visit to another day or part of it, in one step; calendars follow, and the school is told.

    Who may: the leader, a manager. Raises StepNotOpen, and Obstacle for what would forbid planning it so.
    """
    deployment, before = locked(visit), visit.on
    visit.refresh_from_db()
    moved = Visit(pk=visit.pk, deployment=deployment, leader=visit.leader, on=on)
    _arrange(moved, morning, afternoon, starts_at, is_online, place)
    _look_at(moved, anyway=anyway)
    days = _("From %(before)s to %(after)s") % {"before": said(before), "after": said(on)}
    fields = {name: getattr(moved, name) for name in MOVED} | {"moves": visit.moves + 1}
    try:
        VISIT.advance(visit, "move", by=by, channel=channel, note=days, **fields)
    except IntegrityError as booked:
        raise Obstacle(double_booked(deployment, on)) from booked
    letters.visit_moved(visit, by=by, before=before)


def _arrange(
    visit: Visit, morning: bool, afternoon: bool, starts_at: time | None, is_online: bool, place: str
) -> None:
    visit.morning, visit.afternoon, visit.half_days = morning, afternoon, morning + afternoon
    visit.starts_at, visit.is_online, visit.place = starts_at, is_online, place
    visit.term_starts_on = term_of(visit.deployment.home_school, visit.on).starts_on


def _look_at(visit: Visit, *, anyway: bool) -> None:
    """Raise Obstacle with everything that forbids a visit as it would be; else its time counts in the term of its day.

    The leader's row is held until this is done: of two plans that overlap by the clock the second finds the first.
    """
    hold_days_of(visit.deployment.designation.person_id)
    closed = "" if anyway else closed_that_day(visit.deployment, visit.on)
    sentences = [*([closed] if closed else []), *obstacles_to_visit(visit)]
    if sentences:
        raise Obstacle(*sentences)
    make_room(visit)


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
    deployment = locked(visit)
    due_on = open_days_after(deployment.school, timezone.localdate(), DAYS_TO_ACKNOWLEDGE)
    VISIT.advance(visit, "hold", by=by, channel=channel, answer_due_on=due_on)
    if deployment.state == Deployment.State.AGREED:
        DEPLOYMENT.advance(deployment, "start", by=None)
    keep_midpoint(deployment)
    put_on_file(visit)
    if not acknowledgers(deployment, timezone.localdate()):
        letters.visit_unasked(visit)
    if tell:
        letters.visit_held(visit)


def locked(visit: Visit) -> Deployment:
    """Return the deployment of a visit as it stands, and as it stays until this is done.

    Its row is taken before the visit's, as whoever ends the deployment takes them: neither waits for the other.
    """
    deployment = visit.deployment
    fields = ["state", "fund", "brokerage_share", "brokerage_pence"]
    deployment.refresh_from_db(fields=fields, from_queryset=Deployment.objects.select_for_update())
    return deployment


@transaction.atomic
def miss_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Say that a visit was not held and why; its half days can be planned again. Raises StepNotOpen.

    Who may: the leader, the school visited, a manager, until it is recorded as held; the other side is told.
    """
    _end(visit, "miss", by, reason, channel)


@transaction.atomic
def retract_visit(visit: Visit, *, by: Person, reason: str, channel: str = Channel.PORTAL) -> None:
    """Take back that a visit was held; it leaves the leader's file, and the school is told. Raises StepNotOpen.

    Who may: the leader, until it counts.
    """
    _end(visit, "retract", by, reason, channel)


def _end(visit: Visit, step: str, by: Person, reason: str, channel: str) -> None:
    deployment = locked(visit)
    VISIT.advance(visit, step, by=by, channel=channel, note=reason, missed_because=reason)
    end_visit(visit, deployment)
    letters.visit_missed(visit, by=by, reason=reason)


def end_visit(visit: Visit, deployment: Deployment) -> None:
    """Undo what a visit that was not held after all had brought about: file, money, mid-point, questions.

    Where the work is over its half days go back to the budgets; else they can be planned again.
    """
    if not deployment.is_live:
        give_half_days_back(deployment)
    hold_money(deployment)
    keep_midpoint(deployment)
    links.close(visit, letters.ACKNOWLEDGE)
    take_off_file(visit)


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

    Who may: who speaks for the school visited, or its contact; never the leader or who claims for the leader's school.
    """
    locked(visit)
    VISIT.advance(visit, "acknowledge", by=by, channel=channel, acknowledged_by=by)
    links.close(visit, letters.ACKNOWLEDGE)
    put_on_file(visit)
    collect_visit(visit)


@transaction.atomic
def presume_visit(visit: Visit) -> bool:
    """Count a held visit as acknowledged, because the school said nothing in time; say whether it was so.

    Runs by itself. From now the leader's school may claim it, marked as acknowledged by itself, and the school is told.
    Somebody may have answered meanwhile: then nothing happens.
    """
    locked(visit)
    try:
        VISIT.advance(visit, "presume", by=None, acknowledged_by_itself=True)
    except StepNotOpen:
        return False
    links.close(visit, letters.ACKNOWLEDGE)
    collect_visit(visit)
    letters.visit_presumed(visit)
    return True


@transaction.atomic
def tell_of_nobody(visit: Visit, day: date) -> None:
    """Tell the managers, once for this day, that nobody can be asked about a visit: silence does not count.

    The ten days begin anew: who comes to speak for the school meanwhile has them, and is reminded.
    """
    due_on = open_days_after(visit.deployment.school, timezone.localdate(), DAYS_TO_ACKNOWLEDGE)
    Visit.objects.filter(pk=visit.pk, state=Visit.State.HELD).update(answer_due_on=due_on)
    letters.visit_unasked(visit, on=day)


def remind_school(visit: Visit, day: date) -> None:
    """Remind the school, once for this day, to say whether a visit was held."""
    letters.acknowledgement_due(visit, on=day)


def take_off_file(visit: Visit) -> None:
    """Take a visit that is not held, or not yet decided, out of the leader's file."""
    withdraw_evidence(visit.deployment.designation, key=_key_of(visit))


def _key_of(visit: Visit) -> str:
    return f"visit:{visit.pk}"


def put_on_file(visit: Visit) -> None:
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
