"""What is asked while a request is written: one topic, and in the end whether to send it."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm
from deployments.forms.requests import RequestForm


class RequestPartForm(RequestForm):
    """One topic of a request that is being written, kept as it is typed."""

    autosave = True
    submit_text = _("Save and continue")

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("later", gettext("Save and come back later"), css_class="quiet"))
        return helper


class SendRequestForm(PortalForm):
    """The button that sends a request; asks once more where the school has asked for the same already."""

    again = RequestForm.base_fields["again"]

    def __init__(self, *args: Any, warning: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warning = warning
        if not warning:
            del self.fields["again"]

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if self.warning and not cleaned.get("again"):
            self.add_error("again", self.warning)
        return cleaned
