"""What is asked when somebody proposes to change what was agreed: days, dates, who pays, and why."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HalfDaysField, RadioField, WordsField
from deployments.forms.answers import CaseForm
from deployments.models import Deployment, SupportRequest, Variation


class VaryForm(CaseForm):
    """The terms as they would be, filled in as they are."""

    case: Deployment
    half_days = HalfDaysField(
        label=_("Days in all"), least=1, most=100, help_text=_("With those that were held already.")
    )
    starts_on = DateField(label=_("From"))
    ends_on = DateField(label=_("To"))
    funding = RadioField(label=_("Paid from"), choices=SupportRequest.Funding.choices)
    reason = WordsField(
        label=_("Why?"),
        help_text=_("All parties read this. Leave out what is private, such as somebody's health."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why it should change")},
    )

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        request = case.request
        now = {"half_days": case.half_days, "starts_on": case.starts_on, "ends_on": case.ends_on}
        kwargs["initial"] = (
            now | ({"funding": request.funding} if request else {}) | (kwargs.get("initial") or {})
        )
        super().__init__(*args, case=case, **kwargs)
        if request is None:
            del self.fields["funding"]

    @property
    def is_proposed_already(self) -> bool:
        """Whether this very change waits for answers: the button was pressed twice."""
        return self.case.variations.filter(state=Variation.State.PROPOSED, **self.cleaned_data).exists()
