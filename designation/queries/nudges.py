"""What the night work finds to remind applicants of: drafts before their deadline, answers before their day."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import cast

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from designation.models import Application, Extension
from directory.calendar import add_working_days, is_working_day

# Days before the person's own deadline (the issue), and before the day by which answers are asked for.
DRAFT_DAYS = (10, 5, 2)
ANSWER_DAYS = (2,)
LONGEST = timedelta(days=DRAFT_DAYS[0] + 7)  # no run of days off is longer than a week


def worked_on(day: date) -> date:
    """Return the day itself or, when nobody works on it, the working day before."""
    return day if is_working_day(day) else add_working_days(day, -1)


def drafts_due(on: date, at: datetime) -> Iterator[tuple[Application, date]]:
    """Yield drafts whose owner is reminded on this day, each with the last milestone passed (one query).

    The deadline is the person's own. A milestone that had passed when the draft was begun, or more time granted, is
    none.
    """
    own = Extension.objects.filter(round=OuterRef("round"), person=OuterRef("applicant"))
    drafts = Application.objects.filter(state=Application.State.DRAFT).annotate(
        own_until=Subquery(own.values("until")[:1]), granted_at=Subquery(own.values("granted_at")[:1])
    )
    in_time = drafts.filter(Q(round__closes_at__gt=at) | Q(own_until__gt=at))
    near = in_time.filter(round__closes_at__lte=at + LONGEST)
    for draft in near.select_related("applicant", "round", "role_type"):
        closes_at = max(draft.round.closes_at, draft.own_until or draft.round.closes_at)
        last = _last_passed(timezone.localdate(closes_at), DRAFT_DAYS, _begun_on(draft), on)
        if last:
            yield draft, last


def answers_due(on: date) -> Iterator[tuple[Application, date]]:
    """Yield applications that were returned and whose answers are reminded of on this day (one query)."""
    asked = Application.objects.filter(state=Application.State.RETURNED, answer_by__gte=on)
    for case in asked.select_related("applicant", "round", "role_type"):
        by = cast(date, case.answer_by)  # a CHECK holds that what was returned has its day
        last = _last_passed(by, ANSWER_DAYS, timezone.localdate(case.state_at), on)
        if last:
            yield case, last


def _last_passed(day: date, days_before: tuple[int, ...], after: date, on: date) -> date | None:
    """Return the last milestone up to `on` that fell after the day it all began; one a run, so none pile up."""
    milestones = [worked_on(day - timedelta(days=count)) for count in days_before]
    passed = [one for one in milestones if after < one <= on]
    return max(passed, default=None)


def _begun_on(draft) -> date:
    """Return the day the draft was begun, or the later one on which its owner got more time."""
    return timezone.localdate(max(draft.created_at, draft.granted_at or draft.created_at))
