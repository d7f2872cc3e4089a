"""Who owes an answer, since when and how often reminded: the managers' list, with a reminder for those ticked."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casework.views import reader_of
from deployments.queries.waiting import waited
from designation.views.pipeline import sent_as_file
from directory.calendar import said
from directory.rules import is_manager
from leadership_portal import actions
from leadership_portal.forms.owed import OwedFilter, ticked
from leadership_portal.owed import Kind, Owed, owed_keys, read_owed

PAGE = 30


def found_by(request: HttpRequest) -> tuple[OwedFilter, Any]:
    """Return the filter as it stands in the address, and the keys of what it finds."""
    search = OwedFilter(request.GET or None)
    wanted = search.cleaned_data if search.is_valid() else {}
    kinds = [Kind(wanted["kind"])] if wanted.get("kind") else list(Kind)
    return search, owed_keys(kinds, wanted.get("q", ""), reader_of(request))


@method_decorator(never_cache, name="dispatch")
class OwedList(View):
    """What is owed, who waits longest first; those ticked are reminded now."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_manager(reader_of(request)):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        search, keys = found_by(request)
        on, query = timezone.localdate(), request.GET.copy()
        query.pop("page", None)
        page = Paginator(list(keys), PAGE).get_page(request.GET.get("page"))
        context = {
            "search": search,
            "page": page,
            "query": query.urlencode(),
            "columns": [{"text": title} for title in columns()],
            "rows": [row_of(one) for one in read_owed(page, on)],
        }
        return render(request, "leadership_portal/owed.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remind those ticked, and say who was not and why."""
        keys = ticked(request.POST.getlist("chosen"))[:PAGE]
        try:
            reminded, left_alone = actions.remind_owed(keys, by=reader_of(request), on=timezone.localdate())
        except actions.NotToday as not_today:
            messages.warning(request, str(not_today))
        else:
            _say(request, len(reminded), left_alone)
        return redirect(f"{reverse('owed')}?{request.POST.get('filters', '')}")


def _say(request: HttpRequest, count: int, left_alone: list[str]) -> None:
    if count:
        sent = ngettext(
            "%(count)d answer was asked for again.", "%(count)d answers were asked for again.", count
        )
        messages.success(request, sent % {"count": count})
    if left_alone:
        messages.warning(request, " ".join([_("Nobody was reminded of these:"), *dict.fromkeys(left_alone)]))
    if not count and not left_alone:
        messages.warning(request, _("Tick at least one row."))


def columns() -> list[str]:
    return [_("What"), _("Owed"), _("By whom"), _("Waiting"), _("Due"), _("Reminded")]


def row_of(owed: Owed) -> dict[str, Any]:
    """Return a row: what it is about with a link, who owes it, how long and until when."""
    _what, kind, whom, waiting, due, reminded = columns()
    on, now = timezone.localdate(), timezone.now()
    cells = [
        {"label": kind, "text": str(owed.kind.label)},
        {"label": whom, "text": ", ".join(str(person) for person in owed.people) or _("Nobody known")},
        {"label": waiting, "text": waited(owed.since, now)},
        {"label": due, **_due(owed, on)},
        {"label": reminded, "text": _reminded(owed)},
    ]
    head = {"text": f"{owed.case} ({owed.case.reference})", "url": owed.case.get_absolute_url()}
    return {"key": owed.key, "head": head, "cells": cells, "is_done": owed.was_reminded_on(on)}


def _due(owed: Owed, on: Any) -> dict[str, str]:
    if owed.due_on is None:
        return {"text": _("No date")}
    day = said(owed.due_on)
    late = {"tag": _("Overdue since %(day)s") % {"day": day}, "tone": "bad"}
    return late if owed.due_on < on else {"text": day}


def _reminded(owed: Owed) -> str:
    if owed.reminded_at is None:
        return _("Never")
    times = ngettext("%(count)d time, last on %(day)s", "%(count)d times, last on %(day)s", owed.reminded)
    return times % {"count": owed.reminded, "day": said(timezone.localdate(owed.reminded_at))}


@require_safe
def export_owed(request: HttpRequest) -> HttpResponseBase:
    """Send what is owed, as it is filtered, as a file."""
    if not is_manager(reader_of(request)):
        raise PermissionDenied
    _search, keys = found_by(request)
    return sent_as_file(lines_of(read_owed(keys, timezone.localdate())), "owed", "csv")


def lines_of(owed: Iterable[Owed]) -> Iterator[list[object]]:
    """Yield the heading, then one row an answer owed."""
    yield [
        _("Number"), _("What"), _("Owed"), _("By whom"), _("E-mail"), _("Since"), _("Due"), _("Times reminded"),
        _("Last reminded"),
    ]  # fmt: skip
    for one in owed:
        yield [
            one.case.reference, str(one.case), str(one.kind.label), "; ".join(str(person) for person in one.people),
            "; ".join(person.email for person in one.people), timezone.localdate(one.since), one.due_on or "",
            one.reminded, timezone.localdate(one.reminded_at) if one.reminded_at else "",
        ]  # fmt: skip
