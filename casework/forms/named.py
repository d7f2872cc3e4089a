"""Django's own sentences about what was typed, said anew for every kind of field so that each names its question."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from casework.forms.words import EmailField

CHOSEN = (forms.ChoiceField, forms.ModelChoiceField)
OFFERED = _("Choose one of the answers offered to “%(label)s”")
# What stands first fits best: a decimal number is a kind of whole number to Django.
SENTENCES: list[tuple[Any, str, Any]] = [
    (CHOSEN, "required", _("Choose an answer to “%(label)s”")),
    (forms.Field, "required", _("Enter an answer to “%(label)s”")),
    (CHOSEN, "invalid_choice", OFFERED),
    (CHOSEN, "invalid_list", OFFERED),
    (CHOSEN, "invalid_pk_value", OFFERED),
    ((forms.FloatField, forms.DecimalField), "invalid", _("Enter a number for “%(label)s”")),
    (forms.IntegerField, "invalid", _("Enter a whole number for “%(label)s”")),
    (forms.IntegerField, "min_value", _("Enter %(limit_value)s or more for “%(label)s”")),
    (forms.IntegerField, "max_value", _("Enter %(limit_value)s or less for “%(label)s”")),
    (forms.EmailField, "invalid", EmailField.default_error_messages["invalid"]),
    (forms.URLField, "invalid", _("Enter the address of a web page for “%(label)s”, like https://school.example")),
    (forms.TimeField, "invalid", _("Enter a time for “%(label)s”, like 14:30")),
    (forms.DateField, "invalid", _("Enter a date for “%(label)s”")),
    (forms.DateTimeField, "invalid", _("Enter a date and a time for “%(label)s”")),
    (
        forms.CharField,
        "null_characters_not_allowed",
        _("There is a character in “%(label)s” that cannot be kept. Type it anew"),
    ),
]  # fmt: skip


def name_questions(fields: Iterable[forms.Field]) -> None:
    """Let these fields name themselves in every sentence that is still Django's; a field's own sentences stay."""
    for field in fields:
        for code, sentence in _sentences(field) if field.label else ():
            if field.error_messages.get(code) in (None, _of_django(field, code)):
                field.error_messages[code] = sentence


def _sentences(field: forms.Field) -> Iterator[tuple[str, str]]:
    """Yield the sentence by code; Django fills in limits and lengths later."""
    fitting: dict[str, Any] = {}
    for kind, code, sentence in SENTENCES:
        if isinstance(field, kind):
            fitting.setdefault(code, sentence)
    for code, sentence in fitting.items():
        yield code, sentence % {"label": _label(field, code), "limit_value": "%(limit_value)s"}
    if isinstance(field, forms.CharField):
        yield from _lengths(field)


def _label(field: forms.Field, code: str) -> str:
    """Return the question; Django raises these two without figures to fill in, so that a % in it stays as it is."""
    label = str(field.label)
    return label if code in ("required", "invalid") else label.replace("%", "%%")


def _lengths(field: forms.CharField) -> Iterator[tuple[str, str]]:
    label = _label(field, "length")
    if field.max_length is not None:
        most = ngettext(
            "“%(label)s” can have at most %(limit)d character; it has %(length)s",
            "“%(label)s” can have at most %(limit)d characters; it has %(length)s",
            field.max_length,
        )
        yield "max_length", most % {"label": label, "limit": field.max_length, "length": "%(show_value)d"}
    if field.min_length is not None:
        least = ngettext(
            "“%(label)s” must have at least %(limit)d character; it has %(length)s",
            "“%(label)s” must have at least %(limit)d characters; it has %(length)s",
            field.min_length,
        )
        yield "min_length", least % {"label": label, "limit": field.min_length, "length": "%(show_value)d"}


def _of_django(field: forms.Field, code: str) -> Any:
    """Return the sentence this kind of field has from Django, or None."""
    for kind in type(field).__mro__:
        if kind.__module__.startswith("django.") and code in kind.__dict__.get("default_error_messages", {}):
            return kind.default_error_messages[code]  # type: ignore[attr-defined]
    return None
