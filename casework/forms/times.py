"""A time of day as people type it, and a day with its time in London."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|yb|yp)?")


class TimeField(forms.CharField):
    """A time of day: "2pm", "2.30pm", "14:30", "9", in Welsh "2yp"; the value is a `datetime.time`."""

    default_error_messages = {"invalid": _("Enter a time, like 2pm or 14:30")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example 2pm or 14:30, London time."))
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"class": "w6", "autocomplete": "off", "maxlength": "10"})
        )
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value

    def clean(self, value: Any) -> Any:
        if isinstance(value, datetime.time):
            return value
        text = super().clean(value)
        return time_meant(text) if text else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


def time_meant(text: str) -> datetime.time:
    """Return the time somebody typed; raises ValidationError with a sentence that says how to type one."""
    found = CLOCK.fullmatch(text.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half in ("pm", "yp") else 0)
        if hour < 24 and minute < 60:
            return datetime.time(hour, minute)
    raise ValidationError(TimeField.default_error_messages["invalid"], code="invalid")


def london(day: datetime.date, at: datetime.time) -> datetime.datetime:
    """Return the moment of a day and time in London; an hour that comes twice is the first of the two.

    Raises ValidationError for an hour the clocks jump over in March.
    """
    moment = timezone.make_aware(datetime.datetime.combine(day, at))
    if timezone.localtime(moment.astimezone(datetime.UTC)).time() != at:
        raise ValidationError(
            _("The clocks go forward that night, and this time does not exist. Choose another")
        )
    return moment
