"""How the grid of a round is narrowed and ordered."""

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy

from designation.models import Application, RoleType, Round
from directory.forms.filters import Narrowed

SORTS = {
    "points": gettext_lazy("Points, highest first"),
    "name": gettext_lazy("Name"),
    "school": gettext_lazy("School"),
    "state": gettext_lazy("State"),
}


class GridFilters(Narrowed):
    """Filters and order of the grid of a round, all of it in the address of the page."""

    role_type = filters.ModelChoiceFilter(
        queryset=RoleType.objects.none(), label=gettext_lazy("Role"), empty_label=gettext_lazy("Any role")
    )
    state = filters.ChoiceFilter(
        choices=[one for one in Application.State.choices if one[0] not in ("draft", "withdrawn")],
        label=gettext_lazy("State"),
        empty_label=gettext_lazy("Any state"),
    )
    sort = filters.ChoiceFilter(
        choices=list(SORTS.items())[1:],
        label=gettext_lazy("Sort by"),
        empty_label=SORTS["points"],
        method="in_order",
    )

    class Meta:
        model = Application
        fields: list[str] = []

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["role_type"].queryset = round_.role_types.all()

    def in_order(self, rows, name: str, value: str):
        """Points are counted after the rows are read, and so is the order."""
        return rows
