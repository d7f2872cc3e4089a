"""The panel's work: the grid of a round, the score sheets, and the managers' decisions."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from casework import letters as casework_letters
from casework.models import Letter
from casework.views import StepView, reader_of
from designation import actions, letters
from designation.documents import parts_of
from designation.forms.panel import (
    DesignateForm,
    FeedbackForm,
    InterviewForm,
    InviteForm,
    ReasonsForm,
    ScoreForm,
)
from designation.models import Application, Round, Score
from designation.queries.panel import grid
from directory.rules import is_manager


class RoundPanel(DetailView):
    """A round for its panel: my progress; for managers the ranked grid as well."""

    template_name = "designation/round_panel.html"
    context_object_name = "round"

    def get_object(self, queryset=None) -> Round:
        round_ = get_object_or_404(Round, pk=self.kwargs["pk"])
        if not self.request.user.has_perm("designation.panel_round", round_):
            raise PermissionDenied
        return round_

    def get_context_data(self, **context) -> dict:
        person, stage = reader_of(self.request), self.stage()
        seats = list(self.object.seats.select_related("person"))
        rows = grid(self.object, person, stage=stage)
        manages = is_manager(person)
        if not manages:
            rows.sort(key=lambda row: row.application.reference)  # the rank would tell others' scores
        return super().get_context_data(
            **context,
            rows=rows,
            stage=stage,
            stages=[(one, one == stage) for one in Score.Stage],
            manages=manages,
            seats=seats,
            sits=any(seat.person_id == person.pk for seat in seats),
        )

    def stage(self) -> Score.Stage:
        asked = self.request.GET.get("stage", "")
        return Score.Stage(asked) if asked in Score.Stage.values else Score.Stage.SHORTLIST


class ScoreApplication(StepView):
    """One assessor's sheet beside the answers; kept as a draft or sent in for good."""

    model = Application
    step = "score"
    form_class = ScoreForm
    takes_case = True
    template_name = "designation/application_score.html"
    action = staticmethod(actions.score)
    button = _("Send in my scores")
    done = _("Your scores are in. You can now see those of the other members who have sent in theirs.")

    def get_heading(self) -> str:
        return _("Score the application of %(name)s") % {"name": self.case.applicant}

    def get_form_kwargs(self) -> dict:
        return super().get_form_kwargs() | {"assessor": self.request.user}

    def get_context_data(self, **context) -> dict:
        context = super().get_context_data(**context)
        written = Application.objects.with_answers().get(pk=self.case.pk)
        answers = {part.key: part for part in parts_of(written)}
        criteria = [
            {"criterion": one, "answers": [answers[key] for key in one.answered_by if key in answers]}
            for one in context["form"].criteria
        ]
        references = [one for one in written.references.all() if one.state == "given" and one.is_current]
        return context | {"criteria": criteria, "references": references}

    def form_valid(self, form) -> HttpResponse:
        form.cleaned_data["sent"] = True
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("designation:round-panel", args=[self.case.round_id])


class PreviewedStep(StepView):
    """A decision whose letter carries what was just typed: one button shows the letter, the other sends it."""

    template_name = "designation/previewed_step.html"
    previewed: Callable[..., object]
    keys: tuple[str, ...] = ("feedback",)
    takes_case = True

    def form_valid(self, form) -> HttpResponse:
        if "preview" in self.request.POST:
            words = {key: form.cleaned_data[key] for key in self.keys}
            with casework_letters.preview() as drafts:
                type(self).previewed(self.case, **words)
            return self.render_to_response(self.get_context_data(form=form, drafted=drafts))
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def get_context_data(self, *, drafted: list[Letter] | None = None, **context) -> dict:
        return super().get_context_data(**context) | ({"drafts": drafted} if drafted else {})


class ShortlistApplication(StepView):
    """Put an applicant on the shortlist."""

    model = Application
    step = "shortlist"
    action = staticmethod(actions.shortlist)
    heading = _("Shortlist this applicant")
    done = _("The applicant is on the shortlist and has been told.")
    letter = staticmethod(letters.application_shortlisted)


class SiftOutApplication(PreviewedStep):
    """Do not shortlist, with reasons."""

    model = Application
    step = "sift_out"
    form_class = ReasonsForm
    action = staticmethod(actions.sift_out)
    heading = _("Do not shortlist this applicant")
    done = _("The applicant has been told, with your reasons.")
    previewed = staticmethod(letters.application_not_shortlisted)
    keys = ("reasons", "feedback")


class InviteApplication(PreviewedStep):
    """Invite to an interview."""

    model = Application
    step = "invite"
    form_class = InviteForm
    action = staticmethod(actions.invite)
    heading = _("Invite to an interview")
    done = _("The invitation is on its way.")
    previewed = staticmethod(letters.application_invited)
    keys = ("at", "minutes", "place", "online_link")


class InterviewApplication(StepView):
    """Record that the interview was held."""

    model = Application
    step = "interview"
    form_class = InterviewForm
    action = staticmethod(actions.interview)
    heading = _("Record the interview")
    done = _("The interview is recorded. Panel members can still send in their scores.")


class DesignateApplication(PreviewedStep):
    """Designate, in these areas, from this day."""

    model = Application
    step = "designate"
    form_class = DesignateForm
    action = staticmethod(actions.designate)
    heading = _("Designate this applicant")
    done = _("The leader is designated. They are asked to sign, and the head for the safeguarding assurance.")
    previewed = staticmethod(letters.application_successful)


class ReserveApplication(PreviewedStep):
    """Put on the reserve list."""

    model = Application
    step = "reserve"
    form_class = FeedbackForm
    takes_case = False
    action = staticmethod(actions.reserve)
    heading = _("Put on the reserve list")
    done = _("The applicant is on the reserve list and has been told.")
    previewed = staticmethod(letters.application_reserved)


class RejectApplication(PreviewedStep):
    """Do not designate, with reasons."""

    model = Application
    step = "reject"
    form_class = ReasonsForm
    action = staticmethod(actions.reject)
    heading = _("Do not designate this applicant")
    done = _("The applicant has been told, with your reasons.")
    previewed = staticmethod(letters.application_unsuccessful)
    keys = ("reasons", "feedback")
