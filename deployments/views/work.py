"""The steps of the work agreed: it rests, goes on and comes to its end."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.templatetags.casework import days
from deployments import actions, letters
from deployments.forms.endings import CompleteForm, ForgoForm, PauseForm, StopForm, WithdrawFromForm
from deployments.models import Deployment, SupportRequest
from deployments.queries.money import half_days_unused
from deployments.views.shared import SupportStep


class PauseDeployment(SupportStep):
    """The work rests until a day."""

    model, step = Deployment, "pause"
    form_class = PauseForm
    takes_case = True
    action = staticmethod(actions.pause)
    letter = staticmethod(letters.deployment_paused)
    button = gettext_lazy("Pause the work")
    heading = gettext_lazy("Pause the work: %(case)s?")
    explains = gettext_lazy(
        "No visits are planned until it is resumed. Those planned for the days before the one you set are called off; "
        "later ones stay."
    )
    done = gettext_lazy("The work is paused, and the others have been told.")


class ResumeDeployment(SupportStep):
    """Paused work goes on."""

    model, step = Deployment, "resume"
    action = staticmethod(actions.resume)
    letter = staticmethod(letters.deployment_resumed)
    heading = gettext_lazy("Resume the work: %(case)s?")
    explains = gettext_lazy("Visits can be planned again.")
    done = gettext_lazy("The work goes on, and the others have been told.")


class WithdrawDeployment(SupportStep):
    """One party takes its consent back before the first visit."""

    model, step = Deployment, "withdraw"
    form_class = WithdrawFromForm
    action = staticmethod(actions.withdraw)
    letter = staticmethod(letters.deployment_withdrawn)
    heading = gettext_lazy("Withdraw from what was agreed: %(case)s?")
    explains = gettext_lazy(
        "Planned visits are called off and the days go back to the budgets. The others will read only that it cannot "
        "go ahead after all; the alliance will look for someone else. This cannot be undone."
    )
    done = gettext_lazy("You have withdrawn. The alliance has been told, and will look for someone else.")


class StopDeployment(SupportStep):
    """The alliance ends what was agreed, perhaps in mid-way."""

    model, step = Deployment, "stop"
    form_class = StopForm
    action = staticmethod(actions.stop)
    letter = staticmethod(letters.deployment_stopped)
    heading = gettext_lazy("Stop the work: %(case)s?")
    explains = gettext_lazy(
        "Planned visits are called off and the days not used go back to the budgets; visits that were held are paid. "
        "If the work is done, complete it instead. This cannot be undone."
    )
    done = gettext_lazy("The work is stopped, and the others have been told.")

    def get_success_url(self) -> str:
        """Lead on to who could go on with it, where the request is open again."""
        request = SupportRequest.objects.filter(pk=self.case.request_id, state=SupportRequest.State.OPEN)
        found = request.first()
        return found.page("propose") if found else super().get_success_url()


class CompleteDeployment(SupportStep):
    """The work is done."""

    model, step = Deployment, "complete"
    form_class = CompleteForm
    action = staticmethod(actions.complete)
    letter = staticmethod(letters.deployment_completed)
    heading = gettext_lazy("Is the work done: %(case)s?")
    explains = gettext_lazy(
        "Say what carries on. No more visits can be planned, and the school is asked to evaluate the support."
    )
    done = gettext_lazy("The work is completed. The school has been asked to evaluate it.")

    def get_context_data(self, **context: Any) -> dict:
        """Say besides which days were not used, and where they go."""
        sentences = [str(self.explains), unused_words(self.case)]
        return super().get_context_data(**context) | {"explains": " ".join(filter(None, sentences))}


def unused_words(deployment: Deployment) -> str:
    """Return in words how many of the days agreed were not used; nothing where all were."""
    unused = half_days_unused(deployment)
    if not unused:
        return ""
    sentence = _(
        "Not used: %(unused)s of %(agreed)s. They go back to the budgets of the leader and the school."
    )
    return sentence % {"unused": days(unused), "agreed": days(deployment.half_days)}


class ForgoDeployment(SupportStep):
    """Completed work is closed, and nobody waits for its evaluation any more."""

    model, step = Deployment, "forgo"
    form_class = ForgoForm
    action = staticmethod(actions.forgo)
    letter = staticmethod(letters.deployment_forgone)
    button = gettext_lazy("Close without an evaluation")
    heading = gettext_lazy("Close %(case)s without an evaluation?")
    explains = gettext_lazy(
        "The school is not asked for its evaluation any more, and its request is closed too. This cannot be undone."
    )
    done = gettext_lazy("The deployment and its request are closed, without an evaluation.")


class CloseDeployment(SupportStep):
    """An evaluated deployment is closed."""

    model, step = Deployment, "close"
    action = staticmethod(actions.close)
    letter = staticmethod(letters.deployment_closed)
    heading = gettext_lazy("Close %(case)s?")
    done = gettext_lazy("The deployment and its request are closed.")
