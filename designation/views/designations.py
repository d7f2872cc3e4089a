"""The page of a designation, and the steps from the agreement to the activation."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework import letters as casework_letters
from casework.documents import certificate_of
from casework.models import Letter
from casework.views import CasePage, StepView, reader_of
from designation import actions, letters
from designation.documents import facts_of, induction_facts, offer_facts, papers_of
from designation.forms.assurance import AssureForm, RetractForm, RetractForSchoolForm
from designation.forms.induction import TrainForm
from designation.forms.leaders import PublishForm, SignForm
from designation.models import Designation
from designation.queries.appeals import read_appeal
from designation.queries.leaders import with_everything
from designation.queries.matters import ending_matters, open_matters
from designation.queries.renewals import going_on
from designation.rules.leaders import is_line_manager
from designation.views.endings import InterruptsWork
from designation.views.panel import Refusable
from directory.rules import is_manager


class DesignationPage(CasePage):
    """A designation for its leader, the head of the home school and the managers."""

    model = Designation
    template_name = "designation/designation_detail.html"

    def get_queryset(self):
        known = with_everything(super().get_queryset()).select_related("assurance_by", "appeal")
        followed = {"is_followed": going_on(timezone.localdate())}
        return known.with_work_left().annotate(**followed).prefetch_related("induction")

    def get_context_data(self, **context) -> dict:
        case, person, today = self.object, reader_of(self.request), timezone.localdate()
        read_appeal(case)
        matters = [*open_matters(case, today), *ending_matters(case, today)]
        return super().get_context_data(
            **context,
            certificate=certificate_of(case),
            papers=papers_of(case),
            facts=facts_of(case),
            matters=matters,
            nothing_due=case.state == Designation.State.ACTIVE and not matters,
            induction=induction_facts(case),
            offers=offer_facts(case),
            absences=list(case.absences.filter(ends_on__gte=today)),
            may_remove=person.has_perm("designation.excuse_designation", case),
            may_see_application=case.person_id == person.pk or is_manager(person),
        )


class SignDesignation(StepView):
    """The leader signs the agreement."""

    model = Designation
    step = "sign"
    form_class = SignForm
    template_name = "designation/designation_sign.html"
    action = staticmethod(actions.sign)
    heading = gettext_lazy("Sign your agreement")
    done = gettext_lazy("Your agreement is signed.")


class TrainDesignation(StepView):
    """The manager records what of the induction list was done, several items at once."""

    model = Designation
    step = "train"
    form_class = TrainForm
    takes_case = True
    action = staticmethod(actions.train)
    heading = gettext_lazy("Record induction and core training")
    done = gettext_lazy("What was done is recorded.")


class AssureDesignation(StepView):
    """The head gives the safeguarding assurance, often by a signed link."""

    model = Designation
    step = "assure"
    form_class = AssureForm
    action = staticmethod(actions.assure)
    done = gettext_lazy("Thank you. The assurance is recorded.")
    explains = gettext_lazy(
        "Never send us the certificate itself: your word that it was seen is what counts."
    )

    def get_heading(self) -> str:
        return _("Safeguarding assurance for %(name)s") % {"name": self.case.person}


class RetractDesignation(InterruptsWork, StepView):
    """The line manager takes the assurance back; or a manager records that the school said so."""

    model = Designation
    step = "retract"
    template_name = "designation/designation_retract.html"
    action = staticmethod(actions.retract)
    done = gettext_lazy("The assurance is taken back. The leader and the alliance’s managers have been told.")
    explains = gettext_lazy(
        "From now on no visit can be planned, and the paper for the offices of other schools is recalled. The leader "
        "reads that the assurance was taken back, and not why. The school can give it again at any time."
    )

    def get_form_class(self) -> type[forms.BaseForm]:
        is_own = is_line_manager(reader_of(self.request), self.case)
        return RetractForm if is_own else RetractForSchoolForm

    def drafts(self) -> list[Letter]:
        with casework_letters.preview() as drafts:
            letters.assurance_retracted(self.case, by=reader_of(self.request))
        return drafts

    def get_heading(self) -> str:
        return _("Take back the safeguarding assurance for %(name)s") % {"name": self.case.person}


class AskAssurance(Refusable, StepView):
    """The manager asks the head again for the safeguarding assurance."""

    model = Designation
    step = "ask_assurance"
    action = staticmethod(actions.ask_assurance)
    heading = gettext_lazy("Ask for the safeguarding assurance again")
    done = gettext_lazy("The line manager has been asked again.")
    letter = staticmethod(letters.ask_assurance)


class PublishDesignation(StepView):
    """The leader chooses whether to stand in the public directory."""

    model = Designation
    step = "publish"
    form_class = PublishForm
    takes_case = True
    action = staticmethod(actions.publish)
    heading = gettext_lazy("The public directory of leaders")
    button = gettext_lazy("Save")
    done = gettext_lazy("Your choice is saved.")


class ActivateDesignation(Refusable, StepView):
    """The manager activates a leader who has signed and is trained."""

    model = Designation
    step = "activate"
    action = staticmethod(actions.activate)
    heading = gettext_lazy("Activate this designation")
    done = gettext_lazy("The designation is active and the certificate issued.")
    letter = staticmethod(letters.designation_activated)
    explains = gettext_lazy("From now on the leader can be proposed to other schools.")
