"""What the pages of this app share: steps that say what stands in the way, lists with filters and pages."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.lifecycle import Lifecycle
from casework.templatetags.casework import day, days
from casework.views import StepView, reader_of
from deployments.actions import Obstacle
from deployments.models import Deployment, Facilitation, SupportRequest, Visit
from directory.calendar import said, term_named

PAGE = 30


class SaysObstacles:
    """A page whose action may find obstacles: they are said beside the form, as whoever presses may read them."""

    request: HttpRequest
    form_invalid: Callable[..., HttpResponse]

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except Obstacle as obstacle:
            self.look_again()
            for sentence in obstacle.for_reader(reader_of(self.request)):
                form.add_error(None, sentence)
            return self.form_invalid(form)

    def look_again(self) -> None:
        """Read anew what the page shows, where what stands in the way may be what it has become."""


class SupportStep(SaysObstacles, StepView):
    """A step whose action may find obstacles: they are said beside the form, and nothing typed is lost.

    `heading` and `done` may name the case: `%(case)s`.
    """

    def get_heading(self) -> str:
        return str(self.heading) % {"case": self.case}

    def get_done(self) -> str:
        return str(self.done) % {"case": self.case}

    def look_again(self) -> None:
        self.case = type(self.case)._default_manager.in_full().get(pk=self.case.pk)


class OnceStep(SupportStep):
    """A step that adds something, by a form that knows when this very thing `is_done_already`.

    Pressed twice, it was done the first time, and leads to the same place.
    """

    def form_valid(self, form: Any) -> HttpResponse:
        return redirect(self.case) if form.is_done_already else super().form_valid(form)


class ListPage(TemplateView):
    """A list of cases a person may see, narrowed by filters in the address, thirty a page.

    A subclass says `filters`, `get_cases()` (already narrowed, with what the rows need), `columns()` and `row(case)`.
    """

    filters: Any

    def get_cases(self) -> Any:
        raise NotImplementedError

    def columns(self) -> list[dict]:
        raise NotImplementedError

    def row(self, case: Any) -> dict:
        raise NotImplementedError

    def get_context_data(self, **context: Any) -> dict:
        filters = self.filters(self.request.GET, queryset=self.get_cases(), request=self.request)
        page = Paginator(filters.qs, PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            **context,
            filters=filters,
            page=page,
            pills=filters.pills() if filters.is_valid() else [],
            query=filters.without(),
            columns=self.columns(),
            rows=[self.row(case) for case in page],
        )


def shares_words(shares: Mapping[date, int]) -> str:
    """Return how many days count in each term, a line each, by the day the term starts on."""
    lines = (
        {"term": capfirst(str(term_named(term))), "days": days(half_days)}
        for term, half_days in sorted(shares.items())
    )
    return "\n".join(_("%(term)s: %(days)s") % line for line in lines)


def span(case: Any) -> str:
    """Return from which day to which a case runs, in words."""
    return _("%(first)s to %(last)s") % {"first": said(case.starts_on), "last": said(case.ends_on)}


def state_cell(label: str, case: Any) -> dict:
    """Return the cell of a table that shows where a case stands."""
    return {
        "label": label,
        "tag": case.get_state_display(),
        "tone": Lifecycle.of(case).tones.get(case.state, ""),
    }


def presumed(work: Visit | Facilitation) -> str:
    """Return the mark of work nobody acknowledged: it counts by itself."""
    return _("By itself: the school said nothing in ten working days") if work.acknowledged_by_itself else ""


def watch_note(case: Deployment | SupportRequest) -> str:
    """Return why a manager watches a case, and since when; nothing where nobody does."""
    mark = getattr(case, "watched", None)
    return f"{day(mark.at)}, {mark.by}: {mark.note}" if mark else ""
