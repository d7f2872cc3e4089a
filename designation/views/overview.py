"""All leaders at a glance, for managers: every figure leads to the leaders behind it."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.views import reader_of
from designation.forms.leaders import quarter_said
from designation.models import Designation
from designation.queries.noticed import Notice
from designation.queries.overview import (
    Cover,
    Quarter,
    covers_of_areas,
    covers_of_authorities,
    covers_of_roles,
    endings,
    notices,
)


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def overview(request: HttpRequest) -> HttpResponse:
    """When terms end, what the leaders cover and where they are, and whom a manager should look at."""
    today, rows = timezone.localdate(), Designation.objects.visible_to(reader_of(request))
    ends = endings(rows, today)
    areas = covers_of_areas(rows, today)
    context = {
        "notices": [notice_row(*one) for one in notices(rows, today)],
        "notice_columns": [{"text": _("Look for")}, {"text": _("Leaders"), "number": True}],
        "ends": bars_of_ends(ends),
        "uncovered": [one.of for one in areas if not one.active],
        "covers": [
            (
                _("By area"),
                cover_columns(_("Area")),
                cover_rows([one for one in areas if one.active], "areas"),
            ),
            (_("By role"), cover_columns(_("Role")), cover_rows(covers_of_roles(rows, today), "role_type")),
            (
                _("By local authority"),
                cover_columns(_("Local authority")),
                cover_rows(covers_of_authorities(rows, today), "local_authority"),
            ),
        ],
    }
    return render(request, "designation/overview.html", context)


def leaders_address(**narrowed: object) -> str:
    return f"{reverse('designation:leaders')}?{urlencode(narrowed)}"


def notice_row(notice: Notice, count: int) -> dict:
    address = {"url": leaders_address(notice=notice.value)} if count else {}
    return {
        "head": {"text": str(notice.label)} | address,
        "cells": [{"label": _("Leaders"), "text": str(count), "number": True}],
    }


def bars_of_ends(ends: list[tuple[Quarter, int]]) -> list[dict]:
    """Return the quarters as bars, the longest the quarter in which most terms end."""
    most = max(count for _quarter, count in ends) or 1
    return [
        {
            "label": quarter_said(quarter),
            "url": leaders_address(quarter=quarter.key) if count else "",
            "value": count,
            "share": round(100 * count / most),
        }
        for quarter, count in ends
    ]


def cover_columns(head: str) -> list[dict]:
    numbers = [{"text": text, "number": True} for text in (_("Active"), _("End within 12 months"))]
    return [{"text": head}, *numbers]


def cover_rows(covers: Iterable[Cover], field: str) -> list[dict]:
    """Return what is covered by how many, each number a way to those leaders."""
    return [
        {
            "head": {"text": str(one.of)},
            "cells": [
                count_cell(_("Active"), one.active, {field: one.of.pk, "state": Designation.State.ACTIVE}),
                count_cell(
                    _("End within 12 months"),
                    one.ending,
                    {field: one.of.pk, "state": Designation.State.ACTIVE, "ends": 12},
                ),
            ],
        }
        for one in covers
    ]


def count_cell(label: str, count: int, narrowed: dict[str, object]) -> dict:
    wanted = {name: str(value) for name, value in narrowed.items()}
    leads = {"url": leaders_address(**wanted)} if count else {}
    return {"label": label, "text": str(count), "number": True} | leads
