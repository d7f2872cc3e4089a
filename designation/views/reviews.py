"""The annual review: the leader looks back, the head answers by one click, the manager concludes."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from casework.lifecycle import Lifecycle
from casework.templatetags.casework import day, days
from casework.views import CasePage, StepView, reader_of
from designation import actions, letters
from designation.documents import assured_until
from designation.documents.evidence import figures_said, file_parts, hours, result_bars
from designation.documents.reviews import head_said, head_said_to, review_rows
from designation.forms.reviews import ConcludeForm, DoubtForm, ReflectForm, ReviewFilters
from designation.models import Review
from designation.queries.evidence import evidence_of, figures_of
from designation.queries.reviews import reviews_listed
from designation.views.panel import PreviewedStep
from directory.documents import csv_lines
from directory.models import Person

PAGE = 30


def for_readers(person, case):
    """Return a review or renewal to those who read the leader's file; a chair answers for heads alone."""
    if not person.has_perm("designation.read_evidence", case.designation):
        raise PermissionDenied
    return case


def year_of(review: Review) -> dict:
    """Return the year looked back on, for a page: its figures, its bars and its file by kind."""
    designation = review.designation
    rows = evidence_of(designation, review.starts_on, review.due_on)
    figures, expected = figures_of(rows), designation.role_type.half_days_a_year
    parts = [part for part in file_parts(rows) if part.rows]
    return {
        "figures": figures_said(figures, expected=expected),
        "bars": result_bars(figures),
        "parts": parts,
    }


class ReviewPage(CasePage):
    """A review for the leader, the head and the managers; what the head says is for managers alone."""

    model = Review
    template_name = "designation/review_detail.html"

    def get_queryset(self):
        return super().get_queryset().in_full().prefetch_related("designation__areas")

    def get_object(self, queryset=None) -> Review:
        return for_readers(self.request.user, super().get_object(queryset))

    def get_context_data(self, **context) -> dict:
        may_read = self.request.user.has_perm("designation.read_head_review", self.object)
        return super().get_context_data(
            **context,
            facts=facts_of(self.object, may_read=may_read),
            **year_of(self.object),
        )


def facts_of(review: Review, *, may_read: bool) -> list[dict]:
    """Return what the page says about a review; `may_read` what the head answered."""
    designation = review.designation
    answered = _("Has answered") if review.head_supports is not None else _("Has not answered")
    facts = [
        (_("Leader"), designation.person),
        (_("School"), designation.home_school),
        (_("Year from"), day(review.starts_on)),
        (_("Year to"), day(review.due_on)),
        (_("Areas of expertise"), ", ".join(str(area) for area in designation.areas.all())),
        (_("Safeguarding assurance until"), assured_until(designation)),
        (_("What the leader says"), review.reflection or _("Not yet")),
        (_("The head"), head_said(review) if may_read else answered),
    ]
    if may_read and review.head_note:
        facts.append((_("What the head says"), review.head_note))
    return [{"term": term, "value": str(value)} for term, value in [*facts, *_concluded(review)]]


def _concluded(review: Review) -> list[tuple[str, str]]:
    if review.concluded_on is None:
        return []
    facts = [
        (_("Outcome"), review.get_outcome_display()),
        (_("What is agreed"), review.conditions),
        (_("Days expected"), days(review.expected_half_days)),
        (_("Days given"), days(review.delivered_half_days)),
        (_("Hours of learning"), hours(review.learned_minutes or 0)),
        (_("Concluded on"), day(review.concluded_on)),
    ]
    return [(term, value) for term, value in facts if value]


class ReflectReview(StepView):
    """The leader looks back on the year, beside its figures."""

    model = Review
    step = "reflect"
    form_class = ReflectForm
    takes_case = True
    template_name = "designation/review_step.html"
    action = staticmethod(actions.reflect)
    heading = gettext_lazy("Look back on your year")
    button = gettext_lazy("Save")
    done = gettext_lazy("Thank you. You can change it until the review is concluded.")

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(**context) | year_of(self.case)


class SupportReview(StepView):
    """The head continues to support, by one press of a button."""

    model = Review
    step = "support"
    template_name = "designation/review_step.html"
    action = staticmethod(actions.support)
    button = gettext_lazy("I continue to support it")
    done = gettext_lazy("Thank you. Your answer is stored.")
    explains = gettext_lazy(
        "You are still asked before every deployment and may refuse any of them. The leader learns that you answered."
    )

    def get_heading(self) -> str:
        return _("Do you continue to support the work of %(name)s in other schools?") % {
            "name": self.case.designation.person
        }

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(**context) | year_of(self.case)


class DoubtReview(StepView):
    """The head cannot support it further, and says why to the managers."""

    model = Review
    step = "doubt"
    form_class = DoubtForm
    action = staticmethod(actions.doubt)
    heading = gettext_lazy("I cannot support this further")
    done = gettext_lazy("Thank you. The alliance’s managers are told and will speak with you.")
    letter = staticmethod(letters.review_doubted)
    explains = gettext_lazy("The leader learns that you answered, not what.")


class ConcludeReview(PreviewedStep):
    """The manager concludes, with the whole year on the page."""

    model = Review
    step = "conclude"
    form_class = ConcludeForm
    takes_case = False
    template_name = "designation/review_conclude.html"
    action = staticmethod(actions.conclude)
    previewed = staticmethod(letters.review_concluded)
    keys = ("outcome", "conditions")
    heading = gettext_lazy("Conclude the annual review")
    done = gettext_lazy("The review is concluded; the leader and the head have been told.")

    def get_context_data(self, **context) -> dict:
        facts = facts_of(self.case, may_read=True)
        return super().get_context_data(**context) | year_of(self.case) | {"facts": facts}

    def get_success_url(self) -> str:
        """Lead to the designation where it should end: there stand the steps that end it."""
        ends = self.case.outcome == Review.Outcome.END
        return (self.case.designation if ends else self.case).get_absolute_url()


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def reviews(request: HttpRequest) -> HttpResponse:
    """The managers' list of reviews: filtered, paged; the filters live in the address."""
    filters = filtered(request)
    page = Paginator(filters.qs, PAGE).get_page(request.GET.get("page"))
    titles = (_("Leader"), _("School"), _("Due"), _("The leader"), _("The head"), _("State"))
    context = {
        "filters": filters,
        "page": page,
        "pills": filters.pills() if filters.is_valid() else [],
        "query": filters.without(),
        "columns": [{"text": title} for title in titles],
        "rows": [row_of(one, reader_of(request)) for one in page],
    }
    return render(request, "designation/reviews.html", context)


@require_safe
@permission_required("designation.list_designations", raise_exception=True)
def export_reviews(request: HttpRequest) -> StreamingHttpResponse:
    """Send what is filtered as CSV, with formulas made inert; for managers."""
    lines = csv_lines(review_rows(filtered(request).qs, reader_of(request)))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="reviews.csv"'
    return response


def filtered(request: HttpRequest) -> ReviewFilters:
    return ReviewFilters(request.GET, queryset=reviews_listed(request.user), request=request)


def row_of(one: Review, person: Person) -> dict:
    tone = Lifecycle.of(one).tones.get(one.state, "")
    leader_said = _("Has looked back") if one.reflection else _("Has not answered")
    return {
        "head": {"text": str(one.designation.person), "url": one.get_absolute_url()},
        "cells": [
            {"label": _("School"), "text": str(one.designation.home_school)},
            {"label": _("Due"), "text": date_format(one.due_on, "j F Y")},
            {"label": _("The leader"), "text": leader_said},
            {"label": _("The head"), "text": head_said_to(person, one)},
            {"label": _("State"), "tag": one.get_state_display(), "tone": tone},
        ],
    }
