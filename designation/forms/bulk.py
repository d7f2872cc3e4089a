"""What a manager chooses to do to many leaders at once."""

import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from designation.forms.leaders import LeaderFilters
from designation.models import Designation
from designation.models.leaders import DesignationQuerySet
from designation.queries.together import Together

EXPORTS = [
    ("csv", gettext_lazy("Export them as CSV")),
    ("xlsx", gettext_lazy("Export them for Excel")),
]


KEY = re.compile(r"[0-9]{1,18}")  # what a key of the database may look like, on SQLite and PostgreSQL


def keys_of(sent: list[str]) -> list[int]:
    """Return the numbers of rows somebody sent; anything that can be none is left out, never an error."""
    return [int(text) for text in sent if KEY.fullmatch(text)]


class LeadersField(forms.ModelMultipleChoiceField):
    """Leaders by their numbers; what can be no number of a leader names nobody."""

    def clean(self, value: Any) -> Any:
        return super().clean(keys_of([str(one) for one in value or []]))


class TogetherForm(forms.Form):
    """Which leaders (ticked, or all that the list's filters find) and what is to be done."""

    step = forms.ChoiceField(label=gettext_lazy("What is to be done?"), choices=[*Together.choices, *EXPORTS])
    chosen = LeadersField(queryset=Designation.objects.none(), required=False)
    every = forms.BooleanField(required=False)  # all that is filtered, whatever is ticked
    filters = forms.CharField(required=False)  # the query of the list, as it stood in its address

    def __init__(self, *args: Any, leaders: DesignationQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.leaders = leaders
        self.fields["chosen"].queryset = leaders  # type: ignore[attr-defined]

    def chosen_leaders(self) -> DesignationQuerySet:
        """Return the leaders it is about; asked of a valid form."""
        if self.cleaned_data["every"]:
            return LeaderFilters(QueryDict(self.cleaned_data["filters"]), queryset=self.leaders).qs
        return self.cleaned_data["chosen"]
