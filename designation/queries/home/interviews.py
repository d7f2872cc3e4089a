"""What a person must do now about interviews: choose a time, come, hold one, score it, add times."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.lifecycle import Task
from casework.templatetags.casework import clock, day
from designation.models import Application
from designation.queries.home.applications import is_to_manage
from designation.queries.interviews import BOOKING_DAYS
from directory.calendar import add_working_days
from directory.models import Person
from directory.rules import is_manager

A = Application.State
UNFIT = gettext_lazy("A panel has at least two members, one of them a head of an alliance school.")


def interview_tasks(rows: list[Any], person: Person, on: date) -> Iterator[Task]:
    """Yield the tasks about interviews of an applicant, a member of a panel, and for managers by round."""
    for row in sorted(filter(lambda row: row.at, rows), key=lambda row: (row.at, row.pk)):
        if row.applicant_id == person.pk:
            yield from _to_come(row)
        elif row.sits and row.reads:
            yield from _of_panel(row)
    waiting = [row for row in rows if row.state == A.INVITED and row.at is None]
    for row in waiting:
        if row.applicant_id == person.pk:
            url = reverse("designation:application-book", args=[row.pk])
            yield Task(_("Choose a time for your interview"), url)
    if is_manager(person):
        others = (row for row in waiting if is_to_manage(row, person))
        for _round, group in groupby(others, key=lambda row: row.round_id):
            yield from _of_round(list(group), on)
        yield from (_of_panel_unfit(row) for row in rows if row.is_unfit and is_to_manage(row, person))


def _to_come(row: Any) -> Iterator[Task]:
    if row.state == A.INVITED and row.at > timezone.now():
        at = timezone.localtime(row.at)
        url = reverse("designation:application-detail", args=[row.pk])
        yield Task(_("Come to your interview"), url, at.date(), clock(at))


def _of_panel(row: Any) -> Iterator[Task]:
    name = {"name": f"{row.applicant__first_name} {row.applicant__last_name}".strip()}
    at = timezone.localtime(row.at)
    if row.state == A.INVITED and row.at > timezone.now():
        url = reverse("designation:interviews")
        yield Task(_("Interview %(name)s") % name, url, at.date(), clock(at))
    elif (
        row.state in (A.INVITED, A.INTERVIEWED) and row.at <= timezone.now() and not row.has_scored_interview
    ):
        url = reverse("designation:application-score", args=[row.pk])
        yield Task(_("Score the interview of %(name)s") % name, url, at.date())


def _of_panel_unfit(row: Any) -> Task:
    """Somebody left the panel of an interview: the manager chooses who sits there instead."""
    at = timezone.localtime(row.at)
    name = f"{row.applicant__first_name} {row.applicant__last_name}".strip()
    title = _("The interview of %(name)s on %(day)s has too small a panel: choose another member")
    url = reverse("designation:application-reschedule", args=[row.pk])
    return Task(title % {"name": name, "day": day(at)}, url, at.date(), str(UNFIT))


def _of_round(rows: list[Any], on: date) -> Iterator[Task]:
    """Ask for times while fewer are free than applicants wait; later name those who have not chosen."""
    round_, count = rows[0].round_id, len(rows)
    if rows[0].free < count:
        title = ngettext(
            "Add interview times: %(count)d applicant waits to choose one",
            "Add interview times: %(count)d applicants wait to choose one",
            count,
        )
        yield Task(title % {"count": count}, reverse("designation:round-interviews-add", args=[round_]), on)
        return
    since = add_working_days(on, -BOOKING_DAYS[-1])
    late = sum(timezone.localdate(row.invited_at) <= since for row in rows)
    if late:
        title = ngettext(
            "%(count)d applicant has not chosen a time for the interview",
            "%(count)d applicants have not chosen a time for the interview",
            late,
        )
        yield Task(title % {"count": late}, reverse("designation:round-interviews", args=[round_]), on)
