"""How the brokering goes, for managers: each figure with what it means, as tables, bars and a file."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casework.templatetags.casework import days
from deployments.forms.reports import ReportFilters
from deployments.models import Consent, Deployment, SupportRequest
from deployments.queries import reports
from deployments.queries.reports import LEAST, Period, Spread, Wait
from designation.views.pipeline import sent_as_file
from directory.calendar import said

managers_only = permission_required("deployments.read_reports", raise_exception=True)


class Section(NamedTuple):
    """One part of the report: its title, what its figures mean, its table, and the bars that say the same."""

    title: str
    meaning: str
    caption: str
    columns: list[str]
    rows: list[dict[str, Any]]
    bars: list[dict[str, Any]] = []
    nothing: str = ""

    @property
    def table_columns(self) -> list[dict[str, Any]]:
        return [{"text": text, "number": at > 0} for at, text in enumerate(self.columns)]


@require_safe
@managers_only
def show_reports(request: HttpRequest) -> HttpResponse:
    """Show every figure of the period with its definition."""
    filters = ReportFilters(request.GET, queryset=SupportRequest.objects.none())
    about = filters.about
    context = {
        "filters": filters,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "first": said(about.first),
        "last": said(about.last),
        "sections": sections(about),
    }
    return render(request, "deployments/reports.html", context)


@require_safe
@managers_only
def export_reports(request: HttpRequest) -> HttpResponseBase:
    """Send the same figures as a file, one line a figure."""
    about = ReportFilters(request.GET, queryset=SupportRequest.objects.none()).about
    return sent_as_file(lines_of(about, sections(about)), "reports", "csv")


def lines_of(about: Period, found: list[Section]) -> Iterator[list[object]]:
    """Yield the heading, then one line a figure, each with its period and what it means."""
    yield [_("From"), _("To"), _("Report"), _("Row"), _("Figure"), _("Value"), _("What it means")]
    for section in found:
        for row in section.rows:
            for cell in row["cells"]:
                yield [
                    about.first, about.last, section.title, row["head"]["text"], cell["label"], cell["text"],
                    section.meaning,
                ]  # fmt: skip


def sections(about: Period) -> list[Section]:
    """Return the report, part by part, in a fixed number of queries."""
    waits = reports.waits(about)
    return [
        _offers(waits),
        _visits(waits),
        _counted(
            _("Refusals by reason"),
            _(
                "Proposals a party refused in this period, by the reason it chose. A number below three is not told, "
                "because it could lead to the person."
            ),
            reports.refusals(about),
            dict(Consent.Why.choices),
            _("Nothing was refused in this period."),
        ),
        _counted(
            _("What was agreed and ended early, by reason"),
            _(
                "Deployments from which a party withdrew, or which the alliance stopped, in this period. A number "
                "below three is not told, because it could lead to the person."
            ),
            reports.early_endings(about),
            dict(Deployment.EndedFor.choices),
            _("Nothing that was agreed ended early in this period."),
        ),
        _unmet(about),
        _days(about),
        _reach(about),
    ]


def is_welsh() -> bool:
    return (get_language() or "").startswith("cy")


def _cell(label: str, text: str, url: str = "") -> dict[str, Any]:
    return {"label": label, "text": text, "number": True} | ({"url": url} if url else {})


def _row(head: str, columns: list[str], texts: list[str], url: str = "") -> dict[str, Any]:
    cells = [_cell(label, text) for label, text in zip(columns[1:], texts, strict=True)]
    return {"head": {"text": head} | ({"url": url} if url else {}), "cells": cells}


def _by_month(waits: list[Wait]) -> list[tuple[str, list[Wait]]]:
    """Return the requests by month, and all of them last."""
    months = [(date_format(first, "F Y"), found) for first, found in reports.by_month(waits).items()]
    return [*months, (_("The whole period"), waits)] if waits else []


def _hours(value: float) -> str:
    hours = round(value)
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _working_days(value: float) -> str:
    # A median may lie half way between two days.
    words = number_format(value, 1 if value % 1 else 0)
    return _("%(count)s working days") % {"count": words} if value != 1 else _("1 working day")


def _taken(found: Spread | None, said_as: Any) -> list[str]:
    return ["0", "", ""] if found is None else [str(found.number), said_as(found.half), said_as(found.most)]


def _offers(waits: list[Wait]) -> Section:
    columns = [
        _("Request made in"), _("Requests"), _("Offered"), _("Half within"), _("Nine of ten within"),
        _("Offered in time"),
    ]  # fmt: skip
    rows, bars = [], []
    for month, found in _by_month(waits):
        in_time, of = reports.share_in_time(found)
        percent = round(100 * in_time / of) if of else 0
        told = _("%(percent)d%% (%(count)d of %(all)d)") % {"percent": percent, "count": in_time, "all": of}
        times = _taken(reports.spread(one.hours for one in found), _hours)
        rows.append(_row(month, columns, [str(len(found)), *times, told if of else ""]))
        if of:
            is_all = found is waits
            bars.append({"label": month, "share": percent, "value": told, "total": is_all})
    meaning = _(
        "From the moment a school asked to the first proposal of a leader, in working hours: Monday to Friday without "
        "bank holidays, 24 to a day. In time is within 48. Requests that are still within their 48 hours, or were "
        "withdrawn within them, are not counted there; agreements recorded by phone are left out altogether."
    )
    return Section(
        _("From request to offer"),
        meaning,
        _("By month"),
        columns,
        rows,
        bars,
        _("No requests in this period."),
    )


def _visits(waits: list[Wait]) -> Section:
    columns = [_("Request made in"), _("Visited"), _("Half within"), _("Nine of ten within")]
    rows = [
        _row(month, columns, _taken(reports.spread(one.days for one in found), _working_days))
        for month, found in _by_month(waits)
    ]
    meaning = _(
        "From the day a school asked to the day of the first visit that was held, in working days. Requests without a "
        "visit so far are not counted, so the figures of the last weeks still grow."
    )
    return Section(
        _("From request to first visit"),
        meaning,
        _("By month"),
        columns,
        rows,
        nothing=_("No requests in this period."),
    )


def _counted(
    title: str, meaning: str, counts: dict[str, int], names: dict[str, Any], nothing: str
) -> Section:
    """Return counts by reason; small ones are held back, and the sum with them, from which they could be told."""
    columns = [_("Reason"), _("Number")]
    few = _("fewer than %(least)d") % {"least": LEAST}
    rows = [
        _row(str(names.get(why, why)), columns, [str(count) if count >= LEAST else few])
        for why, count in counts.items()
    ]
    told = {why: count for why, count in counts.items() if count >= LEAST}
    if counts and len(told) == len(counts):
        rows.append(_row(_("All"), columns, [str(sum(counts.values()))]))
    most = max(told.values(), default=1)
    bars = [
        {"label": str(names.get(why, why)), "share": round(100 * count / most), "value": count}
        for why, count in told.items()
    ]
    return Section(title, meaning, _("By reason"), columns, rows, bars if len(bars) > 1 else [], nothing)


def _unmet(about: Period) -> Section:
    columns = [_("Area and reason"), _("Requests")]
    reasons = dict(SupportRequest.UnmetWhy.choices)
    rows = [
        _row(
            _("%(area)s: %(reason)s")
            % {
                "area": (one.area_cy if is_welsh() else "") or one.area or _("No area"),
                "reason": reasons.get(one.why, one.why),
            },
            columns,
            [str(one.requests)],
        )
        for one in reports.areas_unmet(about)
    ]
    meaning = _(
        "Requests that ended as unmet in this period, by area of expertise and by the reason the alliance gave. A "
        "request in two areas counts in both."
    )
    return Section(
        _("Areas unmet"),
        meaning,
        _("By area and reason"),
        columns,
        rows,
        nothing=_("Every request was met, or is still open."),
    )


def _days(about: Period) -> Section:
    columns = [_("Cluster"), _("Days received"), _("Days given"), _("Informally received")]
    found = reports.days_by_cluster(about)
    rows = [
        _row(
            one.cluster or _("In no cluster"),
            columns,
            [days(one.received), days(one.given), days(one.informal)],
        )
        for one in found
    ]
    if found:
        sums = (
            sum(one.received for one in found),
            sum(one.given for one in found),
            sum(one.informal for one in found),
        )
        rows.append(_row(_("All"), columns, [days(each) for each in sums]))
    most = max((one.received for one in found), default=0) or 1
    bars = [
        {
            "label": one.cluster or _("In no cluster"),
            "share": round(100 * one.received / most),
            "value": days(one.received),
        }
        for one in found
    ]
    meaning = _(
        "Days of visits held in this period: received is by the cluster of the school supported, given is by the "
        "cluster of the leader's school. A visit of a morning or an afternoon is half a day. Informal support is what "
        "heads agreed between themselves and recorded, by the day it began; nobody has objected to it."
    )
    return Section(
        _("Days by cluster"),
        meaning,
        _("By cluster"),
        columns,
        rows,
        bars,
        _("No visits were held in this period."),
    )


def _reach(about: Period) -> Section:
    columns = [
        _("Local authority"), _("Open schools"), _("Never asked"), _("Asked, never supported"),
    ]  # fmt: skip
    rows = []
    for one in reports.reach(about.authority, about.cluster):
        to_them = f"{reverse('deployments:schools')}?local_authority={one.pk}"
        if about.cluster:
            to_them += f"&cluster={about.cluster.pk}"
        name = (one.name_cy if is_welsh() else "") or one.name
        row = _row(name, columns, [str(one.schools), str(one.never_asked), str(one.never_supported)])
        row["head"]["url"] = to_them
        if one.never_asked:
            row["cells"][1]["url"] = f"{to_them}&reached=never_asked"
        if one.never_supported:
            row["cells"][2]["url"] = f"{to_them}&reached=never_supported"
        rows.append(row)
    meaning = _(
        "Of the open schools of each local authority the alliance works in: those that never asked for support, and "
        "those that asked but for which no deployment was ever agreed, from the beginning to today."
    )
    return Section(
        _("Schools the alliance has not reached"),
        meaning,
        _("By local authority"),
        columns,
        rows,
        nothing=_("No school has asked yet."),
    )
