"""A date in three boxes, because people copy dates from paper and know their day, month and year."""

import calendar
import datetime
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

MONTHS = (
    "january february march april may june july august september october november december",
    "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr",
)

# What is missing of (day, month, year), as one whole sentence each because Welsh cannot be built from parts.
MISSING = {
    (True, False, False): _("The date must include a day"),
    (False, True, False): _("The date must include a month"),
    (False, False, True): _("The date must include a year"),
    (True, True, False): _("The date must include a day and a month"),
    (True, False, True): _("The date must include a day and a year"),
    (False, True, True): _("The date must include a month and a year"),
}

Day = datetime.date | Callable[[], datetime.date]


def month_number(text: str) -> int | None:
    """The month meant by "3", "03", "March", "Mar", "Mawrth" or "Maw"; None when no month, or more than one, fits."""
    text = text.strip().rstrip(".").lower().replace("gorffenaf", "gorffennaf")  # often misspelt so
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    found = {
        number
        for names in MONTHS
        for number, name in enumerate(names.split(), start=1)
        if name == text or (len(text) >= 3 and name.startswith(text))
    }
    return found.pop() if len(found) == 1 else None


class DateBoxes(forms.MultiWidget):
    """Three labelled text boxes; their names end in _day, _month and _year."""

    template_name = "portal/widgets/date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        numeric = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            {
                "day": forms.TextInput(attrs=numeric | {"class": "w2"}),
                "month": forms.TextInput(attrs={"class": "w4", "autocomplete": "off"}),
                "year": forms.TextInput(attrs=numeric | {"class": "w4"}),
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[str]:
        if isinstance(value, datetime.date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        boxes = [(box or "").strip() for box in super().value_from_datadict(data, files, name)]
        return _spread(boxes)


class DateField(forms.Field):
    """A date; errors name what is missing or why it cannot be. `earliest` and `latest` are dates or callables."""

    widget = DateBoxes
    default_error_messages = {
        "required": _("Enter a date"),
        "invalid": _("Enter a real date, like 27 3 2026"),
        "short_year": _("The year must have four figures, like 2026"),
        "too_early": _("Enter a date that is %(day)s or later"),
        "too_late": _("Enter a date that is %(day)s or earlier"),
    }

    def __init__(self, *, earliest: Day | None = None, latest: Day | None = None, **kwargs: Any) -> None:
        self.earliest, self.latest = earliest, latest
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime.date | None:
        if isinstance(value, datetime.date):
            return value
        boxes = list(value or ["", "", ""])
        missing = tuple(not box for box in boxes)
        if all(missing):
            return None
        if any(missing):
            raise ValidationError(MISSING[missing], code="incomplete")  # type: ignore[index]
        return self._real(*boxes)

    def validate(self, value: datetime.date | None) -> None:
        super().validate(value)
        if value is None:
            return
        for limit, code in ((self.earliest, "too_early"), (self.latest, "too_late")):
            day = limit() if callable(limit) else limit
            if day and (value < day if code == "too_early" else value > day):
                raise ValidationError(
                    self.error_messages[code], code=code, params={"day": date_format(day, "j F Y")}
                )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _real(self, day: str, month: str, year: str) -> datetime.date:
        number = month_number(month)
        if not (re.fullmatch(r"[0-9]{1,2}", day) and number and re.fullmatch(r"[0-9]{1,4}", year)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if len(year) < 4:
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        if int(year) < 1 or not 1 <= int(day) <= calendar.monthrange(int(year), number)[1]:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return datetime.date(int(year), number, int(day))


def _spread(boxes: list[str]) -> list[str]:
    """A whole date typed into one box ("27 3 2026", "27/3/2026", "27 Mawrth 2026") spread over the three."""
    filled = [box for box in boxes if box]
    parts = re.split(r"[\s/.-]+", filled[0]) if len(filled) == 1 else []
    if len(parts) != 3:
        return boxes
    return parts[::-1] if len(parts[0]) == 4 else parts
