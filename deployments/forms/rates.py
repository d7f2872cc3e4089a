"""What is asked about a day rate."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HoursField, PortalForm, PoundsField, RadioField
from deployments.models import Rate


class RateForm(PortalForm):
    """For whom, from when, how much, how long its day is, and who says so."""

    key = RadioField(
        label=_("Whose day is it?"),
        choices=Rate.Key.choices,
        error_messages={"required": _("Choose whose day it is")},
    )
    from_on = DateField(
        label=_("From which day?"), help_text=_("Today or later."), earliest=timezone.localdate
    )
    pence_a_day = PoundsField(
        label=_("How much is a day?"),
        help_text=_("Paid to the leader's school."),
        least=1_00,
        most=10_000_00,
    )
    minutes_a_day = HoursField(
        label=_("How many hours make a day?"),
        help_text=_("Work by the hour is paid in proportion."),
        least=60,
        most=10 * 60,
        initial=300,
    )
    source = forms.CharField(
        label=_("Who says so?"), help_text=_("For example: the executive, 12 June 2026."), max_length=200
    )

    def layout(self) -> Layout:
        return Layout(
            Fieldset(gettext("Whose and from when"), "key", "from_on"),
            Fieldset(gettext("How much"), "pence_a_day", "minutes_a_day", "source"),
        )
