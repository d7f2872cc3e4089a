"""What a manager looks for in the log of letters."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm
from casework.models import Letter


class LetterFilter(PortalForm):
    """Status, kind and reader; it stands in the address of the page, so a filtered log can be kept as a bookmark."""

    method, form_id, mark_optional, submit_text = "get", None, False, _("Show these letters")
    status = forms.ChoiceField(label=_("Status"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    to = forms.CharField(label=_("Address or name"), required=False, max_length=254)

    def layout(self) -> Layout:
        """Put the three beside each other."""
        return Layout(Row("status", "kind", "to"))

    def __init__(self, *args: Any, kinds: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [("", _("All")), *Letter.Status.choices]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", _("All")), *((kind, kind) for kind in kinds)]  # type: ignore[attr-defined]
