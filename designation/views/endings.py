"""A designation is suspended and resumed, given up, or withdrawn; each page lists the work it would interrupt."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import letters as casework_letters
from casework.models import Letter
from casework.views import StepView, reader_of
from designation import actions, letters
from designation.forms.endings import (
    RelinquishForLeaderForm,
    RelinquishForm,
    ResumeForm,
    SuspendForm,
    WithdrawDesignationForm,
)
from designation.models import Designation
from designation.queries.endings import work_under_way
from designation.views.panel import PreviewedStep


class InterruptsWork:
    """Shows before the act which deployments of the leader are under way."""

    def get_context_data(self, **context) -> dict:
        work = work_under_way(self.case)  # type: ignore[attr-defined]
        return super().get_context_data(**context, work=work)  # type: ignore[misc]


class SuspendDesignation(InterruptsWork, PreviewedStep):
    """The manager suspends a leader for a time."""

    model = Designation
    step = "suspend"
    form_class = SuspendForm
    takes_case = False
    template_name = "designation/designation_interrupt.html"
    action = staticmethod(actions.suspend)
    heading = gettext_lazy("Suspend this designation")
    done = gettext_lazy("The designation is suspended. The leader and the headteacher have been told.")
    previewed = staticmethod(letters.designation_suspended)
    keys = ("suspended_for",)
    explains = gettext_lazy(
        "Until it is resumed the leader is proposed to nobody, no visit can be planned, and the public page of the "
        "certificate says that it is not in force."
    )


class ResumeDesignation(StepView):
    """The manager ends a suspension."""

    model = Designation
    step = "resume"
    form_class = ResumeForm
    action = staticmethod(actions.resume)
    heading = gettext_lazy("Resume this designation")
    done = gettext_lazy("The designation is active again. The leader and the headteacher have been told.")
    letter = staticmethod(letters.designation_resumed)


class RelinquishDesignation(InterruptsWork, StepView):
    """The leader gives the designation up; or a manager records that the leader said so."""

    model = Designation
    step = "relinquish"
    template_name = "designation/designation_relinquish.html"
    action = staticmethod(actions.relinquish)
    done = gettext_lazy("The designation has been given up. Those concerned have been told.")
    explains = gettext_lazy(
        "This takes effect today and cannot be undone. The certificate is no longer in force from then on."
    )

    @property
    def is_own(self) -> bool:
        return self.case.person_id == reader_of(self.request).pk

    def drafts(self) -> list[Letter]:
        with casework_letters.preview() as drafts:
            letters.designation_relinquished(self.case, by=reader_of(self.request))
        return drafts

    def get_form_class(self) -> type[forms.BaseForm]:
        return RelinquishForm if self.is_own else RelinquishForLeaderForm

    def get_heading(self) -> str:
        if self.is_own:
            return _("Give up your designation")
        return _("Record that %(name)s gives the designation up") % {"name": self.case.person}


class WithdrawDesignation(InterruptsWork, PreviewedStep):
    """The manager withdraws a designation, on a ground and in words the leader reads."""

    model = Designation
    step = "withdraw"
    form_class = WithdrawDesignationForm
    takes_case = False
    template_name = "designation/designation_interrupt.html"
    action = staticmethod(actions.withdraw_designation)
    heading = gettext_lazy("Withdraw this designation")
    done = gettext_lazy("The designation is withdrawn. The leader and the headteacher have been told.")
    previewed = staticmethod(letters.designation_withdrawn)
    keys = ("ended_for", "words")
    explains = gettext_lazy(
        "The leader may appeal within ten working days; only an appeal can undo this. The certificate is no longer in "
        "force from this moment."
    )
