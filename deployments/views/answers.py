"""The answers to a proposal: a party agrees or refuses, or the alliance takes it back."""

from django.utils.translation import gettext_lazy

from deployments import actions, letters
from deployments.forms.answers import CancelForm, ConsentForm, RefuseForm
from deployments.models import Deployment
from deployments.views.shared import SupportStep


class ConsentStep(SupportStep):
    """One party agrees; a subclass says to what, and what follows."""

    step = "consent"
    template_name = "deployments/answer_step.html"
    form_class = ConsentForm
    takes_case = True
    done = gettext_lazy("You have agreed. Thank you.")


class RefuseStep(SupportStep):
    """One party says that it cannot be; a subclass says what, and what follows."""

    step = "refuse"
    form_class = RefuseForm


class ConsentDeployment(ConsentStep):
    """One party agrees."""

    model = Deployment
    action = staticmethod(actions.consent)
    heading = gettext_lazy("Agree to %(case)s?")
    explains = gettext_lazy(
        "When the last of the four has agreed, the deployment is agreed and all are told."
    )


class RefuseDeployment(RefuseStep):
    """One party says that it cannot be."""

    model = Deployment
    action = staticmethod(actions.refuse)
    letter = staticmethod(letters.deployment_refused)
    button = gettext_lazy("Refuse this deployment")
    heading = gettext_lazy("Refuse %(case)s?")
    explains = gettext_lazy(
        "You do not have to agree. The others will read only that it cannot go ahead; "
        "the alliance will look for someone else. This cannot be undone."
    )
    done = gettext_lazy("You have refused. The alliance has been told, and will look for someone else.")


class CancelDeployment(SupportStep):
    """The alliance takes a proposal back."""

    model, step = Deployment, "cancel"
    form_class = CancelForm
    action = staticmethod(actions.cancel)
    letter = staticmethod(letters.deployment_cancelled)
    heading = gettext_lazy("Cancel the proposal: %(case)s?")
    explains = gettext_lazy(
        "The request is open again, and the days go back to the budgets they were taken from."
    )
    done = gettext_lazy("The proposal is cancelled and the request is open again.")
