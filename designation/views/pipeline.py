"""The managers' view over all rounds: where applications stand, what waits for whom, and the list of all of them."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from casework.lifecycle import Lifecycle
from casework.views import reader_of
from designation.documents.pipeline import application_rows, pipeline_rows
from designation.forms.pipeline import ApplicationFilters, PipelineFilters
from designation.models import Application, Round
from designation.models.applications import ApplicationQuerySet
from designation.queries.applications import applications_listed
from designation.queries.members import with_candidacy
from designation.queries.pipeline import Line, Wait, pipeline, waits
from directory.documents import csv_lines, xlsx_of

PAGE, ROUNDS = 30, 8
managers_only = permission_required("designation.list_applications", raise_exception=True)
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sent_as_file(rows: Iterator[list[object]], name: str, kind: str) -> HttpResponseBase:
    """Send rows as a file to keep: "csv" line by line, or "xlsx"; formulas are made inert in both."""
    response: HttpResponseBase
    if kind == "xlsx":
        response = HttpResponse(xlsx_of(rows), content_type=EXCEL)
    else:
        response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return response


def counted(request: HttpRequest) -> PipelineFilters:
    """Return the filters over what the manager finds, and drafts, of which they see how many and no more.

    Of a round in which they apply themselves nothing is counted but what is their own.
    """
    found = Application.objects.visible_to(reader_of(request))
    rivals = with_candidacy(Round.objects.all(), reader_of(request)).filter(is_candidate=True)
    drafts = Q(state=Application.State.DRAFT) & ~Q(round__in=rivals.values("pk"))
    rows = Application.objects.filter(Q(pk__in=found.order_by().values("pk")) | drafts)
    return PipelineFilters(request.GET, queryset=rows)


@require_safe
@managers_only
def show_pipeline(request: HttpRequest) -> HttpResponse:
    """Rounds by state, how far the applications of each came, and how long they wait for whom."""
    filters = counted(request)
    page = Paginator(Round.objects.all(), ROUNDS).get_page(request.GET.get("page"))
    lines = pipeline(list(page), filters.qs)
    states = [state for state in Application.State if any(line.by_state[state] for line in lines)]
    role = request.GET.get("role_type", "") if filters.is_valid() else ""
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": [{"text": _("Round")}, *({"text": state.label, "number": True} for state in states)],
        "rows": [row_of_round(line, states, role) for line in lines],
        "funnels": [{"round": line.round, "bars": funnel_of(line)} for line in lines if line.reached.sent],
        "wait_columns": wait_columns(),
        "waits": [row_of_wait(one, role) for one in waits(filters.qs, timezone.now())],
    }
    return render(request, "designation/pipeline.html", context)


def list_address(**narrowed: object) -> str:
    """Return the address of the list of applications, narrowed; what is empty is left out."""
    wanted = {name: value for name, value in narrowed.items() if value}
    return f"{reverse('designation:applications')}?{urlencode(wanted)}"


def row_of_round(line: Line, states: Iterable[Application.State], role: str) -> dict:
    """Return a round's line: each number leads to its applications; of drafts managers see how many, no more."""
    cells = []
    for state in states:
        count = line.by_state[state]
        address = list_address(round=line.round.pk, state=state.value, role_type=role)
        leads = {"url": address} if count and state != Application.State.DRAFT else {}
        cells.append({"label": state.label, "text": str(count), "number": True} | leads)
    return {"head": {"text": str(line.round), "url": line.round.get_absolute_url()}, "cells": cells}


def funnel_of(line: Line) -> list[dict]:
    """Return how far the applications of a round came, as bars: each a share of those sent in."""
    reached = line.reached
    stages = [
        (_("Were sent in"), reached.sent),
        (_("Came on the shortlist"), reached.shortlisted),
        (_("Were interviewed"), reached.interviewed),
        (_("Were designated"), reached.designated),
    ]
    return [
        {"label": label, "value": count, "share": round(100 * count / reached.sent)}
        for label, count in stages
    ]


def wait_columns() -> list[dict]:
    titles = [(_("State"), False), (_("Who must act"), False), (_("Applications"), True)]
    titles += [(_("Half of them wait longer than"), True), (_("The longest waits"), True)]
    return [{"text": text, "number": number} for text, number in titles]


def row_of_wait(one: Wait, role: str) -> dict:
    """Return the line of a state in which applications wait."""
    return {
        "head": {"text": one.state.label, "url": list_address(state=one.state.value, role_type=role)},
        "cells": [
            {"label": _("Who must act"), "text": str(one.waits_for)},
            {"label": _("Applications"), "text": str(one.number), "number": True},
            {
                "label": _("Half of them wait longer than"),
                "text": waited(round(one.median_days)),
                "number": True,
            },
            {
                "label": _("The longest waits"),
                "text": waited(one.longest),
                "number": True,
                "url": reverse("designation:application-detail", args=[one.oldest]),
            },
        ],
    }


def waited(count: int) -> str:
    return ngettext("%(count)d day", "%(count)d days", count) % {"count": count}


@require_safe
@managers_only
def export_pipeline(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send every round of the pipeline, as it is filtered, as a file."""
    filters = counted(request)
    return sent_as_file(pipeline_rows(pipeline(list(Round.objects.all()), filters.qs)), "pipeline", kind)


def narrowed(request: HttpRequest) -> ApplicationFilters:
    return ApplicationFilters(request.GET, queryset=applications_listed(reader_of(request)))


@require_safe
@managers_only
def applications(request: HttpRequest) -> HttpResponse:
    """Every application sent in, over all rounds: filtered, sorted, paged; the filters live in the address."""
    filters = narrowed(request)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    titles = (_("Applicant"), _("School"), _("Role"), _("Round"), _("Sent in"), _("State"))
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": [{"text": text} for text in titles],
        "rows": [row_of(one) for one in page],
    }
    return render(request, "designation/applications.html", context)


def row_of(one: Application) -> dict:
    sent_on = timezone.localdate(one.submitted_at) if one.submitted_at else None
    return {
        "head": {"text": str(one.applicant), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("School"), "text": str(one.school or "")},
            {"label": _("Role"), "text": one.role},
            {"label": _("Round"), "text": str(one.round), "url": one.round.get_absolute_url()},
            {"label": _("Sent in"), "text": date_format(sent_on, "j F Y") if sent_on else ""},
            {
                "label": _("State"),
                "tag": one.get_state_display(),
                "tone": Lifecycle.of(one).tones.get(one.state, ""),
            },
        ],
    }


@require_safe
@managers_only
def export_applications(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Send the applications that are filtered as a file."""
    rows: ApplicationQuerySet = narrowed(request).qs
    return sent_as_file(application_rows(rows), "applications", kind)
