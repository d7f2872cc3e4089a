"""What the panel and the managers fill in."""

import datetime
import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Layout, Submit
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import (
    DateField,
    ModelCheckboxesField,
    PortalForm,
    RadioField,
    WordsField,
)
from designation.models import Application, Area, Criterion, Designation, Score
from designation.queries.panel import criteria_of, free_panel, sheet_of, stage_of
from directory.models import Person


class ScoreForm(PortalForm):
    """Red, amber or green and a comment for every criterion."""

    def __init__(self, *args: Any, case: Application, assessor: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria_of(case)
        self.stage = stage_of(case) or Score.Stage.SHORTLIST
        mine = sheet_of(case, assessor, self.stage)
        for criterion in self.criteria:
            before = mine.get(criterion.pk)
            self.fields[f"rag_{criterion.pk}"] = RadioField(
                label=_("Colour"),
                choices=Score.Rag.choices,
                initial=before.rag if before else None,
                error_messages={"required": _("Choose a colour for “%(text)s”") % {"text": criterion}},
            )
            self.fields[f"comment_{criterion.pk}"] = WordsField(
                label=_("Comment"),
                words=150,
                rows=3,
                required=False,
                initial=before.comment if before else "",
            )

    def layout(self) -> Layout:
        return Layout(*(self._part(at, criterion) for at, criterion in enumerate(self.criteria)))

    def _part(self, at: int, criterion: Criterion) -> Fieldset:
        """Return one criterion with its colours; the page's `criteria` hold what speaks to it, in the same order."""
        answers = HTML(f"{{% include 'designation/_criterion.html' with one=criteria.{at} only %}}")
        return Fieldset(str(criterion), answers, f"rag_{criterion.pk}", f"comment_{criterion.pk}")

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        scores = {
            one.pk: (data.get(f"rag_{one.pk}", ""), data.get(f"comment_{one.pk}", ""))
            for one in self.criteria
        }
        return {"scores": scores, "stage": self.stage}


class PreviewedForm(PortalForm):
    """A form with a second button that shows the letter as it will be sent."""

    @property
    def helper(self) -> FormHelper:
        helper = super().helper
        helper.add_input(Submit("preview", _("Read the letter first"), css_class="quiet"))
        return helper


class ReasonsForm(PreviewedForm):
    """The criteria that decided and the feedback: what the letter says."""

    reasons = ModelCheckboxesField(
        queryset=Criterion.objects.none(),
        label=gettext_lazy("Criteria that decided"),
        help_text=gettext_lazy("The applicant reads them in the letter."),
        error_messages={"required": gettext_lazy("Choose at least one criterion")},
    )
    feedback = WordsField(
        label=gettext_lazy("Feedback to the applicant"),
        words=300,
        rows=8,
        help_text=gettext_lazy("What was strong, what was missing, and what would help next time."),
        error_messages={"required": gettext_lazy("Write the feedback; it becomes part of the letter")},
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reasons"].queryset = case.role_type.criteria.all()  # type: ignore[attr-defined]

    def clean_reasons(self) -> list[Criterion]:
        return list(self.cleaned_data["reasons"])


class FeedbackForm(PreviewedForm):
    """Feedback that may be left out."""

    feedback = WordsField(label=gettext_lazy("Feedback to the applicant"), words=300, rows=8, required=False)


class InviteForm(PreviewedForm):
    """When, where and with whom the interview is."""

    on = DateField(label=gettext_lazy("Date"), earliest=timezone.localdate)
    time = forms.CharField(
        label=gettext_lazy("Time"),
        max_length=10,
        help_text=gettext_lazy("For example 2pm or 14:30, London time."),
        widget=forms.TextInput(attrs={"class": "w6"}),
        error_messages={"required": gettext_lazy("Enter a time, like 2pm or 14:30")},
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
    panel = ModelCheckboxesField(
        queryset=Person.objects.none(),
        label=gettext_lazy("Panel"),
        help_text=gettext_lazy("Members with a conflict of interest are not offered."),
        error_messages={"required": gettext_lazy("Choose who is on the panel")},
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["panel"].queryset = free_panel(case)  # type: ignore[attr-defined]

    def clean_time(self) -> datetime.time:
        return _clock(self.cleaned_data["time"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not data.get("place") and not data.get("online_link") and "online_link" not in self.errors:
            self.add_error("place", _("Enter a place, or a link to join online"))
        if "on" in data and "time" in data:
            data["at"] = timezone.make_aware(datetime.datetime.combine(data.pop("on"), data.pop("time")))
            if data["at"] <= timezone.now():
                self.add_error("time", _("The interview must be in the future"))
        data["panel"] = list(data.get("panel", []))
        return data


def _clock(text: str) -> datetime.time:
    """Return the time meant by "2pm", "2.30pm", "14:30" or "9"."""
    found = re.fullmatch(r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|yb|yp)?", text.strip().lower())
    if found:
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
        if half and 1 <= hour <= 12:
            hour = hour % 12 + (12 if half in ("pm", "yp") else 0)
        if hour < 24 and minute < 60:
            return datetime.time(hour, minute)
    raise ValidationError(_("Enter a time, like 2pm or 14:30"))


class InterviewForm(PortalForm):
    """A note on how the interview went."""

    note = WordsField(
        label=gettext_lazy("Note"),
        required=False,
        words=300,
        help_text=gettext_lazy("Only the alliance’s managers read it."),
    )


class DesignateForm(PreviewedForm):
    """From when, and in which of the areas applied for."""

    starts_on = DateField(label=gettext_lazy("First day of the designation"), initial=timezone.localdate)
    areas = ModelCheckboxesField(
        queryset=Area.objects.none(),
        label=gettext_lazy("Areas of expertise"),
        help_text=gettext_lazy("They may be fewer than the applicant asked for."),
        error_messages={"required": gettext_lazy("Choose at least one area")},
    )
    feedback = WordsField(label=gettext_lazy("Feedback to the applicant"), words=300, rows=6, required=False)

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        self.fields["areas"].queryset = case.areas.all()  # type: ignore[attr-defined]
        self.fields["areas"].initial = [area.pk for area in case.areas.all()]

    def clean(self) -> dict[str, Any]:
        held = Designation.objects.filter(person=self.case.applicant, role_type=self.case.role_type)
        if held.filter(state__in=Designation.LIVE).exists():
            raise ValidationError(
                _("%(name)s is designated to this role already.") % {"name": self.case.applicant}
            )
        return self.cleaned_data | {"areas": list(self.cleaned_data.get("areas", []))}
