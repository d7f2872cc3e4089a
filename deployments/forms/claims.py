"""What is asked about a claim."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import (
    DateField,
    ModelCheckboxesField,
    ModelRadioField,
    PortalForm,
    PoundsField,
    RadioField,
    WordsField,
)
from casework.templatetags.casework import day, money
from deployments.forms.answers import CaseForm, ReasonForm
from deployments.forms.funds import OrderField
from deployments.models import Claim, ClaimLine

MOST_PENCE = 100_000_00


def in_words(line: ClaimLine) -> str:
    """Say which line it is: the day, the school, the amount."""
    named = {"day": day(line.on), "school": line.source.school}
    words = gettext("%(day)s, %(school)s: %(amount)s") % (named | {"amount": money(line.amount_pence)})
    return gettext("%(line)s (adjustment)") % {"line": words} if line.corrects_id else words


class SubmitClaimForm(CaseForm):
    """The school's own invoice number and the purchase order, where there are such; an empty claim cannot be sent."""

    case: Claim
    invoice_number = forms.CharField(
        label=_("Your invoice number"),
        max_length=40,
        required=False,
        help_text=_("It stands on the statement."),
    )
    purchase_order = OrderField(help_text=_("Where you were given one."))

    def __init__(self, *args: Any, case: Claim, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "invoice_number": case.invoice_number,
            "purchase_order": case.purchase_order,
        } | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)

    def clean(self) -> dict:
        if not self.case.total_pence:
            raise ValidationError(
                gettext(
                    "Nothing can be claimed yet: visits stand here once the school has acknowledged them."
                )
            )
        return super().clean() or {}


class CorrectClaimForm(SubmitClaimForm):
    """The answer to a question, what is mended, and which lines wait for the next claim."""

    left_out = ModelCheckboxesField(
        ClaimLine.objects.none(),
        label=_("Is a line in dispute?"),
        help_text=_("What you tick is taken off this claim and goes to your next one."),
        required=False,
    )
    answer = WordsField(
        label=_("Your answer"),
        help_text=_("Whoever checks the claim reads this."),
        words=100,
        rows=4,
        error_messages={"required": _("Answer the question")},
    )

    def __init__(self, *args: Any, case: Claim, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        lines: Any = self.fields["left_out"]
        lines.queryset = case.lines.in_full()
        lines.label_from_instance = in_words


class QueryClaimForm(ReasonForm):
    """What is not clear about a claim."""

    reason = WordsField(
        label=_("What is not clear?"),
        help_text=_("The school reads this."),
        words=100,
        rows=4,
        error_messages={"required": _("Say what is not clear")},
    )


class AdjustClaimForm(CaseForm):
    """Which line was wrong, by how much, and why."""

    MORE, LESS = "more", "less"
    line = ModelRadioField(
        ClaimLine.objects.none(),
        label=_("Which line was wrong?"),
        error_messages={"required": _("Choose the line that was wrong")},
    )
    way = RadioField(
        label=_("What is put right?"),
        choices=[(MORE, _("The school is paid more")), (LESS, _("The school is paid less"))],
        error_messages={"required": _("Choose whether more or less is paid")},
    )
    pence = PoundsField(label=_("By how much?"), least=1, most=MOST_PENCE)
    reason = WordsField(
        label=_("Why?"),
        help_text=_("The school reads this, and it stands on the next statement."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why")},
    )

    def __init__(self, *args: Any, case: Claim, **kwargs: Any) -> None:
        super().__init__(*args, case=case, **kwargs)
        lines: Any = self.fields["line"]
        lines.queryset = case.lines.filter(correction__isnull=True).in_full()
        lines.label_from_instance = in_words

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        if cleaned.pop("way", self.MORE) == self.LESS and cleaned.get("pence"):
            cleaned["pence"] = -cleaned["pence"]
        return cleaned


class PayClaimForm(PortalForm):
    """The day the money left."""

    paid_on = DateField(label=_("Paid on"), latest=timezone.localdate)


class PayClaimsForm(PayClaimForm):
    """Which of the approved claims were paid, and on which day."""

    claims = ModelCheckboxesField(
        Claim.objects.none(),
        label=_("Which claims were paid?"),
        error_messages={"required": _("Tick at least one claim")},
    )
    field_order = ["claims", "paid_on"]

    def __init__(self, *args: Any, claims: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["claims"]
        field.queryset = claims
        field.label_from_instance = self.say

    @staticmethod
    def say(claim: Claim) -> str:
        named = {"school": claim.school, "reference": claim.reference, "amount": money(claim.total_pence)}
        return gettext("%(school)s, %(reference)s: %(amount)s") % named
