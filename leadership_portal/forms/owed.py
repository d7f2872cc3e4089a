"""How the list of what is owed is narrowed, and what was ticked on it."""

import re
from collections.abc import Iterable

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm
from leadership_portal.owed import Kind

TICK = re.compile(rf"({'|'.join(Kind.values)})-([0-9]{{1,18}})")


class OwedFilter(PortalForm):
    """What is owed, and by or about which school."""

    method, form_id, mark_optional, submit_text = "get", None, False, _("Show these")
    kind = forms.ChoiceField(
        label=_("What is owed"), choices=[("", _("Anything")), *Kind.choices], required=False
    )
    q = forms.CharField(label=_("School"), max_length=100, required=False)

    def layout(self) -> Layout:
        """Put the two beside each other."""
        return Layout(Row("kind", "q"))


def ticked(sent: Iterable[str]) -> list[tuple[Kind, int]]:
    """Return what was ticked, each once; anything that can be none of the rows is left out, never an error."""
    found = (TICK.fullmatch(text) for text in dict.fromkeys(sent))
    return [(Kind(one[1]), int(one[2])) for one in found if one]
