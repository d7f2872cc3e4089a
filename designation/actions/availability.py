"""What leaders and their schools can give: what they offer, when they are away, how many days a term they have."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from casework.models import Channel
from designation import letters
from designation.lifecycle import DESIGNATION, keep_to_work_left
from designation.models import Absence, Designation, SchoolRelease
from directory.models import School


@transaction.atomic
def offer(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    days_of_week: Sequence[int],
    travel_miles: int,
    online_ok: bool,
    languages: Sequence[str],
    phases: Sequence[str],
) -> None:
    """The leader says on which days, how far (miles), how and in which languages they can work. Raises StepNotOpen."""
    DESIGNATION.advance(
        designation,
        "offer",
        by=by,
        channel=channel,
        days_of_week=sorted(days_of_week),
        travel_miles=travel_miles,
        online_ok=online_ok,
        languages=list(languages),
        phases=list(phases),
    )


@transaction.atomic
def excuse(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    starts_on: date,
    ends_on: date,
    reason: str = "",
) -> Absence:
    """Enter days (both included) on which the leader cannot be sent anywhere; periods may overlap.

    Visits planned already stay: who goes and who expects them settle that. Raises StepNotOpen.
    """
    keep_to_work_left(designation, "excuse")
    DESIGNATION.advance(designation, "excuse", by=by, channel=channel)
    absence = Absence(designation=designation, starts_on=starts_on, ends_on=ends_on, reason=reason)
    absence._history_user = by  # type: ignore[attr-defined]
    absence.save()
    return absence


@transaction.atomic
def take_back_absence(absence: Absence, *, by) -> None:
    """Take days away back: the leader is there after all."""
    absence._history_user = by  # type: ignore[attr-defined]
    absence.delete()


@transaction.atomic
def allow(designation: Designation, *, by, channel: str = Channel.PORTAL, half_days_a_term: int) -> None:
    """The line manager sets how many half days a term this leader may give; the leader is told. Raises StepNotOpen.

    Fewer than are taken this term take nothing back: they count from the next deployment on.
    """
    DESIGNATION.advance(designation, "allow", by=by, channel=channel, half_days_a_term=half_days_a_term)
    letters.days_allowed(designation)


@transaction.atomic
def set_release(school: School, *, by, half_days_a_term: int | None) -> None:
    """Set how many half days a term a school releases for all its leaders together; None sets no limit."""
    known = SchoolRelease.objects.filter(school=school).first()
    release = known or SchoolRelease(school=school)
    release._history_user = by  # type: ignore[attr-defined]
    if half_days_a_term is not None:
        release.half_days_a_term = half_days_a_term
        release.save()
    elif known:
        release.delete()
