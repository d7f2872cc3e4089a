"""Fields for amounts: money as whole pence and days as whole halves, so that nothing is ever rounded."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _


def _decimal(text: str) -> Decimal | None:
    """The number somebody typed ("1,200.50", "2½", "2 1/2"), or None."""
    text = re.sub(r"\s*(½|(?<!\d)1/2)$", ".5", text.strip())
    text = "0" + text if text.startswith(".") else text
    if not re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[0-9]{1,9}(\.[0-9]+)?", text):
        return None
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:  # pragma: no cover - the pattern lets nothing else through
        return None


class AmountField(forms.Field):
    """A number of units typed as text; the subclass says how many units make one of what is typed."""

    units = 1
    width = "w6"
    default_error_messages = {
        "too_small": _("Enter %(least)s or more"),
        "too_large": _("Enter %(most)s or less"),
    }

    def __init__(self, *, least: int = 0, most: int | None = None, **kwargs: Any) -> None:
        self.least, self.most = least, most
        attrs = {"inputmode": "decimal", "class": self.width, "autocomplete": "off"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        number = _decimal(self.tidy(str(value)))
        if number is None or number * self.units != int(number * self.units):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(number * self.units)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < self.least:
            raise ValidationError(
                self.error_messages["too_small"], code="too_small", params={"least": self.say(self.least)}
            )
        if value is not None and self.most is not None and value > self.most:
            raise ValidationError(
                self.error_messages["too_large"], code="too_large", params={"most": self.say(self.most)}
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def prepare_value(self, value: Any) -> Any:
        return self.say(value) if isinstance(value, int) else value

    def tidy(self, text: str) -> str:
        """The typed text without what people put around a number."""
        return text

    def say(self, value: int) -> str:
        """The stored number as one would type it."""
        return f"{Decimal(value) / self.units:f}"


class PoundsField(AmountField):
    """An amount of money typed in pounds, kept in pence (int)."""

    units = 100
    prefix = "£"
    width = "w6"
    default_error_messages = {
        "required": _("Enter an amount in pounds"),
        "invalid": _("Enter an amount in pounds, like 300 or 1,250.50"),
        "too_small": _("Enter £%(least)s or more"),
        "too_large": _("Enter £%(most)s or less"),
    }

    def tidy(self, text: str) -> str:
        return text.replace("£", "").strip()

    def say(self, value: int) -> str:
        return number_format(Decimal(value) / 100, decimal_pos=2 if value % 100 else 0, force_grouping=True)


class HoursField(AmountField):
    """Hours typed as a number ("2.5", "2½"), kept in whole minutes (int)."""

    units = 60
    suffix = _("hours")
    width = "w4"
    default_error_messages = {
        "required": _("Enter the number of hours"),
        "invalid": _("Enter hours as a number, like 2 or 2.5"),
        "too_small": _("Enter %(least)s hours or more"),
        "too_large": _("Enter %(most)s hours or fewer"),
    }


class ShareField(AmountField):
    """A share typed as a percentage, kept in hundredths of a percent (int)."""

    units = 100
    suffix = "%"
    width = "w4"
    default_error_messages = {
        "invalid": _("Enter a percentage, like 15 or 12.5"),
        "too_large": _("Enter %(most)s per cent or less"),
    }

    def tidy(self, text: str) -> str:
        return text.replace("%", "").strip()


class HalfDaysField(AmountField):
    """Days typed in halves ("2.5", "2½"), kept as the number of half days (int)."""

    units = 2
    suffix = _("days")
    width = "w4"
    default_error_messages = {
        "required": _("Enter the number of days"),
        "invalid": _("Enter days in whole or half days, like 2 or 2.5"),
        "too_small": _("Enter %(least)s days or more"),
        "too_large": _("Enter %(most)s days or fewer"),
    }
