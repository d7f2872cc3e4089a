"""What managers fill in to record the induction."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.forms import DateField, ModelCheckboxesField, PortalForm
from designation.models import Designation


class TrainForm(PortalForm):
    """Which items of the list were done on a day; a role without a list has the day alone."""

    items = ModelCheckboxesField(
        None,
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy(
            "Tick everything that was done on the same day. What you do not tick stays open."
        ),
        error_messages={"required": gettext_lazy("Tick at least one item of the list")},
    )
    done_on = DateField(label=gettext_lazy("Done on"), latest=timezone.localdate)
    note = forms.CharField(
        label=gettext_lazy("How you know"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Such as the trainer, the attendance list, or the school visited together."),
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if case.induction.exists():
            self.fields["items"].queryset = case.induction.filter(done_on=None)  # type: ignore[attr-defined]
        else:
            del self.fields["items"], self.fields["note"]
