"""What a manager types while the phone is still warm: who goes where, for how long, and who said yes."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import CheckboxesField, DateField, FindField, HalfDaysField, PortalForm, SchoolField
from deployments.actions import Aim
from deployments.forms.funds import FundField, OrderField
from deployments.models import Consent, SupportRequest
from designation.models import Area, Designation
from designation.queries.leaders import found_by

Party = Consent.Party


def leaders() -> Any:
    return Designation.objects.active().select_related("person", "home_school", "role_type")


def search(rows: Any, words: str) -> Any:
    return found_by(rows, words).order_by("person__last_name", "person__first_name", "pk")


def in_words(designation: Designation) -> str:
    return f"{designation.person} ({designation.home_school}, {designation.role_type})"


class ArrangementForm(PortalForm):
    """One short form: the school, the leader, the days, one objective, and who agreed when."""

    school = SchoolField(label=_("School supported"), help_text=_("Name, town, postcode or URN"))
    designation = FindField(
        label=_("Leader"), help_text=_("Name or school"), queryset=leaders, search=search, say=in_words
    )
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Area of expertise"))
    kind = forms.ChoiceField(
        label=_("Kind of support"),
        choices=[("", _("Choose a kind of support")), *SupportRequest.Kind.choices],
    )
    half_days = HalfDaysField(label=_("Days"), least=1, most=100)
    starts_on = DateField(label=_("From"), earliest=timezone.localdate)
    ends_on = DateField(label=_("To"), earliest=timezone.localdate)
    fund = FundField()
    purchase_order = OrderField()
    text = forms.CharField(label=_("What is to be achieved?"), max_length=500)
    success_criterion = forms.CharField(label=_("How will everybody know that it is met?"), max_length=500)
    said_yes = CheckboxesField(
        label=_("Who said yes?"),
        help_text=_("Those you tick are asked to confirm it; the others are asked to agree."),
        choices=[
            (Party.LEADER, _("The leader")),
            (Party.LINE_MANAGER, _("The headteacher of the leader's school")),
            (Party.RECEIVING_HEAD, _("The headteacher of the school supported")),
        ],
        error_messages={"required": _("Tick who said yes; for a plain proposal start from a request")},
    )
    said_on = DateField(label=_("When was it agreed?"), latest=timezone.localdate, initial=timezone.localdate)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        area: Any = self.fields["area"]
        area.queryset = Area.objects.active(timezone.localdate())

    def layout(self) -> Layout:
        return Layout(
            Fieldset(gettext("Who goes where"), "school", "designation", "area", "kind"),
            Fieldset(gettext("Days and dates"), "half_days", "starts_on", "ends_on"),
            Fieldset(gettext("Payment"), "fund", "purchase_order"),
            Fieldset(gettext("The objective"), "text", "success_criterion"),
            Fieldset(gettext("What was agreed by phone"), "said_yes", "said_on"),
        )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        objective = Aim(cleaned.pop("text", ""), cleaned.pop("success_criterion", ""))
        return cleaned | {"objective": objective}
