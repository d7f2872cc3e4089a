"""What is asked about a claim."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, PortalForm, WordsField
from deployments.forms.answers import CaseForm, ReasonForm
from deployments.models import Claim


class SubmitClaimForm(CaseForm):
    """The school's own invoice number, where it has one; an empty claim cannot be sent."""

    case: Claim
    invoice_number = forms.CharField(
        label=_("Your invoice number"),
        max_length=40,
        required=False,
        help_text=_("It stands on the statement."),
    )

    def clean(self) -> dict:
        if not self.case.total_pence:
            raise ValidationError(
                gettext(
                    "Nothing can be claimed yet: visits stand here once the school has acknowledged them."
                )
            )
        return super().clean() or {}


class QueryClaimForm(ReasonForm):
    """What is not clear about a claim."""

    reason = WordsField(
        label=_("What is not clear?"),
        help_text=_("The school reads this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say what is not clear")},
    )


class PayClaimForm(PortalForm):
    """The day the money left."""

    paid_on = DateField(label=_("Paid on"), latest=timezone.localdate)
