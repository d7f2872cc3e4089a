"""A field to find one school or person as you type; without the script it searches when the form is sent."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

MOST_CANDIDATES = 8


class FindInput(forms.Widget):
    """A search box for the words and a hidden box for what was chosen; candidates to pick from when several fit."""

    template_name = "portal/widgets/find.html"
    url_name = ""
    candidates: Sequence[tuple[Any, str]] = ()

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        words, chosen = data.get(f"{name}_words", "").strip(), data.get(name, "")
        # A candidate picked from the list counts only while the words are those it was offered for.
        if not chosen and words == data.get(f"{name}_asked", "").strip():
            chosen = data.get(f"{name}_pick", "")
        return [chosen, words]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen, words = value or ["", ""]
        url = reverse(self.url_name) if self.url_name else ""
        context["widget"] |= {"chosen": chosen, "words": words, "url": url, "candidates": self.candidates}
        return context


class FindField(forms.Field):
    """One row of a table too long for a list; gives the model instance.

    `queryset` is all that may be chosen (a queryset, or a callable for one that depends on the moment);
    `search(queryset, words)` narrows and ranks it; `url_name` answers `?q=` with `components/find_options.html`;
    `say` writes one row (str by default).
    """

    widget = FindInput
    default_error_messages = {
        "required": _("Type a name and choose from the list"),
        "none": _("Nothing we know matches “%(words)s”. Try fewer letters, a town, a postcode or a number"),
        "several": _("Choose which one you mean"),
        "gone": _("That choice is no longer in the list. Search again"),
    }

    def __init__(
        self,
        *,
        queryset: QuerySet | Callable[[], QuerySet],
        search: Callable[[QuerySet, str], QuerySet],
        url_name: str = "",
        say: Callable[[Any], str] = str,
        **kwargs: Any,
    ) -> None:
        self.queryset, self.search, self.say = queryset, search, say
        super().__init__(**kwargs)
        self.widget.url_name = url_name

    def rows(self) -> QuerySet:
        """All that may be chosen now."""
        return self.queryset.all() if isinstance(self.queryset, QuerySet) else self.queryset()

    def prepare_value(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        if value not in self.empty_values and not isinstance(value, Model):
            value = self.rows().filter(pk=value).first()
        return [str(value.pk), self.say(value)] if value else ["", ""]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, Model) or not value or not any(value):
            return value if isinstance(value, Model) else None
        chosen, words = value
        return self._chosen(chosen) if chosen else self._meant(words)

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = initial.pk if isinstance(initial, Model) else initial
        return str(before or "") != (data or ["", ""])[0]

    def _chosen(self, chosen: str) -> Model:
        try:
            return self.rows().get(pk=chosen)
        except (self.rows().model.DoesNotExist, ValueError, OverflowError):
            raise ValidationError(self.error_messages["gone"], code="gone")

    def _meant(self, words: str) -> Model:
        found = list(self.search(self.rows(), words)[:MOST_CANDIDATES])
        exact = [row for row in found if self.say(row).casefold() == words.casefold()]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise ValidationError(self.error_messages["none"], code="none", params={"words": words})
        self.widget.candidates = [(str(row.pk), self.say(row)) for row in found]
        raise ValidationError(self.error_messages["several"], code="several")
