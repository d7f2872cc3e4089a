"""A section of an application: a draft keeps what is typed before it is right."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import PortalForm
from designation.models import Application

MOST_LETTERS = 100_000  # nobody types more into one box; a draft keeps no more than that


class SectionForm(PortalForm):
    """One section: `draft()` is what is worth keeping of what was typed, `answers()` what is right."""

    section: str
    autosave = True
    submit_text = gettext_lazy("Save and continue")
    intro: Any = ""

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        self.application = application
        kwargs["initial"] = self.stored() | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def stored(self) -> dict[str, Any]:
        """Return what the draft holds already."""
        return {
            name: getattr(self.application, name)
            for name in self.base_fields
            if hasattr(self.application, name)
        }

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("later", _("Save and come back later"), css_class="quiet"))
        return helper

    def answers(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        """Return what can be kept as typed: what is right, and words that are wrong only in their number or form."""
        kept = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        for name, field in self.fields.items():
            typed = str(self.data.get(self.add_prefix(name), "")).replace("\x00", "")
            fits = isinstance(field, forms.CharField) and len(typed) <= (field.max_length or MOST_LETTERS)
            if name not in kept and fits:
                kept[name] = typed
        return kept
