"""What is asked when somebody proposes to change what was agreed: days, dates, who pays, and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HalfDaysField, RadioField, WordsField
from deployments.forms.answers import CaseForm
from deployments.forms.funds import FundField
from deployments.models import Deployment, SupportRequest, Variation
from deployments.queries.variations import funding_of
from directory.models import Person
from directory.rules import is_manager


class VaryForm(CaseForm):
    """The terms as they would be, filled in as they are."""

    case: Deployment
    half_days = HalfDaysField(
        label=_("Days in all"), least=1, most=100, help_text=_("With those that were held already.")
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(
        label=_("To"),
        help_text=_(
            "Objectives due on the last day are due on the new one. A due date outside the new dates moves into them, "
            "and everybody reads it before they agree."
        ),
    )
    funding = RadioField(label=_("Paid from"), choices=SupportRequest.Funding.choices)
    fund = FundField(
        label=_("Which fund pays then?"),
        help_text=_("Only where who pays changes. It keeps the money from the day all have agreed."),
    )
    reason = WordsField(
        label=_("Why?"),
        help_text=_("All parties read this. Leave out what is private, such as somebody's health."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why it should change")},
    )

    def __init__(self, *args: Any, case: Deployment, person: Person, **kwargs: Any) -> None:
        request, funding = case.request, funding_of(case)
        now: dict[str, Any] = {
            "half_days": case.half_days,
            "starts_on": case.starts_on,
            "ends_on": case.ends_on,
        }
        now["fund"] = case.fund_id
        kwargs["initial"] = now | ({"funding": funding} if request else {}) | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)
        if request is not None and not funding:
            as_now = _("As now: %(payer)s") % {"payer": case.payer}
            choices = [("", as_now), *SupportRequest.Funding.choices]
            self.fields["funding"] = RadioField(label=_("Paid from"), choices=choices, required=False)
        if request is None:
            del self.fields["funding"]
        if request is None or not is_manager(person):
            del self.fields["fund"]
            if request is not None:
                self.fields["funding"].help_text = _(
                    "Where a fund is to pay, the alliance proposes the change."
                )

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if "fund" in self.fields and cleaned.get("funding") in SupportRequest.OWN_MONEY:
            cleaned["fund"] = None
        elif "fund" in self.fields and "funding" not in self.changed_data:
            cleaned["fund"] = self.case.fund
        return cleaned

    @property
    def is_done_already(self) -> bool:
        """Whether this very change waits for answers: the button was pressed twice."""
        return self.case.variations.filter(state=Variation.State.PROPOSED, **self.cleaned_data).exists()
