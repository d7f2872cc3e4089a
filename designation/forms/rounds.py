"""What managers fill in about rounds: their times and texts, the panel, more time for one person."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    ARE_THEY,
    DateField,
    ModelCheckboxesField,
    PortalForm,
    TimeField,
    YesNoField,
    london,
)
from casework.forms.find import FindField
from designation.models import Area, RoleType
from directory.models import Person
from directory.queries.people import named, people_like

MOMENTS = ("opens", "closes")


def _moment_of(form: forms.Form, name: str) -> None:
    """Join a day and a time into `<name>_at`; an hour the clocks jump over is an error by the time."""
    data = form.cleaned_data
    day, at = data.pop(f"{name}_on", None), data.pop(f"{name}_time", None)
    if day is None or at is None:
        return
    try:
        data[f"{name}_at"] = london(day, at)
    except forms.ValidationError as problem:
        form.add_error(f"{name}_time", problem)


class RoundForm(PortalForm):
    """A round: what it is called, for which roles, from when until when, and what the public reads."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("For example Spring round 2027."),
        error_messages={"required": gettext_lazy("Enter a name for the round")},
    )
    name_cy = forms.CharField(label=gettext_lazy("Name in Welsh"), max_length=120, required=False)
    role_types = ModelCheckboxesField(
        queryset=RoleType.objects.all(),
        label=gettext_lazy("Roles"),
        error_messages={"required": gettext_lazy("Choose at least one role")},
    )
    areas_wanted = ModelCheckboxesField(
        queryset=Area.objects.none(),
        label=gettext_lazy("Areas wanted most"),
        required=False,
        help_text=gettext_lazy("Applicants may offer others as well."),
    )
    opens_on = DateField(label=gettext_lazy("Opens on"))
    opens_time = TimeField(label=gettext_lazy("Opens at"))
    closes_on = DateField(label=gettext_lazy("Closes on"))
    closes_time = TimeField(
        label=gettext_lazy("Closes at"),
        help_text=gettext_lazy("London time, for example noon as 12:00. A second later is too late."),
    )
    scores_by = DateField(label=gettext_lazy("Scores due by"), required=False)
    interviews_from = DateField(label=gettext_lazy("Interviews from"), required=False)
    interviews_to = DateField(label=gettext_lazy("Interviews until"), required=False)
    training_on = DateField(
        label=gettext_lazy("Core training on"),
        required=False,
        help_text=gettext_lazy("Applicants declare that they can attend."),
    )
    public_text = forms.CharField(
        label=gettext_lazy("What the public reads"), required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    public_text_cy = forms.CharField(
        label=gettext_lazy("What the public reads, in Welsh"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "public_text"):  # each text says in which language it is written
            self.fields[name].widget.attrs["lang"] = "en"
            self.fields[f"{name}_cy"].widget.attrs["lang"] = "cy"
        areas = Area.objects.select_related("group")
        self.fields["areas_wanted"].queryset = areas  # type: ignore[attr-defined]

    def layout(self) -> Layout:
        times = ("opens_on", "opens_time", "closes_on", "closes_time")
        afterwards = ("scores_by", "interviews_from", "interviews_to", "training_on")
        return Layout(
            Fieldset(_("The round"), "name", "name_cy", "role_types", "areas_wanted"),
            Fieldset(_("When people may apply"), *times),
            Fieldset(_("Afterwards"), *afterwards),
            Fieldset(_("The public page"), "public_text", "public_text_cy"),
        )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in MOMENTS:
            _moment_of(self, name)
        if "opens_at" in data and "closes_at" in data and data["closes_at"] <= data["opens_at"]:
            self.add_error("closes_on", _("The round must close after it opens"))
        first, last = data.get("interviews_from"), data.get("interviews_to")
        if first and last and last < first:
            self.add_error("interviews_to", _("Interviews must end on or after the day they begin"))
        if first and "closes_at" in data and first < data["closes_at"].date():
            self.add_error("interviews_from", _("Interviews must begin after the round closes"))
        return data


def active_people():
    return Person.objects.filter(is_active=True)


class SeatForm(PortalForm):
    """Who joins the panel, and whether as a head of an alliance school."""

    person = FindField(
        queryset=active_people,
        search=people_like,
        say=named,
        label=gettext_lazy("Person"),
        help_text=gettext_lazy("Part of the name or the e-mail address."),
    )
    is_alliance_head = YesNoField(
        answers=ARE_THEY,
        label=gettext_lazy("Do they sit there as a head of an alliance school?"),
        error_messages={
            "required": gettext_lazy("Say whether they sit there as a head of an alliance school")
        },
    )


class ExtendForm(PortalForm):
    """Who gets more time, until when and why."""

    person = FindField(
        queryset=active_people,
        search=people_like,
        say=named,
        label=gettext_lazy("Applicant"),
        help_text=gettext_lazy("Part of the name or the e-mail address. They must have signed in once."),
    )
    until_on = DateField(label=gettext_lazy("Until"))
    until_time = TimeField(label=gettext_lazy("At what time"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("Only the alliance’s managers read it."),
        error_messages={"required": gettext_lazy("Say why they get more time")},
    )

    def clean(self) -> dict[str, Any]:
        _moment_of(self, "until")
        data = self.cleaned_data
        if "until_at" in data:
            data["until"] = data.pop("until_at")
        return data
