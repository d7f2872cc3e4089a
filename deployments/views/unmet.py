"""A request ends without support: it is withdrawn, or nobody can be found."""

from django.utils.translation import gettext_lazy

from casework.models import Letter
from casework.views import reader_of
from deployments import actions, letters
from deployments.forms.answers import GiveUpForm, WithdrawForm
from deployments.models import Deployment, SupportRequest
from deployments.views.shared import SupportStep


class WithdrawRequest(SupportStep):
    """The support is no longer wanted."""

    model, step = SupportRequest, "withdraw"
    form_class = WithdrawForm
    action = staticmethod(actions.withdraw_request)
    letter = (letters.deployment_not_needed, letters.request_withdrawn)
    heading = gettext_lazy("Withdraw this request?")
    explains = gettext_lazy("A proposal that waits for answers is cancelled with it. This cannot be undone.")
    done = gettext_lazy("The request is withdrawn.")

    def drafts(self) -> list[Letter]:
        """Return the letters to the others; of a proposal only where whoever withdraws knows of it."""
        reader = reader_of(self.request)
        known = [self.case, *Deployment.objects.visible_to(reader).filter(request=self.case)]
        return [one for one in super().drafts() if one.to != reader and one.case in known]


class GiveUpRequest(SupportStep):
    """Nobody can be found."""

    model, step = SupportRequest, "give_up"
    form_class = GiveUpForm
    action = staticmethod(actions.give_up_request)
    letter = staticmethod(letters.request_unmet)
    button = gettext_lazy("End this request as unmet")
    heading = gettext_lazy("Can nobody be found for %(case)s?")
    explains = gettext_lazy(
        "The request ends as unmet and counts as such in reports. Whoever asked is told why. This cannot be undone."
    )
    done = gettext_lazy("The request is unmet. Whoever asked has been told.")
