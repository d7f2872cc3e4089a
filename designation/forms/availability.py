"""What leaders and heads fill in about the days, miles and languages a leader can give."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import WOULD_YOU, CheckboxesField, DateField, HalfDaysField, PortalForm, YesNoField
from designation.models import Designation
from directory.models import School

MOST_HALF_DAYS = 120


class OfferForm(PortalForm):
    """When, where and in which language the leader can work for other schools."""

    days_of_week = CheckboxesField(
        label=gettext_lazy("Days of the week that suit"),
        help_text=gettext_lazy(
            "They stand on your page, and beside your name where leaders are chosen, for those who agree days with "
            "you; they rule nothing out."
        ),
        choices=Designation.Weekday.choices,
        error_messages={"required": gettext_lazy("Choose at least one day of the week")},
    )
    travel_miles = forms.IntegerField(
        label=gettext_lazy("How far you would travel, in miles"),
        min_value=0,
        max_value=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
        error_messages={
            "required": gettext_lazy("Enter a number of miles"),
            "invalid": gettext_lazy("Enter the miles as a whole number, like 25"),
        },
    )
    online_ok = YesNoField(
        answers=WOULD_YOU,
        label=gettext_lazy("Would you work online as well?"),
        error_messages={"required": gettext_lazy("Say whether you would work online")},
    )
    languages = CheckboxesField(
        label=gettext_lazy("Languages you could work in"),
        choices=Designation.Language.choices,
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )
    phases = CheckboxesField(
        label=gettext_lazy("Phases"),
        choices=[(phase.value, phase.label) for phase in School.Phase if phase != School.Phase.OTHER],
        error_messages={"required": gettext_lazy("Choose at least one phase")},
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        kwargs["initial"] = {name: getattr(case, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)

    def clean_days_of_week(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["days_of_week"]]


class ExcuseForm(PortalForm):
    """Days on which the leader is away."""

    starts_on = DateField(label=gettext_lazy("First day away"))
    ends_on = DateField(
        label=gettext_lazy("Last day away"),
        earliest=timezone.localdate,
        help_text=gettext_lazy("The same day again for a single day."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Your headteacher and the alliance can read it. You need not give one."),
    )

    def clean(self) -> dict[str, Any]:
        starts_on, ends_on = (self.cleaned_data.get(name) for name in ("starts_on", "ends_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day away cannot be before the first"))
        return self.cleaned_data


class AllowForm(PortalForm):
    """How many days a term the line manager lets this leader give."""

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term"),
        help_text=gettext_lazy("In whole or half days. You are still asked before every deployment."),
        most=MOST_HALF_DAYS,
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        kwargs["initial"] = {"half_days_a_term": case.half_days_a_term}
        super().__init__(*args, **kwargs)


class SchoolReleaseForm(PortalForm):
    """How many days a term a school gives in all."""

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term, all your leaders together"),
        help_text=gettext_lazy(
            "In whole or half days. Leave it empty to set no limit for the school as a whole."
        ),
        most=4 * MOST_HALF_DAYS,
        required=False,
    )
