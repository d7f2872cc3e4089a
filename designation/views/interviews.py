"""An applicant's interview: invited, booked, moved, missed, recorded; and a panel member's own list."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView

from casework.views import StepView, reader_of
from designation import actions, letters
from designation.forms.interviews import BookForm, InterviewForm, InviteForm, MissForm, RescheduleForm
from designation.models import Application
from designation.queries.interviews import interview_of, interviews_of
from designation.views.panel import PreviewedStep, Refusable

MEETING = ("slot", "at", "minutes", "place", "online_link", "panel")


class InviteApplication(PreviewedStep):
    """Invite to an interview: to choose a time, or to one that is set."""

    model = Application
    step = "invite"
    form_class = InviteForm
    template_name = "designation/application_invite.html"
    action = staticmethod(actions.invite)
    heading = _("Invite to an interview")
    done = _("The invitation is on its way.")
    previewed = staticmethod(letters.preview_of_invitation)
    keys = MEETING


class BookApplication(StepView):
    """The applicant chooses a time, or another one; by the link of the invitation without signing in."""

    model = Application
    step = "book"
    form_class = BookForm
    takes_case = True
    template_name = "designation/application_book.html"
    action = staticmethod(actions.book)
    heading = _("Choose a time for your interview")
    done = _("The time is yours. We have sent you an entry for your calendar.")

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context, interview=interview_of(self.case))

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            fresh = BookForm(self.request.POST, case=self.case)
            fresh.submit_text, fresh.cancel_url = form.submit_text, form.cancel_url
            if fresh.is_valid():
                fresh.add_error(None, str(refusal))
            return self.form_invalid(fresh)


class RescheduleApplication(PreviewedStep):
    """Move the interview, or set a time for an applicant who has chosen none."""

    model = Application
    step = "reschedule"
    form_class = RescheduleForm
    template_name = "designation/application_reschedule.html"
    action = staticmethod(actions.reschedule)
    heading = _("Change the interview")
    button = _("Change the interview and tell everybody")
    done = _("The interview is changed. The applicant and the panel have been told.")
    previewed = staticmethod(letters.preview_of_change)
    keys = (*MEETING, "reason")

    def get_context_data(self, **context: Any) -> dict:
        return super().get_context_data(**context, interview=interview_of(self.case))


class OnceMet(Refusable, StepView):
    """Waits for the interview to begin; whoever comes before is told from when, and keeps what they typed."""

    model = Application
    too_early: type[actions.Refusal]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            if not self.comes_early():
                raise
        return self.wait()

    def comes_early(self) -> bool:
        """Say whether it is the time alone that bars them: the interview may still be changed."""
        may_change = reader_of(self.request).has_perm("designation.reschedule_application", self.case)
        return self.case.state == Application.State.INVITED and may_change

    def wait(self) -> HttpResponse:
        why = str(type(self).too_early(interview_of(self.case)))
        if self.request.method != "POST":
            messages.warning(self.request, why)
            return redirect(self.get_success_url())
        form = self.get_form()
        form.add_error(None, why)
        return self.form_invalid(form)


class MissApplication(OnceMet):
    """Record that the applicant did not come."""

    step = "miss"
    form_class = MissForm
    action = staticmethod(actions.miss)
    heading = _("Record that nobody came")
    done = _("The applicant is on the shortlist again and is asked to get in touch.")
    letter = staticmethod(letters.interview_missed)
    too_early = actions.NothingToMiss


class InterviewApplication(OnceMet):
    """Record that the interview was held."""

    step = "interview"
    form_class = InterviewForm
    action = staticmethod(actions.interview)
    too_early = actions.NotHeld
    heading = _("Record the interview")
    done = _("The interview is recorded. Panel members can still send in their scores.")


class MyInterviews(ListView):
    """A panel member's interviews: when, where, who, adjustments, and the way to the sheet and the references."""

    template_name = "designation/interviews.html"
    context_object_name = "interviews"
    paginate_by = 30

    def get_queryset(self):
        return interviews_of(reader_of(self.request))
