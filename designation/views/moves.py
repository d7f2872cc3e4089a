"""When a leader changes school or post: reported, and confirmed or refused by the new line manager."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.views import StepView
from designation import actions, letters
from designation.forms.moves import MoveForm, RefuseReleaseForm, ReleaseForm
from designation.models import Designation


class MoveDesignation(StepView):
    """The leader, or a manager, reports a change of school or post."""

    model = Designation
    step = "move"
    form_class = MoveForm
    takes_case = True
    action = staticmethod(actions.move)
    heading = gettext_lazy("A change of school or post")
    button = gettext_lazy("Report the change")
    done = gettext_lazy("The change is recorded. When its day has come the new line manager is asked.")
    explains = gettext_lazy(
        "The new line manager is asked to confirm the release. Until then nobody can propose new work at other "
        "schools and no further term begins; what was agreed goes on, and the certificate stays as it is."
    )


class ReleaseDesignation(StepView):
    """The new line manager confirms the release, often by a signed link."""

    model = Designation
    step = "release"
    form_class = ReleaseForm
    takes_case = True
    action = staticmethod(actions.release)
    done = gettext_lazy("Thank you. The release is confirmed, and the leader has been told.")
    explains = gettext_lazy("You are asked before every deployment and may refuse any of them.")

    def get_heading(self) -> str:
        return _("Confirm the release of %(name)s") % {"name": self.case.person}


class RefuseRelease(StepView):
    """The new line manager does not release the leader."""

    model = Designation
    step = "refuse_release"
    form_class = RefuseReleaseForm
    action = staticmethod(actions.refuse_release)
    done = gettext_lazy(
        "Your answer is recorded. The alliance manager has been told why, and the leader not."
    )
    letter = staticmethod(letters.release_refused)
    explains = gettext_lazy(
        "No new work at other schools can be proposed; what was agreed goes on. You can still confirm the release "
        "later."
    )

    def get_heading(self) -> str:
        return _("Refuse the release of %(name)s") % {"name": self.case.person}
