"""An application once it stands: checked, submitted, seen, withdrawn."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import DetailView

from casework import letters as casework_letters
from casework.models import Document, Entry, Letter
from casework.templatetags.casework import line_of
from casework.views import CasePage, StepView, reader_of
from designation import actions, letters
from designation.documents import parts_of
from designation.forms.applications import SendBackForm, WithdrawForm
from designation.lifecycle import INTERNAL
from designation.models import Application, Conflict, Interview, Moderation, Reference, Score
from designation.queries.appeals import read_appeal, read_people
from designation.queries.grid import agreed_on, read_panel
from designation.queries.members import remember_standing, standing_of, with_standing
from designation.queries.panel import others_scores, stage_of
from designation.views.panel import PreviewedStep
from directory.rules import is_manager


class ApplicationPage(CasePage):
    """An application for its applicant (a draft leads to its task list), the panel and the managers."""

    model = Application
    template_name = "designation/application_detail.html"

    def get_queryset(self):
        asked = Reference.objects.marked()
        rows = super().get_queryset().with_answers(asked).prefetch_related("documents")
        rows = rows.select_related("designation", "pending__by", "appeal", "interview")
        declared = Conflict.objects.filter(application=OuterRef("pk"))
        talked = Moderation.objects.filter(application=OuterRef("pk"))
        rows = rows.annotate(is_declared=Exists(declared), is_moderated=Exists(talked))
        return with_standing(rows, reader_of(self.request))

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
        read = read_people if is_manager(person) and not self.is_mine else read_appeal
        read(case)
        if self.is_mine:
            context |= {"lines": self.own_history()}
        else:
            context |= self.panel_view(person)
        if case.feedback:
            read_before = case.__dict__.get("reasons_read")  # none were named, or nobody read them yet
            context["reasons"] = list(case.reasons.all()) if read_before is None else read_before
        references = [one for one in case.references.all() if one.state != Reference.State.REPLACED]
        return super().get_context_data(
            **context,
            is_mine=self.is_mine,
            interview=None if case.state in UNMET else standing_interview(case),
            parts=parts_of(case, adjustments=person.has_perm("designation.read_adjustments", case)),
            references=references,
            copies=newest_copies(case),
        )

    def own_history(self) -> list[dict]:
        entries = Entry.objects.of(self.object).exclude(step__in=INTERNAL).order_by("-at", "-pk")
        return [line_of(entry, self.object, self.request.user) for entry in entries]

    def panel_view(self, person) -> dict:
        """Return the scores this reader may see: managers all, panel members once their own are in."""
        case = self.object
        remember_standing(person, case)
        standing, manages = standing_of(person, case), is_manager(person)
        decides = person.has_perm("designation.drop_application", case)
        if person.has_perm("designation.read_scores", case):
            read_panel(case)
            scores, agreed = case.panel_scores, case.panel_agreed
        else:
            at = stage_of(case) or Score.Stage.SHORTLIST
            scores = [] if standing.conflict else others_scores(case, person, at)
            agreed = agreed_on(case) if scores and case.is_moderated else []
        return {
            "scores": scores,
            "agreed": agreed,
            "panel": standing.sits or manages,
            "back_at": standing.back_at,
            "to_declare": standing.is_assessor and stage_of(case) and not standing.has_declared,
            # What managers alone see: a decision nobody was told, and a conflict of interest of their own.
            "pending": getattr(case, "pending", None) if decides else None,
            "is_apart": manages and bool(standing.conflict),
            "declared": case.declared_read if manages else [],
        }


# As long as it is in one of these states there is no interview to speak of.
UNMET = ("draft", "submitted", "returned", "shortlisted", "not_shortlisted")


def standing_interview(case: Application) -> Interview | None:
    """Return the interview that stands, read with the application; see `interview_of`."""
    interview = getattr(case, "interview", None)
    return interview if interview is not None and interview.stands else None


def newest_copies(case: Application) -> list[Document]:
    """Return the newest copy in each language; one that was sent in again has older ones as well."""
    newest = {one.language: one for one in sorted(case.documents.all(), key=lambda one: one.pk)}
    return [newest[language] for language in sorted(newest, reverse=True)]


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
            if refusal.section:
                actions.reopen(self.case, refusal.section, by=self.request.user)
            return self.form_invalid(form)

    def get_done(self) -> str:
        return _("Your application is submitted.")

    def get_success_url(self) -> str:
        return reverse("designation:application-done", args=[self.case.pk])


class ResubmitApplication(SubmitApplication):
    """Check the answers to what was asked; the button sends the application in again."""

    step = "resubmit"
    action = staticmethod(actions.resubmit)
    heading = gettext_lazy("Check your answers before you send them")
    letter = staticmethod(letters.application_resubmitted)

    def get_done(self) -> str:
        return _("Your answers are sent. The panel has your application again.")

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()


class SendBackApplication(PreviewedStep):
    """A manager asks the applicant for more; the parts chosen open again."""

    model = Application
    step = "send_back"
    form_class = SendBackForm
    action = staticmethod(actions.send_back)
    heading = gettext_lazy("Ask the applicant for more")
    done = gettext_lazy("The applicant has been asked, and the parts you chose are open to them.")
    explains = gettext_lazy(
        "Until the applicant answers, the application is with them: nobody scores or decides it. A decision prepared "
        "is dropped. Scores sent in until now no longer count once the answers are in: the members score again."
    )

    def preview(self, words: dict[str, Any]) -> list[Letter]:
        with casework_letters.preview() as drafts:
            letters.decision_dropped(self.case, by=reader_of(self.request))
            letters.application_returned(self.case, **words)
        return drafts


class ProceedApplication(StepView):
    """A manager goes on without the answers, once their day has passed."""

    model = Application
    step = "proceed"
    action = staticmethod(actions.proceed)
    heading = gettext_lazy("Go on without the answers")
    done = gettext_lazy("The application is with the panel again, and the applicant has been told.")
    letter = staticmethod(letters.application_proceeded)
    explains = gettext_lazy(
        "The application goes on as it stands now, with what the applicant has saved. The parts that were open close."
    )


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
        "This cannot be undone. The alliance is told, and referees who have not answered yet learn that their "
        "reference is not needed."
    )
