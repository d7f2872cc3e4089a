"""Which period, authority and cluster a report is about: all of it in the address of the page."""

from datetime import date, timedelta

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deployments.models import SupportRequest
from deployments.queries.reports import Period
from directory.calendar import DAY, national_terms
from directory.forms.filters import Narrowed
from directory.models import Cluster, LocalAuthority

YEARS = 5  # school years offered, this one included
YEAR = timedelta(days=365)


def periods() -> list[tuple[str, str, date, date]]:
    """Return the periods offered: key in the address, words, first and last day; school years and their terms."""
    found, day = [], timezone.localdate()
    for _number in range(YEARS):
        autumn, spring, summer = national_terms(day)
        year = autumn.starts_on.year
        words = _("School year %(first)d to %(last)d") % {"first": year, "last": year + 1}
        found.append((str(year), words, autumn.starts_on, summer.ends_on))
        names = {
            "autumn": (_("Autumn term %(year)d"), autumn),
            "spring": (_("Spring term %(year)d"), spring),
            "summer": (_("Summer term %(year)d"), summer),
        }
        for season, (name, term) in names.items():
            words = name % {"year": term.starts_on.year}
            found.append((f"{year}-{season}", words, term.starts_on, term.ends_on))
        day = autumn.starts_on - DAY
    return found


def period_choices() -> list[tuple[str, str]]:
    return [(key, words) for key, words, _first, _last in periods()]


class ReportFilters(Narrowed):
    """A period, by default the last twelve months, and the schools of one authority or cluster, by default of all."""

    period = filters.ChoiceFilter(
        choices=period_choices,
        method="kept",
        label=gettext_lazy("Period"),
        empty_label=gettext_lazy("The last twelve months"),
    )
    local_authority = filters.ModelChoiceFilter(
        queryset=LocalAuthority.objects.order_by("name"),
        method="kept",
        label=gettext_lazy("Local authority of the school supported"),
        empty_label=gettext_lazy("Any local authority"),
    )
    cluster = filters.ModelChoiceFilter(
        queryset=Cluster.objects.order_by("name"),
        method="kept",
        label=gettext_lazy("Cluster of the school supported"),
        empty_label=gettext_lazy("Any cluster"),
    )

    class Meta:
        model = SupportRequest
        fields: list[str] = []

    def kept(self, requests: QuerySet, name: str, value: object) -> QuerySet:
        """Narrow nothing here: each figure is narrowed by what it counts."""
        return requests

    @property
    def about(self) -> Period:
        """Return what the report is about; what cannot be chosen counts as nothing chosen."""
        chosen = self.form.cleaned_data if self.is_valid() else {}
        days = {key: (first, last) for key, _words, first, last in periods()}
        today = timezone.localdate()
        first, last = days.get(chosen.get("period") or "", (today - YEAR, today))
        return Period(first, last, chosen.get("local_authority"), chosen.get("cluster"))
