"""The manager's list of evaluations due and returned, and a leader's own evaluations."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import ListView

from casework.views import reader_of
from deployments.models import Deployment
from evaluations import queries
from evaluations.models import DeploymentEvaluation
from evaluations.models.deployments import evaluation_due_on
from evaluations.questions import OVERALL
from evaluations.results import percent_of, shares

PER_PAGE = 25


def overall_bars(counts: dict[int, int]) -> list[dict[str, Any]]:
    """Return one bar for each overall result, the best first."""
    given = [value for value, count in counts.items() for _each in range(count)]
    return [
        {
            "label": OVERALL[share.value],
            "share": share.percent,
            "value": ngettext("%(count)s school", "%(count)s schools", share.number)
            % {"count": share.number},
        }
        for share in shares(given, list(OVERALL))
    ]


def _on(day: date | datetime | None) -> str:
    """Write a day in a table, in London's time."""
    local = timezone.localtime(day) if isinstance(day, datetime) else day
    return date_format(local, "j F Y") if local else ""


class EvaluationList(ListView):
    """Evaluations due and returned, for the manager."""

    template_name = "evaluations/evaluation_list.html"
    paginate_by = PER_PAGE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reader_of(request).has_perm("evaluations.list_evaluations"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def show(self) -> str:
        show = self.request.GET.get("show", "")
        return show if show in ("due", "returned") else "all"

    def get_queryset(self):
        return queries.evaluations_listed(self.show)

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        on = timezone.localdate()
        counts = queries.overall_counts(DeploymentEvaluation.objects.sent())
        texts = {"all": _("All"), "due": _("Due"), "returned": _("Returned")}
        context |= {
            "tabs": [
                {"text": text, "url": f"?show={name}", "current": name == self.show}
                for name, text in texts.items()
            ],
            "columns": [{"text": text} for text in self.columns()],
            "rows": [self._row(deployment, on) for deployment in context["page_obj"]],
            "bars": overall_bars(counts) if counts else [],
            "query": f"show={self.show}",
        }
        return context

    @staticmethod
    def columns() -> list[str]:
        return [_("Deployment"), _("Status"), _("Asked to answer by"), _("Returned"), _("Overall")]

    def _row(self, deployment: Deployment, on: date) -> dict[str, Any]:
        _deployment, status, due, returned, overall = self.columns()
        evaluation = getattr(deployment, "evaluation", None)
        given = evaluation if evaluation and evaluation.is_sent else None
        due_on = evaluation_due_on(deployment)
        late = given is None and due_on < on
        tag, tone = _("Due"), "wait"
        if given:
            tag, tone = _("Returned"), "good"
        elif late:
            tag, tone = _("Overdue"), "bad"
        return {
            "head": {
                "text": str(deployment),
                "url": (given or deployment).get_absolute_url(),
            },
            "cells": [
                {"label": status, "tag": tag, "tone": tone},
                {"label": due, "text": "" if given else _on(due_on)},
                {"label": returned, "text": _on(given.sent_at) if given else ""},
                {"label": overall, "text": given.get_overall_display() if given else ""},
            ],
        }


class ReceivedEvaluations(ListView):
    """What schools said of a leader's own work."""

    template_name = "evaluations/evaluation_received.html"
    context_object_name = "evaluations"
    paginate_by = PER_PAGE

    def get_queryset(self):
        mine = DeploymentEvaluation.objects.received_by(reader_of(self.request))
        return mine.select_related("deployment__school", "deployment__designation__person")

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        context = super().get_context_data(**context)
        person = reader_of(self.request)
        counts = queries.overall_counts(DeploymentEvaluation.objects.received_by(person))
        means = queries.statement_means(person) if counts else []
        context |= {
            "overall_bars": overall_bars(counts) if counts else [],
            "statement_bars": [
                {
                    "label": question.text_here,
                    "share": percent_of(value, 5),
                    "value": _("%(value)s of 5") % {"value": number_format(value or 0, 1)},
                }
                for question, value, _count in means
            ],
            "rows": [self._row(evaluation) for evaluation in context["page_obj"]],
            "columns": [{"text": text} for text in self.columns()],
        }
        return context

    @staticmethod
    def columns() -> list[str]:
        return [_("School"), _("Received"), _("Overall"), _("Your reply")]

    def _row(self, evaluation: DeploymentEvaluation) -> dict[str, Any]:
        _school, received, overall, reply = self.columns()
        said = _("You have replied") if evaluation.replied_at else _("You may reply once")
        return {
            "head": {"text": str(evaluation.deployment.school), "url": evaluation.get_absolute_url()},
            "cells": [
                {"label": received, "text": _on(evaluation.sent_at)},
                {"label": overall, "text": evaluation.get_overall_display()},
                {"label": reply, "text": said},
            ],
        }
