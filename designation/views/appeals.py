"""Appeals: lodged by whoever was turned down, given to hearers by a manager, decided by one of them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.views import StepView, reader_of
from designation import actions, letters
from designation.forms.appeals import AppealForm, AssignForm, DecideAppealForm
from designation.models import Appeal, Application, Designation
from designation.queries.appeals import appellant_of
from designation.views.panel import PreviewedStep


class RefusableStep(StepView):
    """A step the rules may refuse: their sentence stands beside the form, and nothing typed is lost."""

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class AppealAgainst(RefusableStep):
    """Whoever was turned down appeals, once and in time; who is a moment late finds the words still there."""

    step = "appeal"
    form_class = AppealForm
    action = staticmethod(actions.appeal)
    button = gettext_lazy("Send the appeal")
    done = gettext_lazy("Your appeal is lodged. We have written to you what happens now.")
    letter = staticmethod(letters.appeal_received)

    def get_heading(self) -> str:
        return _("Appeal against the decision")

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except PermissionDenied:
            if not self.is_merely_late(request):
                raise
        if request.method != "POST":
            return self.moved_on()
        form = self.get_form()
        form.add_error(None, str(actions.TooLateToAppeal(self.case)))
        return self.form_invalid(form)

    def is_merely_late(self, request: HttpRequest) -> bool:
        """Say whether only the last day stands between this person and the appeal."""
        is_own = appellant_of(self.case).pk == reader_of(request).pk
        never = is_own and self.case.appeal_by and not Appeal.objects.of(self.case).exists()
        return bool(never and timezone.localdate() > self.case.appeal_by)


class AppealApplication(AppealAgainst):
    """An applicant appeals against not being shortlisted or designated."""

    model = Application


class AppealDesignation(AppealAgainst):
    """A leader appeals against the withdrawal of the designation."""

    model = Designation


class AppealMatter:
    """Shows on a page what the appeal says and by when it is decided."""

    def get_context_data(self, **context) -> dict:
        lodged = Appeal.objects.of(self.case).first()  # type: ignore[attr-defined]
        return super().get_context_data(**context, appeal=lodged)  # type: ignore[misc]


class AssignAppeal(AppealMatter, RefusableStep):
    """The manager chooses who hears the appeal."""

    step = "assign"
    form_class = AssignForm
    takes_case = True
    template_name = "designation/appeal_assign.html"
    action = staticmethod(actions.assign)
    heading = gettext_lazy("Choose who hears the appeal")
    button = gettext_lazy("Ask these people")
    done = gettext_lazy("They have been asked, with what to read and by when to decide.")


class AssignApplication(AssignAppeal):
    """For the appeal of an applicant."""

    model = Application


class AssignDesignation(AssignAppeal):
    """For the appeal of a leader."""

    model = Designation


class DecideAppeal(AppealMatter, PreviewedStep):
    """One of those who heard the appeal writes down what they decided together, and why."""

    form_class = DecideAppealForm
    template_name = "designation/appeal_decide.html"
    keys = ("reasons",)
    takes_case = False


class UpholdApplication(DecideAppeal):
    """The appeal of an applicant is upheld."""

    model = Application
    step = "uphold"
    action = staticmethod(actions.uphold)
    heading = gettext_lazy("Uphold the appeal")
    done = gettext_lazy("The appeal is upheld, and the applicant has been told.")
    previewed = staticmethod(letters.application_upheld)
    explains = gettext_lazy(
        "This cannot be undone. A manager then invites the applicant to an interview, or designates them where an "
        "interview was held."
    )


class DismissApplication(DecideAppeal):
    """The appeal of an applicant is dismissed."""

    model = Application
    step = "dismiss"
    action = staticmethod(actions.dismiss)
    heading = gettext_lazy("Dismiss the appeal")
    done = gettext_lazy("The appeal is dismissed, and the applicant has been told.")
    previewed = staticmethod(letters.application_dismissed)
    explains = gettext_lazy("This cannot be undone: the first decision stands.")


class ReinstateDesignation(DecideAppeal):
    """The appeal of a leader is upheld: the designation stands again."""

    model = Designation
    step = "reinstate"
    action = staticmethod(actions.reinstate)
    heading = gettext_lazy("Uphold the appeal")
    done = gettext_lazy("The appeal is upheld. The leader and the headteacher have been told.")
    previewed = staticmethod(letters.designation_reinstated)

    def get_context_data(self, **context) -> dict:
        self.explains = self.consequence()
        return super().get_context_data(**context)

    def consequence(self) -> str:
        """Say what upholding brings; after the last day of the term nothing is left to stand again."""
        if self.case.ends_on < timezone.localdate():
            return _(
                "The last day of this designation has passed. When you uphold the appeal it counts as expired and no "
                "longer as withdrawn; it does not begin again."
            )
        if self.case.suspended_for:
            return _(
                "This cannot be undone. The designation was suspended before it was withdrawn: when you uphold the "
                "appeal it is suspended again, until a manager resumes it."
            )
        return _("This cannot be undone. The designation and its certificate stand again from this moment.")


class DismissDesignation(DecideAppeal):
    """The appeal of a leader is dismissed: the withdrawal stands."""

    model = Designation
    step = "dismiss"
    action = staticmethod(actions.dismiss)
    heading = gettext_lazy("Dismiss the appeal")
    done = gettext_lazy("The appeal is dismissed, and the leader has been told.")
    previewed = staticmethod(letters.designation_dismissed)
    explains = gettext_lazy("This cannot be undone: the withdrawal stands.")
