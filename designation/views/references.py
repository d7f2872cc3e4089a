"""A reference: given or declined by link, its address corrected by the applicant, its words read by the panel."""

from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from casework.lifecycle import StepNotOpen
from casework.models import Entry
from casework.views import CasePage, StepView, reader_of
from casework.views.pages import channel_of
from designation import actions, letters
from designation.forms.applications import CorrectReferenceForm
from designation.forms.references import DeclineReferenceForm, GiveReferenceForm
from designation.models import Reference


class ReferencePage(CasePage):
    """Where a reference stands; never its words."""

    model = Reference
    template_name = "designation/reference_detail.html"

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("referee", "application__applicant", "application__role_type")
        )

    def get_context_data(self, **context) -> dict:
        is_applicant = self.object.application.applicant_id == self.request.user.pk
        may_read = self.request.user.has_perm("designation.read_reference", self.object)
        if self.request.user.has_perm("designation.read_readers", self.object):
            context["readings"] = Entry.objects.of(self.object).filter(step="read").order_by("-at", "-pk")
        return super().get_context_data(**context, is_applicant=is_applicant, may_read=may_read)


class GiveReference(StepView):
    """The referee's page: facts of the application, the questions, the signature."""

    model = Reference
    step = "give"
    form_class = GiveReferenceForm
    takes_case = True
    template_name = "designation/reference_give.html"
    action = staticmethod(actions.give)
    done = _("Thank you. Your reference is stored, and the applicant is told only that it has arrived.")
    letter = staticmethod(letters.reference_received)

    def get_heading(self) -> str:
        return _("Reference for %(name)s") % {"name": self.case.application.applicant}

    button = _("Sign and send the reference")


class DeclineReference(StepView):
    """The referee says no, with a reason for the managers."""

    model = Reference
    step = "decline"
    form_class = DeclineReferenceForm
    action = staticmethod(actions.decline)
    heading = _("I cannot give this reference")
    done = _("Thank you. The applicant is asked to name somebody else.")
    letter = staticmethod(letters.reference_declined)
    explains = _("The applicant learns that you cannot give it, not why.")


class BounceReference(StepView):
    """A manager records by hand that the letter to the referee came back."""

    model = Reference
    step = "bounce"
    action = staticmethod(actions.bounce)
    heading = _("Record that the address does not work")
    done = _("The applicant is asked for the right address.")
    letter = staticmethod(letters.reference_bounced)
    explains = _("When a message says that our letter could not be delivered. The link in it stops working.")


class CorrectReference(StepView):
    """The applicant mends the address or names somebody else."""

    model = Reference
    step = "correct"
    form_class = CorrectReferenceForm
    takes_case = True
    action = staticmethod(actions.correct)
    heading = _("Change the referee or the address")
    button = _("Ask this person")
    done = _("The new link is on its way; the old one no longer works.")
    explains = _(
        "We send a new link to the address you enter. The link we sent before stops working at once."
    )

    def get_success_url(self) -> str:
        return self.case.application.get_absolute_url()

    get_back_url = get_success_url

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)


@method_decorator(never_cache, name="dispatch")
class ReadReference(StepView):
    """Shows the words of a reference to those they are for, each time after writing down who read them.

    Opening the page writes and shows nothing; pressing the button does both.
    """

    model = Reference
    step = "read"
    action = staticmethod(actions.read)
    heading = _("Read a reference")
    button = _("Read the reference")
    explains = _("Your reading is written into the history of this reference.")

    def form_valid(self, form) -> HttpResponse:
        try:
            actions.read(self.case, by=reader_of(self.request), channel=channel_of(self.request))
        except StepNotOpen:
            self.case.refresh_from_db()
            return self.moved_on()
        response = self.response_class(
            request=self.request,
            template=["designation/reference_text.html"],
            context={"case": self.case, "view": self},
            using=self.template_engine,
        )
        response["Cache-Control"] = "no-store, private"
        return response
