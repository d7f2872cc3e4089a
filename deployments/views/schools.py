"""Schools and the support they asked for and had: for managers, and for officers those of their authority."""

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.templatetags.casework import days
from casework.views import reader_of
from deployments.forms.reached import SchoolReachFilters
from deployments.queries.reached import schools_of, with_support
from deployments.queries.reports import reach_of
from deployments.views.shared import ListPage
from directory.calendar import said
from directory.models import School


class SchoolList(PermissionRequiredMixin, ListPage):
    """Schools by name, with what was asked and given in numbers; nothing confidential stands here."""

    permission_required = "deployments.list_schools"
    raise_exception = True
    template_name = "deployments/school_list.html"
    filters = SchoolReachFilters

    def get_cases(self) -> Any:
        return with_support(schools_of(reader_of(self.request))).select_related("local_authority")

    def get_context_data(self, **context: Any) -> dict:
        schools, never_asked, never_supported = reach_of(schools_of(reader_of(self.request)))
        return super().get_context_data(
            **context,
            figures=[
                {"value": schools, "text": _("Open schools")},
                {"value": never_asked, "text": _("Never asked for support")},
                {"value": never_supported, "text": _("Asked, never supported")},
            ],
        )

    def columns(self) -> list[dict]:
        titles = [
            _("School"),
            _("Open requests"),
            _("Deployments under way"),
            _("Last asked"),
            _("Days received"),
        ]
        return [{"text": title, "number": at in (1, 2, 4)} for at, title in enumerate(titles)]

    def row(self, case: School) -> dict:
        found: Any = case
        asked = said(timezone.localdate(found.last_asked)) if found.last_asked else _("Never")
        return {
            "head": {"text": f"{case}, {case.town}" if case.town else str(case), "url": page_of(case)},
            "cells": [
                self.number(_("Open requests"), found.open_requests, "deployments:requests", case),
                self.number(_("Deployments under way"), found.running, "deployments:deployments", case),
                {"label": _("Last asked"), "text": asked},
                {"label": _("Days received"), "text": days(found.half_days), "number": True},
            ],
        }

    def number(self, label: str, count: int, name: str, school: School) -> dict:
        """Return a number that leads to the cases behind it, where there are any."""
        leads = {"url": f"{reverse(name)}?q={school.number}"} if count else {}
        return {"label": label, "text": str(count), "number": True} | leads


def page_of(school: School) -> str:
    return reverse("directory:school", args=[school.number])
