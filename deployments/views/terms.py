"""The alliance changes the terms of what it has proposed."""

from typing import cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deployments import actions
from deployments.forms.proposals import ChangeTermsForm
from deployments.models import Deployment
from deployments.queries.terms import terms_of
from deployments.views.shared import SupportStep


class ChangeTerms(SupportStep):
    """The alliance changes what is proposed before everybody has answered."""

    model, step = Deployment, "change_terms"
    form_class = ChangeTermsForm
    takes_case = True
    action = staticmethod(actions.change_terms)
    button = gettext_lazy("Change the terms and ask again")
    heading = gettext_lazy("Change the terms: %(case)s")
    explains = gettext_lazy(
        "Who has agreed agreed to something else: all who were asked are asked anew, with five working days, in a "
        "letter that says what has changed. The day rate of today is offered."
    )
    done = gettext_lazy("The terms are changed, and all who were asked have been asked anew.")

    def form_valid(self, form: Form) -> HttpResponse:
        """Change them; pressed twice, they are these already, and nobody is asked again."""
        if cast(ChangeTermsForm, form).wanted != terms_of(self.case):
            return super().form_valid(form)
        messages.info(self.request, _("The terms are these already: nobody was asked again."))
        return redirect(self.case)
