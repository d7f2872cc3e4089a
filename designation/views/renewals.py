"""A renewal: begun and written by the leader, referred by the head, decided by the manager."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from casework.lifecycle import StepNotOpen
from casework.views import CasePage, MakePage, StepView, reader_of
from casework.views.pages import case_or_404, channel_of
from casework.views.steps import ConfirmForm
from designation import actions, letters
from designation.documents.renewals import file_of, reference_facts, renewal_facts
from designation.forms.renewals import (
    DeclineRenewalForm,
    ReferForm,
    RenewForm,
    SendBackForm,
    SubmitRenewalForm,
    WriteRenewalForm,
)
from designation.models import Designation, Renewal
from designation.rules.years import is_own_case
from designation.views.panel import PreviewedStep
from designation.views.reviews import for_readers
from directory.rules import is_manager


class BeginRenewal(MakePage):
    """The leader begins a renewal; the head is asked for the reference at once."""

    form_class = ConfirmForm
    heading = gettext_lazy("Ask for another term")
    button = gettext_lazy("Begin my renewal")
    done = gettext_lazy("Your renewal is begun, and your head is asked for a reference.")
    intro = gettext_lazy(
        "The portal puts your file together from your visits, evaluations and evidence. You write about your impact "
        "and your plans, and send it in when you are ready. Your head is asked for a reference now."
    )

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        self.case = case_or_404(Designation, reader_of(request), kwargs["pk"])
        is_pressed_again = request.method == "POST" and self.case.person_id == reader_of(request).pk
        if not is_pressed_again and not request.user.has_perm("designation.begin_renewal", self.case):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_back_url(self) -> str:
        return self.case.get_absolute_url()

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)

    def make(self, form) -> Renewal:
        return actions.begin_renewal(self.case, by=reader_of(self.request))


class RenewalPage(CasePage):
    """A renewal with its file, for the leader, the head and the managers; never the words of the reference."""

    model = Renewal
    template_name = "designation/renewal_detail.html"

    def get_queryset(self):
        rows = super().get_queryset().in_full().select_related("term")
        return rows.prefetch_related("areas", "designation__terms")

    def get_object(self, queryset=None) -> Renewal:
        return for_readers(self.request.user, super().get_object(queryset))

    def get_context_data(self, **context) -> dict:
        papers = self.object.documents.filter(name="designation/renewal").order_by("-ordered_at", "language")
        return super().get_context_data(
            **context,
            facts=[*renewal_facts(self.object), *self.feedback()],
            file=file_of(self.object),
            papers=list(papers[:2]),
        )

    def feedback(self) -> list[dict[str, str]]:
        """Return the feedback for those it is for: the leader and the managers."""
        is_theirs = is_manager(self.request.user) or is_own_case(self.request.user, self.object)
        text = self.object.feedback
        return [{"term": _("Feedback"), "value": text}] if text and is_theirs else []


class RefusedBeside(StepView):
    """A step whose refusals stand beside its form."""

    model = Renewal

    def form_valid(self, form) -> HttpResponse:
        try:
            return super().form_valid(form)
        except actions.Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.form_invalid(form)


class WithFile:
    """Shows what the leader asks for and the file above the form."""

    case: Renewal

    def get_context_data(self, **context) -> dict:
        context = super().get_context_data(**context)  # type: ignore[misc]
        return context | {"facts": renewal_facts(self.case), "file": file_of(self.case)}


class WriteRenewal(StepView):
    """The leader writes, now and later."""

    model = Renewal
    step = "write"
    form_class = WriteRenewalForm
    takes_case = True
    action = staticmethod(actions.write_renewal)
    heading = gettext_lazy("Your renewal application")
    button = gettext_lazy("Save")
    done = gettext_lazy("What you wrote is saved. Nobody reads it as your application before you submit it.")


class SubmitRenewal(WithFile, RefusedBeside):
    """The leader checks everything, signs and sends it in."""

    step = "submit"
    form_class = SubmitRenewalForm
    template_name = "designation/renewal_step.html"
    action = staticmethod(actions.submit_renewal)
    heading = gettext_lazy("Check and submit your renewal")
    done = gettext_lazy("Your renewal is submitted. We write to you as soon as it is decided.")
    letter = staticmethod(letters.renewal_submitted)
    explains = gettext_lazy(
        "What is not in the file yet can still be filed; after you submit, it is too late."
    )


class ReferRenewal(WithFile, StepView):
    """The head's page, often by a signed link: what the leader asks for, the file, and the questions."""

    model = Renewal
    step = "refer"
    form_class = ReferForm
    template_name = "designation/renewal_step.html"
    action = staticmethod(actions.refer)
    button = gettext_lazy("Sign and send the reference")
    done = gettext_lazy(
        "Thank you. Your reference is stored, and the leader is told only that it has arrived."
    )
    letter = staticmethod(letters.renewal_reference_received)
    explains = gettext_lazy("Only the alliance’s managers read what you write, never the leader.")

    def get_heading(self) -> str:
        return _("Reference for another term of %(name)s") % {"name": self.case.designation.person}


class AskRenewalReference(RefusedBeside):
    """The manager asks the head again for the reference."""

    step = "ask_reference"
    action = staticmethod(actions.ask_reference)
    heading = gettext_lazy("Ask for the reference again")
    done = gettext_lazy("The line manager has been asked again.")
    letter = staticmethod(letters.renewal_reference_requested)


@method_decorator(never_cache, name="dispatch")
class ReadRenewalReference(StepView):
    """Shows the words of the reference to managers, each time after writing down who read them.

    Opening the page writes and shows nothing; pressing the button does both.
    """

    model = Renewal
    step = "read_reference"
    action = staticmethod(actions.read_renewal_reference)
    heading = gettext_lazy("Read the head’s reference")
    button = gettext_lazy("Read the reference")
    explains = gettext_lazy("Your reading is written into the history of this renewal.")

    def form_valid(self, form) -> HttpResponse:
        try:
            type(self).action(self.case, by=reader_of(self.request), channel=channel_of(self.request))
        except StepNotOpen:
            return self.moved_on()
        context = {"case": self.case, "facts": reference_facts(self.case)}
        return render(self.request, "designation/renewal_reference.html", context)


class SendBackRenewal(PreviewedStep):
    """The manager asks the leader for more."""

    model = Renewal
    step = "send_back"
    form_class = SendBackForm
    takes_case = False
    action = staticmethod(actions.send_back_renewal)
    heading = gettext_lazy("Ask the leader for more")
    done = gettext_lazy("The leader is asked, and can change the renewal again.")
    previewed = staticmethod(letters.renewal_sent_back)
    keys = ("question",)


class RenewRenewal(PreviewedStep):
    """The manager decides for another term."""

    model = Renewal
    step = "renew"
    form_class = RenewForm
    action = staticmethod(actions.renew)
    heading = gettext_lazy("Renew for another term")
    done = gettext_lazy("The designation is renewed and the new certificate issued.")
    previewed = staticmethod(letters.renewal_renewed)
    explains = gettext_lazy(
        "Decided within 3 months after the end, the new term follows the present one without a gap; decided later, it "
        "begins today. It has a certificate of its own. The present certificate stays valid until its end."
    )


class DeclineRenewal(PreviewedStep):
    """The manager decides against another term."""

    model = Renewal
    step = "decline"
    form_class = DeclineRenewalForm
    takes_case = False
    action = staticmethod(actions.decline_renewal)
    heading = gettext_lazy("Do not renew")
    done = gettext_lazy("The leader has been told, with your feedback.")
    previewed = staticmethod(letters.renewal_declined)
    explains = gettext_lazy(
        "The present term runs to its end; nothing the leader has agreed to is called off."
    )


class WithdrawRenewal(StepView):
    """The leader takes the renewal back."""

    model = Renewal
    step = "withdraw"
    action = staticmethod(actions.withdraw_renewal)
    heading = gettext_lazy("Withdraw your renewal")
    done = gettext_lazy("Your renewal is withdrawn. You can begin another while there is time.")
    letter = staticmethod(letters.renewal_withdrawn)
