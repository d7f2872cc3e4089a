"""What a correction changes in a request, in words of the reader's language."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from casework.templatetags.casework import days
from deployments.models import SupportRequest
from directory.calendar import said

MANY = ("areas", "avoided")
CONFIDENTIAL = ("avoided", "avoided_note")
# What those who are asked agree to, or read before they agree.
TERMS = (
    "areas", "phase", "kind", "need", "outcomes", "evidence", "may_share", "supported_name", "supported_post",
    "supported_agreed", "half_days", "starts_on", "ends_on", "pattern", "delivery", "language", "funding",
)  # fmt: skip


class Changed(NamedTuple):
    """One answer before and after; said in the language of whoever reads it."""

    name: str
    before: Any
    after: Any

    @property
    def _field(self) -> Any:
        return SupportRequest._meta.get_field(self.name)

    @property
    def is_of_terms(self) -> bool:
        return self.name in TERMS

    def __str__(self) -> str:
        label = capfirst(str(self._field.verbose_name))
        if self.name in CONFIDENTIAL:
            return _("%(what)s: changed") % {"what": label}
        words = {"what": label, "before": self._words(self.before), "after": self._words(self.after)}
        return _("%(what)s: %(after)s (before: %(before)s)") % words

    def _words(self, value: Any) -> str:
        if value in (None, "", []):
            return _("nothing")
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if self.name == "half_days":
            return days(value)
        if isinstance(value, date):
            return said(value)
        choices = dict(getattr(self._field, "choices", None) or [])
        if choices:
            return str(choices.get(value, value))
        return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def changes_of(request: SupportRequest, answers: Mapping[str, Any]) -> list[Changed]:
    """Return what these answers change in a request."""
    found = []
    for name, after in answers.items():
        before = list(getattr(request, name).all()) if name in MANY else getattr(request, name)
        after = list(after) if name in MANY else after
        is_same = set(before) == set(after) if name in MANY else before == after
        if not is_same:
            found.append(Changed(name, before, after))
    return found
