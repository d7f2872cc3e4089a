"""What the applicant offers: areas, phases, days, miles and languages."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    WOULD_YOU,
    CheckboxesField,
    HalfDaysField,
    YesNoField,
)
from designation.forms.sections.base import SectionForm
from designation.models import Application, Area, Designation
from directory.models import School

Section = Application.Section


class AreasForm(SectionForm):
    """Areas of expertise, the main one, and the phases offered."""

    section = Section.AREAS

    areas = CheckboxesField(
        label=gettext_lazy("Areas of expertise"),
        help_text=gettext_lazy("Choose those in which you could help leaders of another school."),
        error_messages={"required": gettext_lazy("Choose at least one area of expertise")},
    )
    main = forms.ChoiceField(
        label=gettext_lazy("Your main area"),
        error_messages={"required": gettext_lazy("Choose which of your areas is the main one")},
    )
    phases = CheckboxesField(
        label=gettext_lazy("Phases"),
        choices=[(phase.value, phase.label) for phase in School.Phase if phase != School.Phase.OTHER],
        error_messages={"required": gettext_lazy("Choose at least one phase")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_id = {str(area.pk): area for area in self._offered()}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, area in self.by_id.items():
            groups.setdefault(str(area.group), []).append((key, str(area)))
        self.fields["areas"].choices = list(groups.items())  # type: ignore[attr-defined]
        self.fields["main"].choices = [("", _("Choose one")), *groups.items()]  # type: ignore[attr-defined]

    def _offered(self):
        """Areas offered today, and of an application that was sent in those it was sent in with."""
        sent_in = self.application.chosen_areas.exclude(name="")
        rows = Area.objects.active(timezone.localdate()) | Area.objects.filter(pk__in=sent_in.values("area"))
        return rows.distinct().select_related("group")

    def stored(self) -> dict[str, Any]:
        offered = self._offered()
        chosen = list(self.application.chosen_areas.filter(area__in=offered))
        main = next((str(one.area_id) for one in chosen if one.is_main), "")
        areas = [str(one.area_id) for one in chosen]
        return {"areas": areas, "main": main, "phases": self.application.phases}

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("areas") and data.get("main") and data["main"] not in data["areas"]:
            self.add_error("main", _("Your main area must be one of the areas you have ticked"))
        return data

    def answers(self) -> dict[str, Any]:
        return self._as_areas(self.cleaned_data)

    def draft(self) -> dict[str, Any]:
        return self._as_areas(self.cleaned_data)

    def _as_areas(self, data: dict[str, Any]) -> dict[str, Any]:
        areas = [self.by_id[key] for key in data.get("areas", []) if key in self.by_id]
        main = self.by_id.get(data.get("main", ""))
        return {"areas": areas, "main": main if main in areas else None, "phases": data.get("phases", [])}


class CapacityForm(SectionForm):
    """How much, when, where and in which language the applicant could work for other schools."""

    section = Section.CAPACITY

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term you could give to other schools"),
        help_text=gettext_lazy(
            "In whole or half days. Your headteacher is asked how many they would release."
        ),
        least=1,
        most=120,
    )
    days_of_week = CheckboxesField(
        label=gettext_lazy("Days of the week that suit"),
        choices=Designation.Weekday.choices,
        error_messages={"required": gettext_lazy("Choose at least one day of the week")},
    )
    travel_miles = forms.IntegerField(
        label=gettext_lazy("How far you would travel, in miles"),
        min_value=0,
        max_value=300,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w4"}),
        error_messages={
            "required": gettext_lazy("Enter a number of miles"),
            "invalid": gettext_lazy("Enter the miles as a whole number, like 25"),
        },
    )
    online_ok = YesNoField(
        answers=WOULD_YOU,
        label=gettext_lazy("Would you work online as well?"),
        error_messages={"required": gettext_lazy("Say whether you would work online")},
    )
    languages = CheckboxesField(
        label=gettext_lazy("Languages you could work in"),
        choices=Designation.Language.choices,
        error_messages={"required": gettext_lazy("Choose at least one language")},
    )

    def clean_days_of_week(self) -> list[int]:
        return [int(day) for day in self.cleaned_data["days_of_week"]]
