"""What interviews and their slots are described by: a time of day, a place or link, a panel, a slot to pick."""

import datetime
import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, ModelCheckboxesField, ModelRadioField, PortalForm
from casework.templatetags.casework import moment
from designation.models import Round, Slot
from directory.models import Person


class ClockField(forms.CharField):
    """A time of day, London time: "2pm", "2.30pm", "14:30" or "9"."""

    default_error_messages = {
        "required": gettext_lazy("Enter a time, like 2pm or 14:30"),
        "invalid": gettext_lazy("Enter a time, like 2pm or 14:30"),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"class": "w6", "autocomplete": "off"}))
        super().__init__(max_length=10, **kwargs)

    def clean(self, value: Any) -> datetime.time | None:
        text = super().clean(value)
        return self._meant(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, datetime.time) else value

    def _meant(self, text: str) -> datetime.time:
        found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|yb|yp)?", text.strip().lower())
        if found:
            hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
            if half and 1 <= hour <= 12:
                hour = hour % 12 + (12 if half in ("pm", "yp") else 0)
            if hour < 24 and minute < 60:
                return datetime.time(hour, minute)
        raise ValidationError(self.error_messages["invalid"], code="invalid")


class PanelField(ModelCheckboxesField):
    """Members of a round's panel; the heads of alliance schools are marked, because one of them must be there."""

    def offer(self, members: QuerySet[Person], round_: Round) -> None:
        """Offer these people; `round_` is the one on whose panel they sit (1 query)."""
        self.queryset = members
        heads = round_.seats.filter(is_alliance_head=True).values_list("person_id", flat=True)
        self.widget.hints = dict.fromkeys(heads, _("Head of an alliance school"))


class SlotField(ModelRadioField):
    """One of the slots that are free for an applicant."""

    default_error_messages = {
        "required": gettext_lazy("Choose a time"),
        "invalid_choice": gettext_lazy("This time is no longer free. Choose another one."),
    }

    def offer(self, slots: Iterable[Slot], rows: QuerySet[Slot]) -> None:
        """Offer these slots, out of `rows`, each with its length, place and panel beneath."""
        self.queryset = rows
        self.widget.hints = {slot.pk: about(slot) for slot in slots}

    def label_from_instance(self, obj: Any) -> str:
        return moment(obj.at)


def about(slot: Slot) -> str:
    """Say how long a slot is, where, and with whom."""
    who = ", ".join(map(str, slot.panel.all()))
    words = {"minutes": slot.minutes, "place": slot.place or _("Online"), "panel": who}
    return _("%(minutes)d minutes. %(place)s. Panel: %(panel)s.") % words


class MeetingForm(PortalForm):
    """When, how long, where and with whom; what every form about a time shares."""

    on = DateField(label=gettext_lazy("Date"), earliest=timezone.localdate)
    time = ClockField(
        label=gettext_lazy("Time"), help_text=gettext_lazy("For example 2pm or 14:30, London time.")
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long, in minutes"),
        min_value=10,
        max_value=240,
        initial=45,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
    )
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    online_link = forms.URLField(
        label=gettext_lazy("Link to join online"), required=False, assume_scheme="https", max_length=200
    )
    panel = PanelField(
        queryset=Person.objects.none(),
        label=gettext_lazy("Panel"),
        help_text=gettext_lazy("At least two members, one of them a head of an alliance school."),
        error_messages={"required": gettext_lazy("Choose who is on the panel")},
    )

    def somewhere(self, data: dict[str, Any]) -> None:
        """Ask for a place or a link."""
        if not data.get("place") and not data.get("online_link") and "online_link" not in self.errors:
            self.add_error("place", _("Enter a place, or a link to join online"))


def london(on: datetime.date, time: datetime.time) -> datetime.datetime:
    """Return the moment at which it is this time in London on this day, summer or winter."""
    return timezone.make_aware(datetime.datetime.combine(on, time))
