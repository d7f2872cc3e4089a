"""Managers' decisions: one at once, one prepared, many prepared, and all of a round's told together."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from casework import letters as casework_letters
from casework.lifecycle import StepNotOpen
from casework.models import Letter
from casework.views import FormPage, StepView, reader_of
from designation import actions, letters
from designation.actions.decisions import words_of
from designation.forms.bulk import keys_of
from designation.forms.decisions import DesignateForm, FeedbackForm, ReasonsForm
from designation.forms.prepared import PreparedForm, PrepareForm, PrepareManyForm
from designation.models import Application, PendingDecision, Round
from designation.queries.decisions import Prepared, decisions_for, prepared, waiting
from designation.queries.grid import read_panel
from designation.queries.members import decided_by, with_candidacy
from designation.queries.panel import is_to_decide
from designation.queries.warnings import warnings_for
from designation.views.panel import PreviewedStep, Refusable, narrowed, rows_of
from designation.views.ticks import found_in, with_ticks

Step = PendingDecision.Step


def drafted(application: Application, step: str, words: dict[str, Any]) -> list[Letter]:
    """Return the letters a decision would send, by the very functions that send them; nothing is stored."""
    with casework_letters.preview() as drafts:
        letters.preview_of_decision(application, step, **words)
    return drafts


class Deciding:
    """Says beforehand what the manager who decides should know: the very warnings of the decisions to tell."""

    case: Application

    def get_form_kwargs(self) -> dict:
        read_panel(self.case)  # the form begins from the scores and the warnings count them
        return super().get_form_kwargs()  # type: ignore[misc]

    def get_context_data(self, **context) -> dict:
        context = super().get_context_data(**context)  # type: ignore[misc]
        typed = getattr(context["form"], "cleaned_data", {})
        reader = reader_of(self.request)  # type: ignore[attr-defined]
        warnings = warnings_for(self.case, reader, areas=typed.get("areas", []))
        return context | {"warnings": warnings}


class ShortlistApplication(Deciding, Refusable, StepView):
    """Put an applicant on the shortlist."""

    template_name = "designation/decision_form.html"
    model = Application
    step = "shortlist"
    action = staticmethod(actions.shortlist)
    heading = gettext_lazy("Shortlist this applicant")
    done = gettext_lazy("The applicant is on the shortlist and has been told.")
    letter = staticmethod(letters.application_shortlisted)


class Decision(Deciding, PreviewedStep):
    """A decision whose letter carries what was typed."""

    template_name = "designation/decision_form.html"
    model = Application

    def preview(self, words: dict[str, Any]) -> list[Letter]:
        return drafted(self.case, self.step, words)


class SiftOutApplication(Decision):
    """Do not shortlist, with reasons."""

    step = "sift_out"
    form_class = ReasonsForm
    action = staticmethod(actions.sift_out)
    heading = gettext_lazy("Do not shortlist this applicant")
    done = gettext_lazy("The applicant has been told, with your reasons.")


class DesignateApplication(Decision):
    """Designate, in these areas, from this day."""

    step = "designate"
    form_class = DesignateForm
    action = staticmethod(actions.designate)
    heading = gettext_lazy("Designate this applicant")
    done = gettext_lazy(
        "The leader is designated. They are asked to sign, and the head for the safeguarding assurance."
    )


class ReserveApplication(Decision):
    """Put on the reserve list."""

    step = "reserve"
    form_class = FeedbackForm
    takes_case = False
    action = staticmethod(actions.reserve)
    heading = gettext_lazy("Put on the reserve list")
    done = gettext_lazy("The applicant is on the reserve list and has been told.")


class RejectApplication(Decision):
    """Do not designate, with reasons."""

    step = "reject"
    form_class = ReasonsForm
    action = staticmethod(actions.reject)
    heading = gettext_lazy("Do not designate this applicant")
    done = gettext_lazy("The applicant has been told, with your reasons.")


class PrepareApplication(Decision):
    """Decide about one application, to tell later; nobody but managers learns of it."""

    step = "prepare"
    form_class = PrepareForm
    action = staticmethod(actions.prepare)
    heading = gettext_lazy("Decide, and tell later")
    button = gettext_lazy("Keep this decision")
    explains = gettext_lazy(
        "Nobody but the managers learns of it until you tell everybody on the page of decisions."
    )
    done = gettext_lazy("The decision is kept. Nobody has been told.")

    def preview(self, words: dict[str, Any]) -> list[Letter]:
        told = {name: value for name, value in words.items() if name != "decision"}
        return drafted(self.case, words["decision"], {} if words["decision"] == Step.SHORTLIST else told)

    def get_success_url(self) -> str:
        return reverse("designation:round-decisions", args=[self.case.round_id])


class DropApplication(StepView):
    """Drop a decision nobody was told."""

    model = Application
    step = "drop"
    action = staticmethod(actions.drop)
    heading = gettext_lazy("Drop the prepared decision")
    explains = gettext_lazy("Nobody was told of the decision, and nobody is told that it is dropped.")
    done = gettext_lazy("The decision is dropped.")

    def get_success_url(self) -> str:
        return reverse("designation:round-decisions", args=[self.case.round_id])


class OfRound:
    """A page about the decisions of one round, for managers."""

    kwargs: dict[str, Any]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.round = get_object_or_404(
            with_candidacy(Round.objects.all(), reader_of(request)), pk=kwargs["pk"]
        )
        if not request.user.has_perm("designation.decide_round", self.round):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class PrepareMany(OfRound, FormPage):
    """One decision about the applications ticked on the grid; each gets words of its own."""

    template_name = "designation/round_prepare.html"
    form_class = PrepareManyForm
    heading = gettext_lazy("Decide about these applications, and tell later")
    button = gettext_lazy("Keep these decisions")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        keys = keys_of(request.GET.getlist("chosen"))[:MOST]
        ticked = Application.objects.filter(is_to_decide(), round=kwargs["pk"], pk__in=keys)
        rows = decided_by(ticked, reader_of(request)).select_related(
            "applicant", "school", "role_type", "round"
        )
        self.chosen = list(rows.order_by("reference"))
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "every" in request.GET:
            return redirect(with_ticks(request.path, request, self.every(request.GET["every"])))
        if decisions_for(self.chosen):
            return super().get(request, *args, **kwargs)
        if self.chosen:
            messages.warning(
                request, _("No one decision is open for all of these: choose applications in the same state.")
            )
        else:
            messages.warning(request, _("Tick at least one application that can be decided now."))
        return redirect(self.get_back_url())

    def every(self, state: str) -> list[int]:
        """Return all that the grid finds in a state, so that the page names them before anything is decided."""
        keys = found_in(rows_of(self.request, self.round, narrowed(self.request, self.round)), state)
        if len(keys) > MOST:
            text = _("These are the first %(most)d of %(all)d. Decide about the others afterwards.")
            messages.warning(self.request, text % {"most": MOST, "all": len(keys)})
        return keys[:MOST]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().post(request, *args, **kwargs) if decisions_for(self.chosen) else self.get(request)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"applications": self.chosen}

    def get_context_data(self, **context) -> dict:
        return super().get_context_data(**context, chosen=self.chosen, round=self.round)

    def get_back_url(self) -> str:
        panel = reverse("designation:round-panel", args=[self.round.pk])
        return with_ticks(panel, self.request, [one.pk for one in self.chosen])

    def act(self, form: PreparedForm) -> None:  # type: ignore[override]
        kept, reader = 0, reader_of(self.request)
        for application, words in form.cleaned_data["prepared"]:
            try:
                # A conflict declared since the page was asked for counts as well.
                if not reader.has_perm("designation.prepare_application", application):
                    raise actions.MovedOn
                actions.prepare(application, by=reader, **words)
                kept += 1
            except actions.Refusal as refusal:
                messages.error(self.request, f"{application.applicant}: {refusal}")
            except StepNotOpen:
                messages.error(self.request, f"{application.applicant}: {actions.MovedOn()}")
        text = ngettext(
            "%(count)d decision is kept. Nobody has been told.",
            "%(count)d decisions are kept. Nobody has been told.",
            kept,
        )
        messages.success(self.request, text % {"count": kept})

    def get_success_url(self) -> str:
        return reverse("designation:round-decisions", args=[self.round.pk])


MOST = 100  # applications decided at once: more than a page of the grid holds
PAGE = 30  # decisions read and told at once: each with its whole letter


class RoundDecisions(OfRound, TemplateView):
    """Decisions to tell, a page at a time: each with its letter and what stands against it; one button tells them."""

    template_name = "designation/round_decisions.html"

    def get_context_data(self, **context) -> dict:
        # Read in one query: to count them first would be another, and the letters are written of one page alone.
        page = Paginator(list(self.waiting()), PAGE).get_page(self.request.GET.get("page"))
        found = prepared(page)
        rows = [{"one": one, "letters": self.letters_of(one)} for one in found]
        ready = [one for one in found if not one.blocks]
        return super().get_context_data(
            **context, round=self.round, page=page, rows=rows, ready=ready, held_up=len(found) - len(ready)
        )

    def waiting(self) -> QuerySet[Any]:
        return waiting(self.round, reader_of(self.request))

    @staticmethod
    def letters_of(one: Prepared) -> list[Letter]:
        until = {"appeal_by": one.appeal_by} if one.appeal_by else {}
        return drafted(one.application, one.decision.step, words_of(one.decision) | until)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        told, failed = actions.tell(read_of(request), by=reader_of(request))
        left = self.waiting().count() - len(failed)
        context = {"round": self.round, "told": told, "failed": failed, "left": max(left, 0)}
        return render(request, "designation/round_told.html", context)


def read_of(request: HttpRequest) -> list[tuple[int, datetime]]:
    """Return which decisions were on the page when the button was pressed, each as it was read."""
    read: list[tuple[int, datetime]] = []
    for text in request.POST.getlist("read"):
        key, _colon, at = text.partition(":")
        try:
            read += [(number, datetime.fromisoformat(at)) for number in keys_of([key])]
        except ValueError:
            continue
    return read
