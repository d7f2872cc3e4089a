"""How a list of schools is narrowed: by words, place, phase and status, all of it in the address of the page."""

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.filters import Narrowed
from directory.models import Cluster, LocalAuthority, School
from directory.models.places import SchoolQuerySet
from directory.queries.schools import schools_like

ALL = "all"
STATUSES = [*School.Status.choices, (ALL, _("Open and closed"))]


class SchoolFilters(Narrowed):
    """Filters and order of the school list; without a status only open schools are shown."""

    q = filters.CharFilter(
        method="by_words",
        label=_("Name, town, postcode or number"),
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    phase = filters.ChoiceFilter(choices=School.Phase, label=_("Phase"), empty_label=_("Any phase"))
    local_authority = filters.ModelChoiceFilter(
        queryset=LocalAuthority.objects.all(),
        label=_("Local authority"),
        empty_label=_("Any local authority"),
    )
    cluster = filters.ModelChoiceFilter(
        queryset=Cluster.objects.all(), label=_("Cluster"), empty_label=_("Any cluster")
    )
    medium = filters.ChoiceFilter(
        choices=School.Medium, label=_("Medium of instruction"), empty_label=_("Any language")
    )
    status = filters.ChoiceFilter(
        choices=STATUSES, method="by_status", label=_("Status"), empty_label=_("Open, or about to close")
    )
    sort = filters.OrderingFilter(
        fields=[("name", "name"), ("town", "town"), ("pupils", "pupils")],
        field_labels={
            "name": _("Name"),
            "town": _("Town"),
            "pupils": _("Pupils"),
            "-name": _("Name, Z to A"),
            "-town": _("Town, Z to A"),
            "-pupils": _("Pupils, most first"),
        },
        label=_("Sort by"),
        empty_label=_("Best match, then name"),
    )

    class Meta:
        model = School
        fields: list[str] = []

    def by_words(self, schools: SchoolQuerySet, name: str, words: str) -> SchoolQuerySet:
        return schools_like(words, schools)

    def by_status(self, schools: SchoolQuerySet, name: str, status: str) -> SchoolQuerySet:
        return schools if status == ALL else schools.filter(status=status)

    def filter_queryset(self, queryset: SchoolQuerySet) -> SchoolQuerySet:
        if not self.form.cleaned_data.get("status"):
            queryset = queryset.open()
        return super().filter_queryset(queryset)
