"""What managers fill in about the interview times of a round."""

import datetime
from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.forms import ModelCheckboxesField
from designation.forms.meetings import ClockField, MeetingForm, london
from designation.forms.panel import PreviewedForm
from designation.models import Application, Round, Slot

MOST = 40  # times at once: more is a slip of the pen


def _panel_of(round_: Round):
    return round_.panel.order_by("last_name", "first_name", "pk")


class AddSlotsForm(MeetingForm):
    """One time or a series of them on one day, with one panel."""

    time = ClockField(
        label=gettext_lazy("From"), help_text=gettext_lazy("For example 2pm or 14:30, London time.")
    )
    until = ClockField(
        label=gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The last interview ends by then. Leave it empty for one time only."),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("How long each interview is, in minutes"),
        min_value=30,
        max_value=60,
        initial=45,
        help_text=gettext_lazy("Between 30 and 60."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
    )
    gap = forms.IntegerField(
        label=gettext_lazy("Minutes between two interviews"),
        min_value=0,
        max_value=120,
        initial=15,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
    )

    def __init__(self, *args: Any, round_: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].offer(_panel_of(round_), round_)  # type: ignore[attr-defined]
        self.fields["on"].initial = max(round_.interviews_from or timezone.localdate(), timezone.localdate())

    def layout(self) -> Layout:
        return Layout(
            Fieldset(_("When"), "on", "time", "until", "minutes", "gap"),
            Fieldset(_("Where and with whom"), "place", "online_link", "panel"),
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.somewhere(data)
        times = [] if self.errors else self._times(data)
        if not self.errors and not times:
            self.add_error("until", _("No interview of this length ends by then"))
        elif len(times) > MOST:
            self.add_error("until", _("These are %(count)d times: add fewer at once") % {"count": len(times)})
        kept = {key: data.get(key) for key in ("minutes", "place", "online_link", "one_time_key")}
        return {**kept, "times": times, "panel": list(data.get("panel", []))}

    @staticmethod
    def _times(data: dict[str, Any]) -> list[datetime.datetime]:
        """Return when each interview of the series begins, by the clock on the wall."""
        length = datetime.timedelta(minutes=data["minutes"])
        begins = datetime.datetime.combine(data["on"], data["time"])
        ends = datetime.datetime.combine(data["on"], data["until"]) if data["until"] else begins + length
        found = []
        while begins + length <= ends:
            found.append(london(begins.date(), begins.time()))
            begins += length + datetime.timedelta(minutes=data["gap"])
        return found


class ChangeSlotForm(MeetingForm):
    """The same of one time nobody has taken."""

    def __init__(self, *args: Any, slot: Slot, **kwargs: Any) -> None:
        at = timezone.localtime(slot.at)
        initial = {"on": at.date(), "time": at.time(), "minutes": slot.minutes, "place": slot.place}
        initial |= {"online_link": slot.online_link, "panel": [one.pk for one in slot.panel.all()]}
        super().__init__(*args, **kwargs | {"initial": initial})
        self.fields["panel"].offer(_panel_of(slot.round), slot.round)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        self.somewhere(data)
        if "on" in data and data.get("time"):
            data["at"] = london(data.pop("on"), data.pop("time"))
        return data | {"panel": list(data.get("panel", []))}


class InviteManyForm(PreviewedForm):
    """Which of the shortlisted applicants choose a time among the free ones."""

    applications = ModelCheckboxesField(
        queryset=Application.objects.none(),
        label=gettext_lazy("Applicants"),
        help_text=gettext_lazy("Each gets a link and chooses a time without signing in."),
        error_messages={"required": gettext_lazy("Choose at least one applicant")},
    )

    def __init__(self, *args: Any, shortlisted: Any, choices: dict[int, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["applications"]
        field.queryset = shortlisted  # type: ignore[attr-defined]
        field.initial = [one.pk for one in shortlisted]
        field.label_from_instance = _name_of  # type: ignore[attr-defined]
        field.widget.hints = {pk: _free_times(count) for pk, count in choices.items()}


def _name_of(application: Application) -> str:
    return f"{application.applicant}, {application.role}"


def _free_times(count: int) -> str:
    return ngettext("%(count)d free time", "%(count)d free times", count) % {"count": count}
