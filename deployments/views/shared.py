"""What the pages of this app share: steps that say what stands in the way, lists with filters and pages."""

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from casework.lifecycle import Lifecycle
from casework.views import StepView
from deployments.actions import Obstacle
from directory.calendar import said

PAGE = 30


class SupportStep(StepView):
    """A step whose action may find obstacles: they are said beside the form, and nothing typed is lost.

    `heading` and `done` may name the case: `%(case)s`.
    """

    def get_heading(self) -> str:
        return str(self.heading) % {"case": self.case}

    def get_done(self) -> str:
        return str(self.done) % {"case": self.case}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Obstacle as obstacle:
            for sentence in obstacle.sentences:
                form.add_error(None, sentence)
            return self.form_invalid(form)


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
