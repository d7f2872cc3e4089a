"""Objectives are written anew before the first visit, and looked at together while the work goes on."""

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deployments import actions
from deployments.forms.progress import ObjectivesForm, ReviewProgressForm
from deployments.models import Deployment
from deployments.views.shared import SupportStep


class SetObjectives(SupportStep):
    """A party writes the objectives anew, until the first visit."""

    model, step = Deployment, "set_objectives"
    form_class = ObjectivesForm
    takes_case = True
    action = staticmethod(actions.set_objectives)
    button = gettext_lazy("Save these objectives")
    heading = gettext_lazy("The objectives: %(case)s")
    explains = gettext_lazy(
        "Agree on them with the other side first. All parties read them in a letter, and the agreement is made anew."
    )
    done = gettext_lazy("The objectives are saved, and the others have been told.")

    def form_valid(self, form: Form) -> HttpResponse:
        """Save them; pressed twice, they are these already, and nobody is told again."""
        if not cast(ObjectivesForm, form).are_these_already:
            return super().form_valid(form)
        messages.info(self.request, _("The objectives are these already."))
        return redirect(self.case)


class ReviewProgress(SupportStep):
    """The leader, the head or a manager writes down how each objective stands."""

    model, step = Deployment, "review"
    form_class = ReviewProgressForm
    takes_case = True
    action = staticmethod(actions.review)
    button = gettext_lazy("Save this review")
    heading = gettext_lazy("How does it stand? %(case)s")
    explains = gettext_lazy(
        "Look at it together. Red: something stands in the way. Amber: under way, not there yet. Green: met, or sure "
        "to be. All parties read it."
    )
    done = gettext_lazy("The review is saved, and the others have been told.")
