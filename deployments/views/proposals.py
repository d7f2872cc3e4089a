"""The manager's pages: the explained shortlist, and the proposal."""

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework.lifecycle import StepNotOpen
from casework.models import Entry
from casework.templatetags.casework import days
from casework.views import MakePage
from casework.views.pages import case_or_404, reader_of
from deployments import actions
from deployments.forms.proposals import ProposeForm
from deployments.lifecycle import REQUEST
from deployments.matching import Match, Room, shares_of, why_not
from deployments.models import Deployment, SupportRequest
from deployments.queries.candidates import match_of, shortlist
from deployments.queries.hints import availability_hint, refusal_hint
from deployments.queries.succession import Wanted, asked_for, to_go_on_with, wanted_of
from deployments.views.shared import SaysObstacles, shares_words, span
from designation.models import Designation
from directory.models.places import fold

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SHOWN = 6  # more at once nobody compares; the others are one link away
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
        wanted, ticked = wanted_of(self.case), self.request.GET.getlist("compare")
        found = shortlist(self.case, name, wanted)
        shown = found.possible if more else found.possible[:SHOWN]
        return super().get_context_data(
            **context,
            case=self.case,
            wishes=wishes_of(self.case),
            rest=wanted.half_days if wanted != asked_for(self.case) else None,
            possible=[
                self.row(one, ticked)
                | {"hints": refusal_hint(one.candidate) + availability_hint(one.candidate)}
                for one in shown
            ],
            beside=beside([one for one in found.possible if str(one.candidate.pk) in ticked][:BESIDE]),
            blocked=[self.named(one) | {"reasons": one.reasons} for one in found.blocked],
            count=found.count,
            weighed=len(found.possible),
            more=len(found.possible) - len(shown),
            may_compare=len(shown) > 1,
            q=name,
            answers=[
                self.named(one)
                | {
                    "match": one,
                    "reasons": refusal_hint(one.candidate) + why_not(one, found.best),
                    "is_named": is_named(one.candidate.name, self.case.avoided_note),
                    "url": self.page_of(one),
                }
                for one in found.called
            ],
        )

    def row(self, one: Match, ticked: list[str]) -> dict:
        pk, before = one.candidate.pk, one.candidate.before
        return self.named(one) | {
            "match": one,
            "pk": pk,
            "points": one.points,
            "left": [left_words(room) for room in one.candidate.rooms],
            "is_named": is_named(one.candidate.name, self.case.avoided_note),
            "before": Deployment.State(before).label if before else "",
            "is_compared": str(pk) in ticked,
            "url": self.page_of(one),
        }

    def named(self, one: Match) -> dict:
        leader = one.candidate
        return {"name": leader.name, "school": leader.school_name, "miles": said_miles(one)}

    def page_of(self, one: Match) -> str:
        return reverse("deployments:request-propose-leader", args=[self.case.pk, one.candidate.pk])


def left_words(room: Room) -> str:
    """Return how many days are left in one term: Spring term 2027: 6 days left."""
    return _("%(term)s: %(days)s left") % {"term": capfirst(str(room.name)), "days": days(room.left)}


def wishes_of(request: SupportRequest) -> list[dict]:
    """Return what a school said in its own words about when and who, which no rule of matching reads."""
    facts = [
        (_("How urgent"), request.get_urgency_display()),
        (_("When"), span(request)),
        (_("Pattern"), request.pattern),
        (_("Would like"), request.preferred_note),
        (_("Should not come (confidential)"), request.avoided_note),
    ]
    return [{"term": term, "value": value} for term, value in facts if value]


def is_named(name: str, note: str) -> bool:
    """Say whether a note about who should not come holds a leader's last name."""
    if not note:
        return False
    last = re.findall(r"[\w'’-]+", fold(name))[-1:]
    return bool(set(last) & set(re.findall(r"[\w'’-]+", fold(note))))


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


class ProposeLeader(ForOpenRequest, SaysObstacles, MakePage):
    """Propose one leader: days, dates and objectives; the other three parties are asked at once."""

    template_name = "deployments/request_propose.html"
    form_class = ProposeForm
    button = gettext_lazy("Propose")
    done = gettext_lazy("Proposed. The leader, the leader's school and the school supported have been asked.")
    done_in_turn = gettext_lazy(
        "Proposed. The leader and the leader's school have been asked; the school supported learns of it when both "
        "have agreed."
    )

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        designations = Designation.objects.select_related("person", "home_school", "role_type")
        self.designation = get_object_or_404(
            designations.filter(state__in=Designation.LIVE), pk=kwargs["designation"]
        )
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"case": self.case}

    @cached_property
    def to_go_on_with(self) -> tuple[Wanted, dict[str, Any]]:
        return to_go_on_with(self.case)

    def get_initial(self) -> dict:
        return super().get_initial() | self.to_go_on_with[1]

    def get_heading(self) -> str:
        return _("Propose %(leader)s to %(school)s") % {
            "leader": self.designation.person,
            "school": self.case.school,
        }

    def get_back_url(self) -> str:
        return self.case.page("propose")

    def get_context_data(self, **context: Any) -> dict:
        case = self.case
        wanted, _rest = self.to_go_on_with
        found = match_of(case, self.designation, **wanted._asdict())
        more: dict[str, Any] = {
            "case": case,
            "match": found,
            "designation": self.designation,
            "wishes": wishes_of(case),
        }
        if shares := shares_of(wanted.half_days, found.candidate.rooms):
            more["wishes"].append({"term": _("Would count in"), "value": shares_words(shares)})
        more["is_named"] = is_named(found.candidate.name, case.avoided_note)
        return super().get_context_data(**context, **more)

    def get_done(self) -> "StrOrPromise":
        return self.done_in_turn if self.is_school_last else self.done

    def make(self, form: forms.Form) -> Deployment:
        self.is_school_last = form.cleaned_data["school_last"]
        return actions.propose(
            self.case, by=reader_of(self.request), designation=self.designation, **form.cleaned_data
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except StepNotOpen:
            return self.moved_on()


def to_evaluation(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead the button of the evaluation to its page, which stands one floor above."""
    case = case_or_404(Deployment, reader_of(request), pk)
    return redirect("evaluations:deployment-evaluate", pk=case.pk)
