"""A person's month: visits, absences and holidays as one list, with the work visits can be planned for."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.templatetags.casework import day
from casework.views import reader_of
from deployments.queries.agenda import Line, month_of, to_plan
from deployments.views.shared import state_cell

MOST_YEARS = 10  # further away than this nothing is planned


class CalendarPage(TemplateView):
    """One month, this one unless the address says another."""

    template_name = "deployments/calendar.html"

    def get_context_data(self, **context: Any) -> dict:
        person, first = reader_of(self.request), first_of(self.request.GET.get("month", ""))
        work = list(to_plan(person))
        after = (first + timedelta(days=32)).replace(day=1)
        lines = month_of(person, first, after - timedelta(days=1), work)
        return super().get_context_data(
            **context,
            month=date_format(first, "F Y"),
            before=f"{first - timedelta(days=1):%Y-%m}",
            after=f"{after:%Y-%m}",
            work=work,
            columns=[{"text": title} for title in (_("Day"), _("What"), _("Where"), _("State"))],
            rows=[row_of(line) for line in lines],
        )


def first_of(month: str) -> date:
    """Return the first day of a month written like 2026-03; of this one where it is written otherwise or far away."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(f"{month}-01")
    except ValueError:
        return today.replace(day=1)
    return asked if abs(asked.year - today.year) <= MOST_YEARS else today.replace(day=1)


def row_of(line: Line) -> dict:
    days = day(line.first)
    if line.last != line.first:
        days = _("%(first)s to %(last)s") % {"first": days, "last": day(line.last)}
    state = state_cell(_("State"), line.visit) if line.visit else {"label": _("State"), "text": ""}
    return {
        "head": {"text": days, "url": line.visit.get_absolute_url() if line.visit else ""},
        "cells": [
            {"label": _("What"), "text": what_of(line)},
            {"label": _("Where"), "text": line.where},
            state,
        ],
    }


def what_of(line: Line) -> str:
    if line.visit is None:
        return line.what
    return _("Visit of %(leader)s, %(part)s") % {"leader": line.visit.leader, "part": line.what}
