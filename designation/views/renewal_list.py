"""The managers' list of renewals: filtered, paged, exported."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.lifecycle import Lifecycle
from casework.views import reader_of
from designation.documents.reviews import renewal_rows
from designation.forms.renewals import RenewalFilters
from designation.models import Renewal
from designation.queries.asked import asked_on
from designation.queries.renewals import renewals_listed
from directory.documents import csv_lines
from directory.models import Person

PAGE = 30


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def renewals(request: HttpRequest) -> HttpResponse:
    """The managers' list of renewals: filtered, paged; the filters live in the address."""
    filters = filtered(request)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    asked = asked_on(page, "ask_reference", timezone.localdate())
    titles = (_("Leader"), _("School"), _("Ends"), _("Submitted"), _("Reference"), _("State"))
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": [{"text": title} for title in titles],
        "rows": [row_of(one, reader_of(request), asked) for one in page],
    }
    return render(request, "designation/renewals.html", context)


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def export_renewals(request: HttpRequest) -> StreamingHttpResponse:
    """Send what is filtered as CSV, with formulas made inert; for managers."""
    lines = csv_lines(renewal_rows(filtered(request).qs))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="renewals.csv"'
    return response


def filtered(request: HttpRequest) -> RenewalFilters:
    return RenewalFilters(request.GET, queryset=renewals_listed(request.user), request=request)


def row_of(one: Renewal, reader: Person, asked: set[int]) -> dict:
    tone = Lifecycle.of(one).tones.get(one.state, "")
    submitted = date_format(one.submitted_at, "j F Y") if one.submitted_at else _("Not yet")
    return {
        "head": {"text": str(one.designation.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("School"), "text": str(one.designation.home_school)},
            {"label": _("Ends"), "text": date_format(one.designation.ends_on, "j F Y")},
            {"label": _("Submitted"), "text": submitted},
            {"label": _("Reference")} | reference_of(one, reader, asked),
            {"label": _("State"), "tag": one.get_state_display(), "tone": tone},
        ],
    }


def reference_of(one: Renewal, reader: Person, asked: set[int]) -> dict:
    """Say whether the head's reference came; where it can be asked for again, the words lead there."""
    if one.head_signed_on is not None:
        return {"text": _("Received")}
    if one.state not in Renewal.LIVE or one.about_id == reader.pk:
        return {"text": _("Not received yet")}
    if one.pk in asked:
        return {"text": _("Asked again today")}
    return {"text": _("Not received: ask again"), "url": one.page("ask_reference")}
