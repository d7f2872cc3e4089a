"""A person's month: visits, absences and holidays day by day, with the work visits can be planned for."""

from calendar import Calendar, day_name
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.templatetags.casework import day
from casework.views import reader_of
from deployments.models import Visit
from deployments.queries.agenda import Line, Whose, month_of, to_plan
from deployments.views.shared import state_cell
from directory.models import Person, Post
from directory.rules import is_manager

MOST_YEARS = 10  # further away than this nothing is planned
WEEK = Calendar(firstweekday=0)
SOME_MONDAY = date(2026, 5, 11)


class CalendarPage(TemplateView):
    """One month, this one unless the address says another; a manager looks at her cases or at the whole alliance."""

    template_name = "deployments/calendar.html"

    def get_context_data(self, **context: Any) -> dict:
        person, first = reader_of(self.request), first_of(self.request.GET.get("month", ""))
        whose = whose_of(person, self.request.GET.get("whose", ""))
        work = list(to_plan(person))
        after = (first + timedelta(days=32)).replace(day=1)
        lines = month_of(person, first, after - timedelta(days=1), work, whose or Whose.MINE)
        return super().get_context_data(
            **context,
            month=date_format(first, "F Y"),
            before=f"{first - timedelta(days=1):%Y-%m}",
            after=f"{after:%Y-%m}",
            whose=whose,
            tabs=tabs_of(whose, first),
            work=work,
            weekdays=[date_format(SOME_MONDAY + timedelta(days=at), "l") for at in range(len(day_name))],
            weeks=weeks_of(first, lines, person),
            is_empty=not lines,
        )


def first_of(month: str) -> date:
    """Return the first day of a month written like 2026-03; of this one where it is written otherwise or far away."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(f"{month}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= MOST_YEARS else today.replace(day=1)


def whose_of(person: Person, asked: str) -> str:
    """Return which visits a manager looks at, all unless the address says otherwise; nothing for everybody else."""
    if not is_manager(person):
        return ""
    return Whose.MINE if asked == Whose.MINE else Whose.ALL


def tabs_of(whose: str, first: date) -> list[dict]:
    """Return the ways between a manager's two calendars."""
    ways = (Whose.ALL, Whose.MINE) if whose else ()
    return [
        {"text": way.label, "url": f"?month={first:%Y-%m}&whose={way.value}", "current": way == whose}
        for way in ways
    ]


def weeks_of(first: date, lines: list[Line], person: Person) -> list[list[dict]]:
    """Return the weeks of a month from Monday to Sunday, each day with what stands on it; days outside it are empty."""
    today = timezone.localdate()
    return [
        [
            {
                "on": on,
                "inside": on.month == first.month,
                "text": day(on),
                "is_today": on == today,
                "lines": [
                    line_of(line, person)
                    for line in lines
                    if on.month == first.month and line.first <= on <= line.last
                ],
            }
            for on in week
        ]
        for week in WEEK.monthdatescalendar(first.year, first.month)
    ]


def line_of(line: Line, person: Person) -> dict:
    """Return one line of a day: a visit with its page, where it is, its state and on which side one stands."""
    if line.visit is None:
        return {"text": line.what, "where": line.where}
    state = state_cell("", line.visit)
    return {
        "text": _("Visit of %(leader)s, %(part)s") % {"leader": line.visit.leader, "part": line.what},
        "where": line.where,
        "url": line.visit.get_absolute_url(),
        "tag": state["tag"],
        "tone": state["tone"],
        "side": side_of(line.visit, person),
    }


def side_of(visit: Visit, person: Person) -> str:
    """Say for a head whether somebody of the school goes out, or somebody comes in."""
    posts, case = person.authority, visit.deployment
    if visit.leader_id != person.pk and posts.at(case.home_school_id, *Post.HEADS):
        return _("Out")
    return _("Coming in") if posts.at(case.school_id, *Post.HEADS) else ""
