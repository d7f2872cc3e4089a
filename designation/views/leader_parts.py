"""The parts of a leader's page: the work at other schools, the years, the letters and the history."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casework.lifecycle import Lifecycle
from casework.templatetags.casework import day, days
from casework.views import CasePage, reader_of
from designation.models import Designation, Renewal, Review
from designation.queries.leaders import Work, work_of
from designation.queries.renewals import renewals_of
from designation.queries.reviews import reviews_of
from designation.terms import years_of


class PartPage(CasePage):
    """One part of a leader's page, for those who may read the leader's file."""

    model = Designation

    def get_queryset(self):
        return super().get_queryset().select_related("person", "role_type")

    def get_object(self, queryset=None) -> Designation:
        case = super().get_object(queryset)
        if not self.request.user.has_perm("designation.read_evidence", case):
            raise PermissionDenied
        return case


class WorkPage(PartPage):
    """What a leader did and does at other schools, as far as the reader may see it."""

    template_name = "designation/leader_work.html"

    def get_context_data(self, **context) -> dict:
        work = work_of(self.object, reader_of(self.request))
        titles = (_("School"), _("From"), _("To"), _("Days"), _("State"))
        return super().get_context_data(
            **context,
            figures=figures_of_work(work),
            columns=[{"text": title} for title in titles],
            rows=[row_of_work(one) for one in work.deployments],
        )


def figures_of_work(work: Work) -> list[dict[str, str]]:
    """Return in how many deployments all agreed, the days of them, the days given, and the last visit."""
    return [
        {"value": str(work.agreed), "text": _("Deployments agreed")},
        {"value": days(work.agreed_half_days), "text": _("Agreed in them")},
        {"value": days(work.given_half_days), "text": _("Given so far")},
        {"value": said_on(work.last_visit_on) or _("None yet"), "text": _("Last visit")},
    ]


def said_on(on: date | None) -> str:
    return date_format(on, "j F Y") if on else ""


def row_of_work(one: Any) -> dict:
    """Return the line of a deployment."""
    return {
        "head": {"text": str(one.school), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("From"), "text": said_on(one.starts_on)},
            {"label": _("To"), "text": said_on(one.ends_on)},
            {"label": _("Days"), "text": days(one.half_days)},
            tag_cell(one),
        ],
    }


def tag_cell(case: Any) -> dict:
    tone = Lifecycle.of(case).tones.get(case.state, "")
    return {"label": _("State"), "tag": case.get_state_display(), "tone": tone}


class YearsPage(PartPage):
    """The terms of a designation year by year, with their reviews and renewals."""

    template_name = "designation/leader_years.html"

    def get_queryset(self):
        return super().get_queryset().prefetch_related("terms")

    def get_context_data(self, **context) -> dict:
        case, today = self.object, timezone.localdate()
        reviews, renewals = list(reviews_of(case)), list(renewals_of(case))
        terms = [
            {
                "term": term,
                "years": [year_row(*year, reviews, today) for year in years_of(term.starts_on, term.ends_on)],
            }
            for term in reversed(case.terms.all())
        ]
        return super().get_context_data(
            **context,
            terms=terms,
            year_columns=[{"text": _("Year from")}, {"text": _("Year to")}, {"text": _("Annual review")}],
            renewals=[renewal_row(one) for one in renewals],
            renewal_columns=[{"text": _("Renewal")}, {"text": _("Submitted")}, {"text": _("State")}],
        )


def year_row(first: date, last: date, reviews: Iterable[Review], on: date) -> dict:
    """Return the line of a year: its review where there is one; the year that runs is marked."""
    review = next((one for one in reviews if first <= one.due_on <= last), None)
    shown = (
        {"text": review.get_state_display(), "url": review.get_absolute_url()}
        if review
        else {"text": _("This year") if first <= on <= last else ""}
    )
    return {
        "head": {"text": said_on(first)},
        "cells": [{"label": _("Year to"), "text": said_on(last)}, {"label": _("Annual review")} | shown],
    }


def renewal_row(one: Renewal) -> dict:
    at = one.submitted_at
    return {
        "head": {"text": one.reference, "url": one.get_absolute_url()},
        "cells": [{"label": _("Submitted"), "text": day(at) if at else _("Not yet")}, tag_cell(one)],
    }


class RecordPage(CasePage):
    """All that happened to a designation; for managers every letter about it."""

    model = Designation
    template_name = "designation/leader_record.html"

    def get_queryset(self):
        return super().get_queryset().select_related("person", "role_type")
