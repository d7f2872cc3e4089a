"""An application once it stands: checked, submitted, seen, withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from casework.models import Entry
from casework.templatetags.casework import line_of
from casework.views import CasePage, StepView, reader_of
from designation import actions, letters
from designation.documents import parts_of
from designation.forms.applications import WithdrawForm
from designation.lifecycle import INTERNAL
from designation.models import Application, Reference, Score
from designation.queries.panel import others_scores, stage_of


class ApplicationPage(CasePage):
    """An application for its applicant (a draft leads to its task list), the panel and the managers."""

    model = Application
    template_name = "designation/application_detail.html"

    def get_queryset(self):
        rows = super().get_queryset().with_answers().select_related("interview", "designation")
        return rows.prefetch_related("documents")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        self.object = self.get_object()
        if self.is_mine and self.object.state == Application.State.DRAFT:
            return redirect("designation:application-tasks", self.object.pk)
        return self.render_to_response(self.get_context_data(object=self.object))

    @property
    def is_mine(self) -> bool:
        return self.object.applicant_id == self.request.user.pk

    def get_context_data(self, **context) -> dict:
        case, person = self.object, self.request.user
        if self.is_mine:
            context |= {"lines": self.own_history(), "interview": getattr(case, "interview", None)}
        else:
            context |= self.panel_view(person)
        references = case.references.exclude(state=Reference.State.REPLACED).marked()
        return super().get_context_data(
            **context,
            is_mine=self.is_mine,
            parts=parts_of(case),
            references=references,
            copies=list(case.documents.all()),
        )

    def own_history(self) -> list[dict]:
        entries = Entry.objects.of(self.object).exclude(step__in=INTERNAL).order_by("-at", "-pk")
        return [line_of(entry, self.object, self.request.user) for entry in entries]

    def panel_view(self, person) -> dict:
        """Return the scores this reader may see: managers all, panel members once their own are in."""
        case = self.object
        if person.has_perm("designation.read_scores", case):
            sent = case.scores.filter(submitted_at__isnull=False).select_related("assessor", "criterion")
            scores = list(sent.order_by("stage", "criterion__position", "assessor_id"))
        else:
            scores = others_scores(case, person, stage_of(case) or Score.Stage.SHORTLIST)
        return {"scores": scores, "interview": getattr(case, "interview", None), "panel": True}


class SubmitApplication(StepView):
    """Check your answers; the button sends the application in, a second late or incomplete it does not."""

    model = Application
    step = "submit"
    template_name = "designation/application_check.html"
    action = staticmethod(actions.submit)
    heading = gettext_lazy("Check your answers before you submit")

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not self.case.is_filled_in:
            return redirect("designation:application-tasks", self.case.pk)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **context) -> dict:
        written = Application.objects.with_answers().get(pk=self.case.pk)
        return super().get_context_data(**context, parts=parts_of(written, change=True))

    def get_back_url(self) -> str:
        return reverse("designation:application-tasks", args=[self.case.pk])

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def get_done(self) -> str:
        return _("Your application is submitted.")

    def get_success_url(self) -> str:
        return reverse("designation:application-done", args=[self.case.pk])


class ApplicationDone(DetailView):
    """The confirmation: reference number, what happens next and when, the copy."""

    template_name = "designation/application_done.html"
    context_object_name = "case"

    def get_object(self, queryset=None) -> Application:
        mine = Application.objects.filter(applicant=reader_of(self.request)).select_related(
            "round", "role_type"
        )
        sent = mine.filter(submitted_at__isnull=False)
        return get_object_or_404(sent.prefetch_related("documents", "references"), pk=self.kwargs["pk"])


class WithdrawApplication(StepView):
    """The applicant withdraws."""

    model = Application
    step = "withdraw"
    form_class = WithdrawForm
    action = staticmethod(actions.withdraw)
    heading = gettext_lazy("Withdraw your application")
    done = gettext_lazy("Your application is withdrawn.")
    letter = staticmethod(letters.application_withdrawn)
    explains = gettext_lazy(
        "This cannot be undone. Referees who have not answered yet are told that their reference is not needed."
    )
