"""A leader's file: what they gave and learned, filed by hand or by the portal."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.files import BadFile
from casework.views import CasePage, FormPage, StepView, reader_of
from casework.views.pages import case_or_404
from casework.views.steps import ConfirmForm
from designation import actions
from designation.documents.evidence import figures_said, file_parts, gaps_of, result_bars
from designation.forms.evidence import ChangeEvidenceForm, FileForm
from designation.models import Designation, Evidence
from designation.queries.evidence import days_of_term, evidence_of, figures_of, kept_by, term_on
from designation.queries.renewals import is_renewal_time, renewals_of
from designation.queries.reviews import reviews_of


class EvidencePage(CasePage):
    """The file of a term, by kind, for leader, head and managers; gaps are shown while it can be renewed."""

    model = Designation
    template_name = "designation/designation_evidence.html"

    def get_queryset(self):
        rows = super().get_queryset().select_related("person", "role_type", "home_school")
        return rows.prefetch_related("terms")

    def get_object(self, queryset=None) -> Designation:
        case = super().get_object(queryset)
        if not self.request.user.has_perm("designation.read_evidence", case):
            raise PermissionDenied
        return case

    def get_context_data(self, **context) -> dict:
        case, today, person = self.object, timezone.localdate(), reader_of(self.request)
        term = self.chosen(case)
        rows = evidence_of(case, *days_of_term(case, term)) if term else []
        reviews, renewals = list(reviews_of(case)), list(renewals_of(case))
        parts = file_parts(rows, person=person, kept=kept_by(renewals, reviews))
        figures = figures_of(rows)
        return super().get_context_data(
            **context,
            term=term,
            terms=list(case.terms.all()),
            parts=[part for part in parts if part.rows],
            gaps=gaps_of(parts) if is_renewal_time(case.ends_on, today) else [],
            figures=figures_said(figures),
            bars=result_bars(figures),
            is_own=case.person_id == person.pk,
            reviews=reviews,
            renewals=renewals,
        )

    def chosen(self, case: Designation):
        """Return the term asked for by its number, or the one that runs."""
        asked = self.request.GET.get("term", "")
        numbered = {str(term.number): term for term in case.terms.all()}
        return numbered.get(asked) or term_on(case, timezone.localdate())


class FileDesignation(StepView):
    """The leader files evidence; a manager may do it for them."""

    model = Designation
    step = "file"
    form_class = FileForm
    takes_case = True
    action = staticmethod(actions.file)
    button = gettext_lazy("File this")
    done = gettext_lazy("It is in the file.")
    explains = gettext_lazy(
        "Visits and evaluations come by themselves. File here what the portal cannot know, and attach the paper."
    )

    def get_heading(self) -> str:
        return _("Add to the file of %(name)s") % {"name": self.case.person}

    def get_success_url(self) -> str:
        return self.case.page("evidence")

    get_back_url = get_success_url


class OfEvidence(FormPage):
    """A page about one row somebody filed by hand."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        case = case_or_404(Designation, reader_of(request), kwargs["pk"])
        rows = Evidence.objects.select_related("designation", "attachment")
        self.evidence = get_object_or_404(rows, designation=case, pk=kwargs["evidence"])
        if not request.user.has_perm("designation.change_evidence", self.evidence):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except (actions.Refusal, BadFile) as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return self.evidence.designation.page("evidence")

    get_back_url = get_success_url


class ChangeEvidence(OfEvidence):
    """Put right what one filed."""

    form_class = ChangeEvidenceForm
    heading = gettext_lazy("Change what is in the file")
    done = gettext_lazy("The change is saved.")

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"evidence": self.evidence}

    def act(self, form: forms.Form) -> None:
        actions.change_evidence(self.evidence, by=reader_of(self.request), **form.cleaned_data)


class RemoveEvidence(OfEvidence):
    """Take back what one filed."""

    form_class = ConfirmForm
    button = gettext_lazy("Remove it")
    done = gettext_lazy("It is no longer in the file.")
    intro = gettext_lazy("It is deleted with its file, and cannot be brought back.")

    def get_heading(self) -> str:
        return _("Remove “%(title)s”?") % {"title": self.evidence.title}

    def act(self, form: forms.Form) -> None:
        actions.remove_evidence(self.evidence, by=reader_of(self.request))
