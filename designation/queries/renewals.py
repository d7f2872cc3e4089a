"""The clock of a designation: who is told that it ends, which renewals wait, lapse or come too late."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from designation.models import Designation, Renewal
from designation.models.renewals import RenewalQuerySet
from designation.queries.endings import ended_unbegun, never_began
from designation.queries.evidence import term_on
from designation.terms import GRACE_MONTHS, RUNWAY_MONTHS, grace_ends_on, months_after, months_left, runway

UNDECIDED_DAYS = 30  # so long before the end managers are reminded of a renewal that waits for them
REMIND_DAYS = (7, 14)  # after the head was asked
ANSWER_DAYS = 28  # so long a renewal that was sent back stays open, also when the grace is over
N, D = Renewal.State, Designation.State


def endings_due(on: date) -> Iterator[tuple[Designation, date]]:
    """Yield designations on the runway, with the day of the milestone passed last (12, 6, 3 months).

    They are live: active, suspended or still to be activated, they end on the same day. Each says whether it
    `is_renewing`, or `is_declined` for this end.
    """
    last = months_after(on, RUNWAY_MONTHS[0]) + timedelta(days=3)  # a month's last day may stand for four
    asked = Renewal.objects.filter(designation=OuterRef("pk"))
    held = Designation.objects.filter(state__in=Designation.LIVE, ends_on__gte=on, ends_on__lte=last)
    rows = held.select_related("person", "home_school", "role_type").annotate(
        is_renewing=Exists(asked.filter(state__in=Renewal.LIVE)),
        is_declined=Exists(asked.filter(state=N.DECLINED)),
    )
    for designation in rows.order_by("ends_on", "pk"):
        months = months_left(designation.ends_on, on)
        if months is not None:
            yield designation, runway(designation.ends_on)[RUNWAY_MONTHS.index(months)]


def was_declined(designation: Designation) -> bool:
    """Say whether another term after this end was turned down: nobody is asked to begin a renewal then (1 query)."""
    return designation.renewals.filter(state=N.DECLINED).exists()


def is_renewal_time(ends_on: date, on: date) -> bool:
    """Say whether a day lies between 12 months before the end of a term and the end of its grace."""
    return runway(ends_on)[0] <= on <= grace_ends_on(ends_on)


def may_be_renewed(designation: Designation, on: date) -> bool:
    """Say whether a leader may ask for another term: from 12 months before the end until the grace is over, once.

    Whoever was turned down for this end cannot ask again; whoever withdrew can. What never began is not renewed.
    """
    if designation.state not in (D.ACTIVE, D.EXPIRED):
        return False
    if not is_renewal_time(designation.ends_on, on) or never_began(designation):
        return False
    return not designation.renewals.filter(state__in=[*Renewal.LIVE, N.DECLINED]).exists()


def going_on(on: date) -> Q:
    """Return the condition under which a designation is live, or has ended and may yet be renewed.

    So long its leader is followed from school to school, and the new line manager asked. A renewal under way counts
    however long its decision takes; whoever holds the role again is followed in the newer designation.
    """
    asked = Renewal.objects.filter(designation=OuterRef("pk"))
    again = Designation.objects.filter(person=OuterRef("person"), role_type=OuterRef("role_type"))
    may_begin = (
        Q(ends_on__gte=months_after(on, -GRACE_MONTHS))
        & ~Q(Exists(asked.filter(state=N.DECLINED)))
        & ~Q(Exists(ended_unbegun().filter(object_id=OuterRef("pk"))))
    )
    renewable = Q(Exists(asked.filter(state__in=Renewal.LIVE))) | may_begin
    held_again = Q(Exists(again.filter(state__in=Designation.LIVE)))
    return Q(state__in=Designation.LIVE) | Q(state=D.EXPIRED) & renewable & ~held_again


def goes_on(designation: Designation, on: date) -> bool:
    """Say whether a designation is live or may yet be renewed: see `going_on`.

    One query, of an expired one alone, and none where `is_followed` was read with it.
    """
    if designation.state != D.EXPIRED:
        return designation.state in Designation.LIVE
    if "is_followed" in designation.__dict__:
        return designation.__dict__["is_followed"]
    return Designation.objects.filter(going_on(on), pk=designation.pk).exists()


def renewals_waiting_for_head(on: date) -> Iterator[tuple[Renewal, date]]:
    """Yield live renewals without the head's reference, with the last milestone passed.

    They are 7 and 14 days after asking, and 6 and 3 months before the end.
    """
    rows = Renewal.objects.in_full().filter(state__in=Renewal.LIVE, head_signed_on__isnull=True)
    for renewal in rows.filter(created_at__date__lte=on - timedelta(days=REMIND_DAYS[0])).iterator():
        asked_on = timezone.localdate(renewal.created_at)
        near = [day for day in runway(renewal.designation.ends_on)[1:] if day > asked_on]
        passed = [*(asked_on + timedelta(days=days) for days in REMIND_DAYS), *near]
        yield renewal, max(day for day in passed if day <= on)


def renewals_undecided(on: date) -> Iterator[tuple[Renewal, date]]:
    """Yield submitted renewals whose designation ends within 30 days or has ended, with the day 30 days before it."""
    before = timedelta(days=UNDECIDED_DAYS)
    rows = Renewal.objects.in_full().filter(state=N.SUBMITTED, designation__ends_on__lte=on + before)
    for renewal in rows.iterator():
        yield renewal, renewal.designation.ends_on - before


def renewals_to_lapse(on: date) -> list[Renewal]:
    """Return live renewals whose time is over: not sent in before the grace has passed, or without a designation.

    What was submitted waits for a decision however long it takes; what was sent back waits 28 days for an answer.
    """
    rows = Renewal.objects.in_full().filter(state__in=Renewal.LIVE)
    ended = (D.RELINQUISHED, D.WITHDRAWN)
    return [
        row
        for row in rows
        if row.designation.state in ended or (row.state == N.OPEN and _open_until(row) < on)
    ]


def _open_until(renewal: Renewal) -> date:
    last = grace_ends_on(renewal.designation.ends_on)
    if renewal.submitted_at is None:
        return last
    return max(last, timezone.localdate(renewal.state_at) + timedelta(days=ANSWER_DAYS))


def renewals_listed(person) -> RenewalQuerySet:
    """Return the renewals of the managers' list, the first to end on top."""
    return Renewal.objects.visible_to(person).in_full().order_by("designation__ends_on", "pk")


def renewals_of(designation: Designation) -> RenewalQuerySet:
    """Return the renewals of a leader, the newest first."""
    return Renewal.objects.filter(designation=designation).order_by("-created_at")


def days_of_file(renewal: Renewal) -> tuple[date, date]:
    """Return first and last day of what a renewal's file holds: its term, and the grace until it was renewed."""
    term = term_on(renewal.designation, timezone.localdate(renewal.created_at))
    if term is None:
        return renewal.designation.starts_on, renewal.designation.ends_on
    if renewal.term is not None:
        return term.starts_on, renewal.term.starts_on - timedelta(days=1)
    return term.starts_on, grace_ends_on(term.ends_on)
