"""What is asked about a visit: when it will be, whether it was held."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HoursField, PortalForm, RadioField, WordsField
from deployments.forms.answers import CaseForm, ReasonForm
from deployments.models import Deployment, Visit
from deployments.queries.visits import closed_that_day, obstacles_to_visit

TIMES = ["%H:%M", "%H.%M", "%H"]


class PlanForm(CaseForm):
    """The day, which part of it, and where; says in words what stands in the way."""

    case: Any  # the deployment a visit is planned for, or the visit that is moved
    on = DateField(label=_("Which day?"))
    part = RadioField(
        label=_("Which part of the day?"),
        choices=[("morning", _("Morning")), ("afternoon", _("Afternoon")), ("day", _("All day"))],
        in_a_row=True,
    )
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        input_formats=TIMES,
        help_text=_("Like 9:15 or 13:30."),
        widget=forms.TextInput(attrs={"class": "w6"}),
        error_messages={"invalid": _("Enter a time like 9:15 or 13:30")},
    )
    where = RadioField(
        label=_("Where?"), choices=[("school", _("At the school")), ("online", _("Online"))], in_a_row=True
    )
    place = forms.CharField(
        label=_("Room, or link for an online visit"),
        max_length=200,
        required=False,
        help_text=_("The school reads it in the letter about the visit."),
    )
    anyway = forms.BooleanField(
        label=_("Plan it even when it is not a school day"),
        required=False,
        help_text=_(
            "For a training day, or work with staff in the holidays; never for a weekend or a bank holiday."
        ),
    )

    @property
    def work(self) -> Deployment:
        """Return what the visit belongs to."""
        return self.case

    @property
    def moved(self) -> int | None:
        """Return the key of the visit that is moved, which does not stand in its own way."""
        return None

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        part = cleaned.pop("part", "")
        cleaned["morning"], cleaned["afternoon"] = part in ("morning", "day"), part in ("afternoon", "day")
        cleaned["is_online"] = cleaned.pop("where", "") == "online"
        if cleaned.get("on") and part:
            self._look_at_the_day(cleaned)
        return cleaned

    @property
    def is_done_already(self) -> bool:
        """Whether this very visit stands in the plan: the button was pressed twice."""
        asked = {name: self.cleaned_data.get(name) for name in ("on", "morning", "afternoon", "is_online")}
        asked |= {name: self.cleaned_data.get(name) for name in ("starts_at", "place")}
        return self.case.visits.filter(state=Visit.State.PLANNED, **asked).exists()

    def _look_at_the_day(self, cleaned: dict) -> None:
        self.cleaned_data = cleaned
        if self.is_done_already:
            return
        on = cleaned["on"]
        closed = "" if cleaned["anyway"] else closed_that_day(self.work, on)
        if closed:
            more = gettext("Choose another day, or tick the box to plan it anyway.")
            self.add_error("on", f"{closed} {more}")
        visit = Visit(pk=self.moved, deployment=self.work, leader=self.work.leader, on=on)
        visit.morning, visit.afternoon = cleaned["morning"], cleaned["afternoon"]
        visit.half_days, visit.starts_at = visit.morning + visit.afternoon, cleaned.get("starts_at")
        for sentence in obstacles_to_visit(visit):
            self.add_error("on" if "on" in self.cleaned_data else None, sentence)


class MoveForm(PlanForm):
    """The same of a visit that is planned already: what stood there is what the form begins with."""

    @property
    def work(self) -> Deployment:
        return self.case.deployment

    @property
    def moved(self) -> int | None:
        return self.case.pk

    @property
    def is_done_already(self) -> bool:
        return False


class NotesForm(PortalForm):
    """What a school tells its visitors, in a few sentences."""

    text = WordsField(
        label=_("What do visitors need to know?"),
        help_text=_(
            "Where to park and sign in, and who leads on safeguarding with a telephone number. No names of pupils."
        ),
        words=100,
        rows=6,
        required=False,
    )


class HoldForm(CaseForm):
    """Nothing to fill in; a visit whose day has not come cannot have been held."""

    case: Visit

    def clean(self) -> dict:
        if self.case.on > timezone.localdate():
            raise ValidationError(gettext("The day of this visit has not come yet."), code="too_early")
        return super().clean() or {}


class TimeForm(PortalForm):
    """How many hours a visit took."""

    minutes = HoursField(label=_("Hours"), least=15)


class MissForm(ReasonForm):
    """Why a visit was not held."""

    reason = WordsField(
        label=_("Why was it not held?"),
        help_text=_("The leader, both schools and the alliance read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why it was not held")},
    )

    def clean_reason(self) -> str:
        return self.cleaned_data["reason"][:300]
