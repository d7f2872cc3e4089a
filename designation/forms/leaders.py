"""What leaders, heads and managers fill in about a designation, and how the list of leaders is narrowed."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import MAY_IT, ConfirmField, PortalForm, YesNoField
from designation.models import Area, Designation, RoleType
from designation.queries.leaders import found_by
from designation.queries.noticed import Notice, noticed
from designation.queries.overview import Quarter, quarters
from designation.terms import months_after
from directory.forms.filters import Narrowed
from directory.models import LocalAuthority


class SignForm(PortalForm):
    """The leader's agreement, signed by typing one's name."""

    agrees = ConfirmField(label=gettext_lazy("I have read the agreement above and agree to all of it"))
    signed_name = forms.CharField(
        label=gettext_lazy("Sign with your full name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Type your full name to sign")},
    )

    def clean(self) -> dict[str, Any]:
        self.cleaned_data.pop("agrees", None)
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


def quarter_choices() -> list[tuple[str, str]]:
    """Return the quarters of the next 24 months, each with its months in words."""
    return [(one.key, quarter_said(one)) for one in quarters(timezone.localdate())]


def quarter_said(quarter: Quarter) -> str:
    """Say a quarter by its months: January to March 2027."""
    months = {
        1: _("January to March %(year)d"),
        2: _("April to June %(year)d"),
        3: _("July to September %(year)d"),
        4: _("October to December %(year)d"),
    }
    return months[quarter.number] % {"year": quarter.year}


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
    quarter = filters.ChoiceFilter(
        method="by_quarter",
        choices=quarter_choices,
        label=gettext_lazy("Ends in the quarter"),
        empty_label=gettext_lazy("Any quarter"),
    )
    local_authority = filters.ModelChoiceFilter(
        field_name="home_school__local_authority",
        queryset=LocalAuthority.objects.all(),
        label=gettext_lazy("Local authority"),
        empty_label=gettext_lazy("Any local authority"),
    )
    notice = filters.ChoiceFilter(
        method="by_notice",
        choices=Notice,
        label=gettext_lazy("Look for"),
        empty_label=gettext_lazy("Everybody"),
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
        return rows.filter(ends_on__gte=today, ends_on__lte=months_after(today, int(months)))

    def by_quarter(self, rows, name: str, key: str):
        quarter = next(one for one in quarters(timezone.localdate()) if one.key == key)
        return rows.filter(
            state__in=Designation.LIVE, ends_on__gte=quarter.first, ends_on__lt=quarter.next.first
        )

    def by_notice(self, rows, name: str, notice: str):
        return rows.filter(noticed(notice, timezone.localdate()))
