"""What a manager types while the phone is still warm: who goes where, for how long, and who said yes."""

from datetime import date, timedelta
from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import (
    CheckboxesField,
    DateField,
    FindField,
    HalfDaysField,
    LineField,
    PortalForm,
    SchoolField,
)
from deployments.actions import Aim, said_since
from deployments.forms.funds import FundField, OrderField
from deployments.models import Consent, SupportRequest
from designation.models import Area, Designation
from designation.queries.leaders import found_by

Party = Consent.Party


def a_term_ago() -> date:
    """Return the first day on which work may have begun that is recorded today: a term is four months at most."""
    return timezone.localdate() - timedelta(days=122)


def leaders() -> Any:
    return Designation.objects.active().select_related("person", "home_school", "role_type")


def search(rows: Any, words: str) -> Any:
    return found_by(rows, words).order_by("person__last_name", "person__first_name", "pk")


def in_words(designation: Designation) -> str:
    return f"{designation.person} ({designation.home_school}, {designation.role_type})"


class ArrangementForm(PortalForm):
    """One short form: the school, the leader, the days, one objective; all else is preset or may follow."""

    school = SchoolField(label=_("School supported"), help_text=_("Name, town, postcode or URN"))
    designation = FindField(
        label=_("Leader"), help_text=_("Name or school"), queryset=leaders, search=search, say=in_words
    )
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Area of expertise"),
        required=False,
        empty_label=_("As the school has asked, or as the leader leads"),
    )
    kind = forms.ChoiceField(
        label=_("Kind of support"),
        choices=SupportRequest.Kind.choices,
        initial=SupportRequest.Kind.COACHING,
        required=False,
    )
    half_days = HalfDaysField(label=_("Days"), least=1, most=100)
    starts_on = DateField(label=_("From"), earliest=a_term_ago)
    ends_on = DateField(label=_("To"), earliest=a_term_ago)
    fund = FundField()
    purchase_order = OrderField()
    text = LineField(label=_("What is to be achieved?"), max_length=500)
    success_criterion = LineField(
        label=_("How will everybody know that it is met?"), max_length=500, required=False
    )
    said_yes = CheckboxesField(
        label=_("Who said yes?"),
        help_text=_("Those you tick are asked to confirm it; the others are asked to agree."),
        choices=[
            (Party.LEADER, _("The leader")),
            (Party.LINE_MANAGER, _("The headteacher of the leader's school")),
            (Party.RECEIVING_HEAD, _("The headteacher of the school supported")),
        ],
        initial=[Party.LEADER, Party.LINE_MANAGER, Party.RECEIVING_HEAD],
        error_messages={"required": _("Tick who said yes; for a plain proposal start from a request")},
    )
    said_on = DateField(
        label=_("When was it agreed?"),
        earliest=lambda: said_since(timezone.localdate()),
        latest=timezone.localdate,
        initial=timezone.localdate,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.active(timezone.localdate())

    def layout(self) -> Layout:
        later = ["area", "kind", "success_criterion", "fund", "purchase_order"]
        opened = " open" if any(name in self.errors for name in later) else ""
        summary = gettext("More, now or later")
        return Layout(
            Fieldset(gettext("Who goes where"), "school", "designation"),
            Fieldset(gettext("Days and dates"), "half_days", "starts_on", "ends_on"),
            Fieldset(gettext("The objective"), "text"),
            Fieldset(gettext("What was agreed by phone"), "said_yes", "said_on"),
            HTML(f"<details{opened}><summary>{summary}</summary>"),
            *later,
            HTML("</details>"),
        )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        designation = cleaned.get("designation")
        if designation and not cleaned.get("area") and not designation.areas.exists():
            self.add_error("area", gettext("Choose an area: this leader has none"))
        known = cleaned.pop("success_criterion", "") or gettext("To be agreed at the first visit")
        objective = Aim(cleaned.pop("text", ""), known)
        return cleaned | {"objective": objective}
