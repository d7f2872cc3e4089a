"""The manager's pages: the explained shortlist, and the proposal."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework.lifecycle import StepNotOpen
from casework.models import Entry
from casework.templatetags.casework import days
from casework.views import MakePage
from casework.views.pages import case_or_404, reader_of
from deployments import actions
from deployments.actions import Obstacle
from deployments.forms.proposals import ProposeForm
from deployments.lifecycle import REQUEST
from deployments.matching import Match, half_days_left, why_not
from deployments.models import Deployment, SupportRequest
from deployments.queries.candidates import match_of, shortlist
from deployments.queries.hints import availability_hints
from deployments.queries.succession import to_go_on_with
from designation.models import Designation

SHOWN = 10  # more at once nobody compares; the others are one link away
BESIDE = 4  # so many columns can be read side by side


class ForOpenRequest:
    """A page of a request that waits for a leader: asks who and when, as every step does."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.case = case_or_404(SupportRequest, reader_of(request), kwargs["pk"])
        if not request.user.has_perm("deployments.propose_request", self.case):
            raise PermissionDenied
        if not REQUEST.is_open(self.case, "propose"):
            return self.moved_on()
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def moved_on(self) -> HttpResponse:
        self.case.refresh_from_db()
        last = Entry.objects.of(self.case).filter(audience="").order_by("-at", "-pk").first()
        return render(self.request, "casework/moved_on.html", {"case": self.case, "last": last}, status=409)


class Shortlist(ForOpenRequest, TemplateView):
    """Who leads in an area asked for, in order, each explained; some side by side; the blocked ones with the reason."""

    template_name = "deployments/request_shortlist.html"

    def get_context_data(self, **context: Any) -> dict:
        name, more = self.request.GET.get("q", "").strip(), "all" in self.request.GET
        found, ticked = shortlist(self.case, name), self.request.GET.getlist("compare")
        shown = found.possible if more else found.possible[:SHOWN]
        hints = availability_hints(
            [one.candidate.pk for one in shown], self.case.starts_on, self.case.ends_on
        )
        return super().get_context_data(
            **context,
            case=self.case,
            possible=[self.row(one, ticked) | {"hints": hints[one.candidate.pk]} for one in shown],
            beside=beside([one for one in found.possible if str(one.candidate.pk) in ticked][:BESIDE]),
            blocked=[self.row(one, ticked) for one in found.blocked],
            count=found.count,
            more=len(found.possible) - len(shown),
            q=name,
            answers=[
                {"name": one.candidate.name, "reasons": why_not(one, found.best)} for one in found.called
            ],
        )

    def row(self, one: Match, ticked: list[str]) -> dict:
        pk, before = one.candidate.pk, one.candidate.before
        return {
            "match": one,
            "pk": pk,
            "name": one.candidate.name,
            "school": one.candidate.school_name,
            "points": one.points,
            "miles": said_miles(one),
            "left": days(half_days_left(one.candidate)),
            "reasons": one.reasons,
            "before": Deployment.State(before).label if before else "",
            "is_compared": str(pk) in ticked,
            "url": reverse("deployments:request-propose-leader", args=[self.case.pk, pk]),
        }


def beside(matches: list[Match]) -> dict | None:
    """Return some matches as a table, a column each: the points in all, then part by part; None for fewer than two."""
    if len(matches) < 2:
        return None
    parts = zip(*(one.parts for one in matches), strict=True)
    return {
        "names": [f"{one.candidate.name}, {one.candidate.school_name}" for one in matches],
        "points": [one.points for one in matches],
        "rows": [{"name": row[0].name, "most": row[0].most, "parts": row} for row in parts],
    }


def said_miles(one: Match) -> str:
    if one.miles is None:
        return _("distance not known")
    return ngettext("%(miles)d mile", "%(miles)d miles", round(one.miles)) % {"miles": round(one.miles)}


class ProposeLeader(ForOpenRequest, MakePage):
    """Propose one leader: days, dates and objectives; the other three parties are asked at once."""

    template_name = "deployments/request_propose.html"
    form_class = ProposeForm
    button = gettext_lazy("Propose")
    done = gettext_lazy("Proposed. The leader, the leader's school and the school supported have been asked.")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        designations = Designation.objects.select_related("person", "home_school", "role_type")
        self.designation = get_object_or_404(
            designations.filter(state__in=Designation.LIVE), pk=kwargs["designation"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"case": self.case}

    def get_initial(self) -> dict:
        return super().get_initial() | to_go_on_with(self.case)

    def get_heading(self) -> str:
        return _("Propose %(leader)s to %(school)s") % {
            "leader": self.designation.person,
            "school": self.case.school,
        }

    def get_back_url(self) -> str:
        return self.case.page("propose")

    def get_context_data(self, **context: Any) -> dict:
        case = self.case
        found = match_of(
            case, self.designation, half_days=case.half_days, starts_on=case.starts_on, ends_on=case.ends_on
        )
        return super().get_context_data(**context, case=case, match=found, designation=self.designation)

    def make(self, form: forms.Form) -> Deployment:
        return actions.propose(
            self.case, by=reader_of(self.request), designation=self.designation, **form.cleaned_data
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except StepNotOpen:
            return self.moved_on()
        except Obstacle as obstacle:
            for sentence in obstacle.sentences:
                form.add_error(None, sentence)
            return self.form_invalid(form)


def to_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead the button of the evaluation to its page, which stands one floor above."""
    case = case_or_404(Deployment, reader_of(request), pk)
    return redirect("evaluations:deployment-evaluate", pk=case.pk)
