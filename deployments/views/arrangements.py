"""A manager records what was arranged by phone."""

from django import forms
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.urls import reverse
from django.utils.translation import gettext_lazy

from casework.views import MakePage, reader_of
from deployments import actions
from deployments.forms.arrangements import ArrangementForm
from deployments.models import Deployment
from deployments.views.shared import SaysObstacles


class RecordArrangement(PermissionRequiredMixin, SaysObstacles, MakePage):
    """Record an agreement made by phone."""

    permission_required = "deployments.record_arrangement"
    raise_exception = True
    form_class = ArrangementForm
    heading = gettext_lazy("Record an agreement made by phone")
    button = gettext_lazy("Record this agreement")
    intro = gettext_lazy(
        "For what was arranged outside the portal, begun already or not. If the school has an open request for it, "
        "this meets it; else one is made. Everybody who said yes gets a letter to confirm it."
    )
    done = gettext_lazy("The agreement is recorded. Everybody concerned has been told.")

    def make(self, form: forms.Form) -> Deployment:
        return actions.record_arrangement(by=reader_of(self.request), **form.cleaned_data)

    def get_back_url(self) -> str:
        return reverse("deployments:requests")
