"""How managers narrow the pipeline and the list of all applications; all of it stands in the address."""

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy

from designation.models import Application, Area, RoleType, Round
from designation.queries.applications import applications_found_by
from directory.forms.filters import Narrowed
from directory.models import LocalAuthority


class PipelineFilters(Narrowed):
    """The pipeline of one role, or of all."""

    role_type = filters.ModelChoiceFilter(
        queryset=RoleType.objects.all(),
        label=gettext_lazy("Role"),
        empty_label=gettext_lazy("Any role"),
    )

    class Meta:
        model = Application
        fields: list[str] = []


class ApplicationFilters(PipelineFilters):
    """Every application sent in, over all rounds."""

    q = filters.CharFilter(
        method="by_words",
        label=gettext_lazy("Name, school or number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    round = filters.ModelChoiceFilter(
        queryset=Round.objects.all(), label=gettext_lazy("Round"), empty_label=gettext_lazy("Any round")
    )
    state = filters.ChoiceFilter(
        choices=[one for one in Application.State.choices if one[0] != Application.State.DRAFT],
        label=gettext_lazy("State"),
        empty_label=gettext_lazy("Any state"),
    )
    areas = filters.ModelChoiceFilter(
        queryset=Area.objects.all(), label=gettext_lazy("Area"), empty_label=gettext_lazy("Any area")
    )
    local_authority = filters.ModelChoiceFilter(
        field_name="school__local_authority",
        queryset=LocalAuthority.objects.all(),
        label=gettext_lazy("Local authority"),
        empty_label=gettext_lazy("Any local authority"),
    )
    sort = filters.OrderingFilter(
        fields=[
            ("submitted_at", "sent"),
            ("applicant__last_name", "name"),
            ("school__name", "school"),
            ("state_at", "moved"),
        ],
        choices=[
            ("sent", gettext_lazy("Sent in, first to last")),
            ("name", gettext_lazy("Name")),
            ("-name", gettext_lazy("Name, Z to A")),
            ("school", gettext_lazy("School")),
            ("-school", gettext_lazy("School, Z to A")),
            ("moved", gettext_lazy("Untouched the longest")),
        ],
        label=gettext_lazy("Sort by"),
        empty_label=gettext_lazy("Sent in, latest first"),
    )

    def by_words(self, rows: Any, name: str, words: str) -> Any:
        return applications_found_by(rows, words)
