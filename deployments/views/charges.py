"""What schools pay themselves, as a list and as a file: all of it for the alliance, and its own for each school."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.paginator import Paginator
from django.db.models import Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from casework.templatetags.casework import day, money
from casework.views import reader_of
from deployments.documents import charge_rows
from deployments.forms.filters import ChargeFilters
from deployments.queries.charges import Charge, charged_to, charges_of, sums_of
from deployments.views.shared import PAGE
from designation.views.pipeline import sent_as_file


def narrowed(request: HttpRequest) -> ChargeFilters:
    """Return the filters of the address over what this person reads."""
    return ChargeFilters(request.GET, queryset=charged_to(reader_of(request)))


class ChargeList(PermissionRequiredMixin, TemplateView):
    """Who owes which leader's school what, term by term."""

    permission_required = "deployments.read_charges"
    raise_exception = True
    template_name = "deployments/charge_list.html"

    def get_context_data(self, **context: Any) -> dict:
        filters = narrowed(self.request)
        page = Paginator(sums_of(filters.qs), PAGE).get_page(self.request.GET.get("page"))
        total = filters.qs.aggregate(sum=Sum("amount_pence", default=0))["sum"]
        return super().get_context_data(
            **context,
            filters=filters,
            pills=filters.pills() if filters.is_valid() else [],
            query=filters.without(),
            page=page,
            total=money(total),
            columns=charge_columns(),
            rows=[charge_row(one) for one in charges_of(page)],
        )


def charge_columns() -> list[dict]:
    titles = [
        _("School that pays"),
        _("Leader's school"),
        _("Term from"),
        _("Visits"),
        _("Amount"),
        _("Approved so far"),
    ]
    return [{"text": title, "number": at > 2} for at, title in enumerate(titles)]


def charge_row(charge: Charge) -> dict:
    return {
        "head": {"text": str(charge.payer)},
        "cells": [
            {"label": _("Leader's school"), "text": str(charge.home)},
            {"label": _("Term from"), "text": day(charge.term_starts_on)},
            {"label": _("Visits"), "text": str(charge.visits), "number": True},
            {"label": _("Amount"), "text": money(charge.pence), "number": True},
            {"label": _("Approved so far"), "text": money(charge.approved), "number": True},
        ],
    }


@require_safe
@permission_required("deployments.read_charges", raise_exception=True)
def export_charges(request: HttpRequest) -> HttpResponseBase:
    """Send what schools pay themselves, as it is filtered, as a file."""
    return sent_as_file(charge_rows(charges_of(sums_of(narrowed(request).qs))), "charges", "csv")
