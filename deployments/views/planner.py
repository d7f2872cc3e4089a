"""The planner: a visit is planned or moved with what takes the days before one's eyes."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day, days
from deployments import actions
from deployments.forms.visits import MoveForm, PlanForm
from deployments.models import Deployment, Visit
from deployments.queries.agenda import Line, window_of
from deployments.queries.money import half_days_left
from deployments.views.shared import OnceStep, SupportStep


class Planner(SupportStep):
    """A step that chooses a day of agreed work; shows what is left and what takes or closes days."""

    template_name = "deployments/plan_form.html"
    takes_case = True

    @property
    def work(self) -> Deployment:
        return self.case

    @property
    def moved(self) -> Visit | None:
        """Return the visit that is moved, which does not stand in its own way."""
        return None

    def get_context_data(self, **context: Any) -> dict:
        work = self.work
        first = min(max(work.starts_on, timezone.localdate()), work.ends_on)
        left = days(half_days_left(work, besides=self.moved))
        words = _("Left to plan: %(days)s. Agreed: %(agreed)s.")
        lines = window_of(work, first, work.ends_on, besides=self.moved)
        return super().get_context_data(**context) | {
            "left": words % {"days": left, "agreed": days(work.half_days)},
            "taken_columns": [{"text": title} for title in (_("Day"), _("What"), _("Where"))],
            "taken": [taken_row(line) for line in lines],
        }


def taken_row(line: Line) -> dict:
    days_ = day(line.first)
    if line.last != line.first:
        days_ = _("%(first)s to %(last)s") % {"first": days_, "last": day(line.last)}
    what = _("Another visit, %(part)s") % {"part": line.what} if line.visit else line.what
    cells = [{"label": _("What"), "text": what}, {"label": _("Where"), "text": line.where}]
    return {"head": {"text": days_, "url": ""}, "cells": cells}


class PlanDeployment(Planner, OnceStep):
    """A visit is planned."""

    model, step = Deployment, "plan"
    form_class = PlanForm
    action = staticmethod(actions.plan)
    button = gettext_lazy("Plan this visit")
    heading = gettext_lazy("Plan a visit: %(case)s")
    explains = gettext_lazy("The school gets a letter with the day and the place.")
    done = gettext_lazy("The visit is planned and the school has been told.")


class MoveVisit(Planner):
    """A planned visit goes to another day."""

    model, step = Visit, "move"
    form_class = MoveForm
    action = staticmethod(actions.move_visit)
    button = gettext_lazy("Move the visit")
    heading = gettext_lazy("Move to another day: %(case)s")
    explains = gettext_lazy("The school gets a letter that says from which day to which; calendars follow.")
    done = gettext_lazy("The visit is moved and the school has been told.")

    @property
    def work(self) -> Deployment:
        return self.case.deployment

    @property
    def moved(self) -> Visit | None:
        return self.case

    def get_initial(self) -> dict:
        part = "day" if self.case.half_days == 2 else "morning" if self.case.morning else "afternoon"
        where = "online" if self.case.is_online else "school"
        starts_at = f"{self.case.starts_at:%H:%M}" if self.case.starts_at else ""
        return {
            "on": self.case.on,
            "part": part,
            "where": where,
            "place": self.case.place,
            "starts_at": starts_at,
        }
