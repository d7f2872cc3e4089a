"""Fields that offer answers to pick from: big radios and checkboxes, each answer with its own hint where it helps."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Hints = Mapping[Any, Any]

# Yes and no, by the verb of the question: Welsh answers with the verb and has no one word for either.
IS_IT_SO = (_("Yes"), _("No"))
DO_THEY_HAVE = (pgettext_lazy("Do they have it?", "Yes"), pgettext_lazy("Do they have it?", "No"))
DID_THEY = (pgettext_lazy("Did they do it?", "Yes"), pgettext_lazy("Did they do it?", "No"))
WOULD_IT = (pgettext_lazy("Would it do it?", "Yes"), pgettext_lazy("Would it do it?", "No"))
WOULD_YOU = (pgettext_lazy("Would you do it?", "Yes"), pgettext_lazy("Would you do it?", "No"))
MAY_IT = (pgettext_lazy("May it be done?", "Yes"), pgettext_lazy("May it be done?", "No"))
ARE_THEY = (pgettext_lazy("Are they?", "Yes"), pgettext_lazy("Are they?", "No"))
HAVE_THEY = (pgettext_lazy("Have they done it?", "Yes"), pgettext_lazy("Have they done it?", "No"))


class HintsMixin:
    """Puts a hint under an answer and ties it to its input; `hints` maps an answer's value to its hint."""

    hints: Hints = {}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        hint = self.hints.get(getattr(value, "value", value))
        if hint:
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs'].get('id', '')}_hint"
        # The group says that it is invalid; ARIA gives a single radio or checkbox in it no such attribute.
        option["attrs"].pop("aria-invalid", None)
        return option


class Radios(HintsMixin, forms.RadioSelect):
    """Radios in a fieldset."""


class Checkboxes(HintsMixin, forms.CheckboxSelectMultiple):
    """Checkboxes in a fieldset."""


class _Picked:
    """`hints` under the answers; `in_a_row` beside each other, for two or three short answers."""

    def __init__(
        self, *args: Any, hints: Mapping[Any, Any] | None = None, in_a_row: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.in_a_row = in_a_row
        self.widget.hints = hints or {}  # type: ignore[attr-defined]


class RadioField(_Picked, forms.ChoiceField):
    """One answer of a few."""

    widget = Radios


class CheckboxesField(_Picked, forms.MultipleChoiceField):
    """Any number of answers."""

    widget = Checkboxes


class ModelRadioField(_Picked, forms.ModelChoiceField):
    """One row of a short table; never used on a table that grows."""

    widget = Radios

    def __init__(self, queryset: Any, **kwargs: Any) -> None:
        super().__init__(queryset, **{"empty_label": None, "blank": False} | kwargs)


class ModelCheckboxesField(_Picked, forms.ModelMultipleChoiceField):
    """Any number of rows of a short table; never used on a table that grows."""

    widget = Checkboxes


class _UnderHeadings(ModelChoiceIterator):
    """The rows under the name of their group, in the order of the rows."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[Any, list[Any]] = {}
        for row in self.queryset.select_related("group"):
            groups.setdefault(row.group, []).append(self.choice(row))
        yield from ((str(group), rows) for group, rows in groups.items())


class GroupedCheckboxesField(ModelCheckboxesField):
    """Any number of rows of a short table, under the headings of the `group` each belongs to."""

    iterator = _UnderHeadings


class YesNoField(_Picked, forms.TypedChoiceField):
    """Yes or no, as True or False, with neither chosen beforehand; `answers` are the words that fit the question."""

    widget = Radios

    def __init__(self, *, answers: tuple[Any, Any] = IS_IT_SO, **kwargs: Any) -> None:
        kwargs.setdefault("in_a_row", True)
        choices = list(zip(("yes", "no"), answers, strict=True))
        super().__init__(choices=choices, coerce=lambda value: value == "yes", empty_value=None, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class ConfirmField(forms.BooleanField):
    """One box that must be ticked to go on, such as a declaration."""

    default_error_messages = {"required": _("Tick the box to confirm this")}
