"""What is asked about the facilitation of a group."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, FindField, HoursField, PortalForm, SchoolField, WordsField
from deployments.forms.answers import CaseForm, ReasonForm
from deployments.forms.arrangements import in_words, leaders, search
from deployments.forms.funds import FundField, OrderField
from deployments.models import Facilitation
from directory.models import Person
from directory.rules import is_manager

DAY_OF_MINUTES = 10 * 60  # no longer day than this is typed; the rate in force says how long one is
ASKED_LATER = _("If the fund wants one and you leave it empty, the leader's school is asked for it.")


class FacilitationForm(PortalForm):
    """With which group, where, when and how long; a manager says also who, and which fund pays."""

    group = forms.CharField(label=_("Name of the group"), max_length=120)
    school = SchoolField(
        label=_("Lead school of the group"), help_text=_("Its headteacher is asked to acknowledge the work.")
    )
    on = DateField(label=_("Day"), latest=timezone.localdate)
    minutes = HoursField(label=_("Hours"), least=15, most=DAY_OF_MINUTES)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_manager(person):
            leader: forms.Field = FindField(
                label=_("Leader"),
                help_text=_("Name or school"),
                queryset=leaders,
                search=search,
                say=in_words,
            )
            payer = {"fund": FundField(), "purchase_order": OrderField(help_text=ASKED_LATER)}
            self.fields = {"designation": leader} | self.fields | payer
            return
        mine = leaders().filter(person=person)
        role = forms.ModelChoiceField(mine, label=_("As"), initial=mine.first())
        role.label_from_instance = in_words  # type: ignore[method-assign,assignment]
        self.fields = {"designation": role} | self.fields


class RefuseFacilitationForm(ReasonForm):
    """Why it is not acknowledged."""

    reason = WordsField(
        label=_("What is not right?"),
        help_text=_("The leader and the alliance read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence what is not right")},
    )


class FundFacilitationForm(CaseForm):
    """Which fund pays, or none, and under which purchase order."""

    case: Facilitation
    fund = FundField(empty_label=_("None: the alliance pays it"))
    purchase_order = OrderField(help_text=ASKED_LATER)

    def __init__(self, *args: Any, case: Facilitation, **kwargs: Any) -> None:
        known = {"fund": case.fund_id, "purchase_order": case.purchase_order}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)
