"""What leaders, heads and managers fill in about a designation, and how the list of leaders is narrowed."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.forms import MAY_IT, ConfirmField, DateField, PortalForm, YesNoField
from designation.models import Area, Designation, RoleType
from designation.queries.leaders import found_by
from directory.forms.filters import Narrowed


class SignForm(PortalForm):
    """The leader's agreement, signed by typing one's name."""

    agrees = ConfirmField(
        label=gettext_lazy(
            "I agree to keep confidential what I learn in other schools, to write up every visit within five working "
            "days, to take part in the development group, and to keep my details up to date"
        )
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Sign with your full name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your full name to sign")},
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.pop("agrees", None)
        return self.cleaned_data


class TrainForm(PortalForm):
    """The day the induction and core training were done."""

    done_on = DateField(
        label=gettext_lazy("Induction and core training completed on"), latest=timezone.localdate
    )


class AssureForm(PortalForm):
    """The head's assurance: never the certificate itself."""

    seen = ConfirmField(
        label=gettext_lazy(
            "Our school has seen this person’s enhanced DBS certificate, holds no concern about their work with "
            "children, and will tell the alliance at once if that changes"
        )
    )
    until = DateField(
        label=gettext_lazy("The assurance holds until"),
        earliest=timezone.localdate,
        help_text=gettext_lazy("When your school will check again, usually within three years."),
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.pop("seen", None)
        return self.cleaned_data


class PublishForm(PortalForm):
    """Consent to the public directory."""

    listed = YesNoField(
        answers=MAY_IT,
        label=gettext_lazy("May your name stand in the public directory of leaders?"),
        help_text=gettext_lazy("It shows your name, areas, phases and local authority; no contact details."),
        error_messages={"required": gettext_lazy("Say whether your name may be listed")},
    )

    def __init__(self, *args: Any, case: Designation, **kwargs: Any) -> None:
        kwargs["initial"] = {"listed": case.listed}
        super().__init__(*args, **kwargs)


class LeaderFilters(Narrowed):
    """Filters and order of the managers' list of leaders, all of it in the address of the page."""

    q = filters.CharFilter(
        method="by_words",
        label=gettext_lazy("Name, school or number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    state = filters.ChoiceFilter(
        choices=Designation.State, label=gettext_lazy("State"), empty_label=gettext_lazy("Any state")
    )
    role_type = filters.ModelChoiceFilter(
        queryset=RoleType.objects.all(), label=gettext_lazy("Role"), empty_label=gettext_lazy("Any role")
    )
    areas = filters.ModelChoiceFilter(
        queryset=Area.objects.all(), label=gettext_lazy("Area"), empty_label=gettext_lazy("Any area")
    )
    ends = filters.ChoiceFilter(
        method="by_end",
        label=gettext_lazy("Ends"),
        empty_label=gettext_lazy("At any time"),
        choices=[
            ("3", gettext_lazy("Within 3 months")),
            ("6", gettext_lazy("Within 6 months")),
            ("12", gettext_lazy("Within 12 months")),
        ],
    )
    sort = filters.OrderingFilter(
        fields=[("person__last_name", "name"), ("ends_on", "ends"), ("home_school__name", "school")],
        field_labels={
            "person__last_name": gettext_lazy("Name"),
            "ends_on": gettext_lazy("End of the term"),
            "home_school__name": gettext_lazy("School"),
            "-name": gettext_lazy("Name, Z to A"),
            "-ends": gettext_lazy("End of the term, latest first"),
            "-school": gettext_lazy("School, Z to A"),
        },
        label=gettext_lazy("Sort by"),
        empty_label=gettext_lazy("Name"),
    )

    class Meta:
        model = Designation
        fields: list[str] = []

    def by_words(self, rows, name: str, words: str):
        return found_by(rows, words)

    def by_end(self, rows, name: str, months: str):
        today = timezone.localdate()
        last = today + timedelta(days=round(int(months) * 30.44))
        return rows.filter(ends_on__gte=today, ends_on__lte=last)
