"""How every list is narrowed: all of it in the address of the page, each filter at work a pill to take away."""

from typing import Any

import django_filters as filters
from django import forms


class Narrowed(filters.FilterSet):
    """The filters of a list; a subclass says which."""

    def get_form_class(self) -> Any:
        """Optional is what every filter is: the labels need not say so."""
        form = super().get_form_class()
        form.mark_optional = False
        return form

    def pills(self) -> list[dict[str, str]]:
        """Return each filter at work in words, with the address of the list without it."""
        return [
            {"text": f"{field.label}: {self.said(field)}", "url": f"?{self.without(field.name)}"}
            for field in self.form
            if field.name != "sort" and self.form.cleaned_data.get(field.name)
        ]

    def said(self, field: forms.BoundField) -> str:
        """Return what was chosen in a field, in the words of its choice where it has any."""
        value = self.form.cleaned_data[field.name]
        choices = dict(getattr(field.field, "choices", ())) if isinstance(value, str) else {}
        return str(choices.get(value, value))

    def without(self, *names: str) -> str:
        """Return the query of this list without these parameters and without its page."""
        data = self.data.copy()
        for name in (*names, "page"):
            data.pop(name, None)
        return data.urlencode()
