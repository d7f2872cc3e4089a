"""A concern: raised on a page of the deployment, then a case of its own."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import day
from casework.views import CasePage, MakePage, reader_of
from casework.views.pages import case_or_404
from deployments import actions, letters
from deployments.forms.concerns import EscalateForm, RaiseForm, ResolveForm
from deployments.models import Concern, Deployment
from deployments.queries.concerns import next_for_concern
from deployments.views.shared import SaysObstacles, SupportStep
from directory.models import Person


class RaiseConcern(SaysObstacles, MakePage):
    """One of the parties says what worries them."""

    form_class = RaiseForm
    button = gettext_lazy("Raise this concern")
    intro = gettext_lazy(
        "It is read at once, and you are told what was done about it. Below stands who reads it."
    )
    done = "…"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.case = case_or_404(Deployment, reader_of(request), kwargs["pk"])
        if not request.user.has_perm("deployments.raise_concern", self.case):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"case": self.case, "person": reader_of(self.request)}

    def get_heading(self) -> str:
        return _("Raise a concern: %(case)s") % {"case": self.case}

    def get_back_url(self) -> str:
        return self.case.get_absolute_url()

    def make(self, form: forms.Form) -> Concern:
        self.made = actions.raise_concern(self.case, by=reader_of(self.request), **form.cleaned_data)
        return self.made

    def get_done(self) -> str:
        """Say who reads it: an officer of the local authority where it is about the only manager."""
        if self.made.escalated_to is None:
            return _("Your concern is raised. The alliance has been told.")
        sentence = _("Your concern is raised. %(who)s of the local authority reads it, and no manager does.")
        return sentence % {"who": self.made.escalated_to}


class ConcernPage(CasePage):
    """One concern, for who raised it and those who do something about it."""

    model = Concern
    template_name = "deployments/concern_page.html"

    def get_queryset(self):
        return super().get_queryset().in_full()

    def get_context_data(self, **context: Any) -> dict:
        case = self.object
        return super().get_context_data(
            **context, facts=facts_of(case, reader_of(self.request)), next=next_for_concern(case)
        )


def facts_of(concern: Concern, reader: Person) -> list[dict]:
    """Return a concern as a summary list; why it was passed on is for those who deal with it."""
    deals_with_it = reader.has_perm("deployments.read_escalation", concern)
    facts: list[tuple[str, str, str]] = [
        (_("Deployment"), str(concern.deployment), concern.deployment.get_absolute_url()),
        (_("The concern"), concern.text, ""),
        (_("Raised by"), str(concern.raised_by), ""),
        (_("It is about"), str(concern.whom or ""), ""),
        (_("Shared with"), str(concern.shared_with or ""), ""),
        (_("Passed on to"), str(concern.escalated_to or ""), ""),
        (_("Why it was passed on"), concern.escalated_for if deals_with_it else "", ""),
        (_("Answer due"), day(concern.answer_by), ""),
        (_("What was done"), concern.outcome, ""),
    ]
    return [{"term": term, "value": value, "url": url} for term, value, url in facts if value]


class EscalateConcern(SupportStep):
    """A manager passes it on."""

    model, step = Concern, "escalate"
    form_class = EscalateForm
    takes_case = True
    action = staticmethod(actions.escalate_concern)
    button = gettext_lazy("Pass it on")
    heading = gettext_lazy("Pass this concern on?")
    explains = gettext_lazy("They are asked by letter to look into it within five working days.")
    done = gettext_lazy("The concern is passed on.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"person": reader_of(self.request)}


class ResolveConcern(SupportStep):
    """It is dealt with."""

    model, step = Concern, "resolve"
    form_class = ResolveForm
    action = staticmethod(actions.resolve_concern)
    letter = staticmethod(letters.concern_resolved)
    button = gettext_lazy("Resolve this concern")
    heading = gettext_lazy("What was done about this concern?")
    done = gettext_lazy("The concern is resolved, and whoever raised it has been told.")
