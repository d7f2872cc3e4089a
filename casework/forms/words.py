"""Fields for words: a statement with a limit that lets people go over and edit down, a long line, an e-mail address."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext


class WordsBoundField(forms.BoundField):
    """Also describes the box by its word count."""

    @property
    def aria_describedby(self) -> str | None:
        return f"{super().aria_describedby or ''} {self.auto_id}_words".strip()


class WordsField(forms.CharField):
    """A text of at most `words` words, counted between spaces; more is an error that says how many to cut.

    Nothing is ever cut off: the page shows the whole text again.
    """

    widget = forms.Textarea
    bound_field_class = WordsBoundField

    def __init__(self, *, words: int = 300, rows: int = 6, **kwargs: Any) -> None:
        self.words = words
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def validate(self, value: str) -> None:
        super().validate(value)
        over = len(value.split()) - self.words
        if over > 0:
            raise ValidationError(
                ngettext(
                    "Cut %(over)d word: the most you can write is %(words)d words",
                    "Cut %(over)d words: the most you can write is %(words)d words",
                    over,
                ),
                code="too_many_words",
                params={"over": over, "words": self.words},
            )


class LineField(forms.CharField):
    """A long line, typed in a box of two rows so that it can be read on a phone; line breaks become spaces."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 2}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join(str(super().to_python(value)).split())


class EmailField(forms.EmailField):
    """An e-mail address, with errors that say how one looks."""

    default_error_messages = {
        "required": _("Enter an e-mail address"),
        "invalid": _("Enter an e-mail address in the form name@school.example"),
    }

    def __init__(self, *, autocomplete: str = "email", **kwargs: Any) -> None:
        attrs = {"autocomplete": autocomplete, "spellcheck": "false", "autocapitalize": "none"}
        kwargs.setdefault("widget", forms.EmailInput(attrs=attrs))
        super().__init__(**kwargs)
