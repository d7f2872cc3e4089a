"""What is asked about a claim."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from crispy_forms.layout import Fieldset, Layout
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
from deployments.actions import approved_later
from deployments.forms.answers import CaseForm, ReasonForm
from deployments.forms.funds import OrderField
from deployments.models import Claim, ClaimLine
from deployments.queries.orders import Wanted, has_a_rest, orders_wanted

MOST_PENCE = 100_000_00


def in_words(line: ClaimLine) -> str:
    """Say which line it is: the day, the school, the amount."""
    named = {"day": day(line.on), "school": line.source.school}
    words = gettext("%(day)s, %(school)s: %(amount)s") % (named | {"amount": money(line.amount_pence)})
    return gettext("%(line)s (adjustment)") % {"line": words} if line.corrects_id else words


class SubmitClaimForm(CaseForm):
    """The school's own invoice number, and under which purchase orders it is paid; an empty claim cannot be sent.

    Each fund that wants an order number is asked for by name; one field more is for the rest, where there is any.
    """

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
        self.wanted = {f"order_{one.fund.pk}": one for one in orders_wanted(case)}
        for name, one in self.wanted.items():
            self.fields[name] = number_for(one)
        if self.wanted and has_a_rest(case):
            self.fields["purchase_order"].label = gettext("Purchase order number for the rest")
        elif self.wanted:
            del self.fields["purchase_order"]
        self.order_fields(["invoice_number", *self.wanted, "purchase_order"])

    def layout(self) -> Layout:
        """Ask for the numbers of all who pay in one place."""
        if not self.wanted:
            return super().layout()
        numbers = [name for name in self.fields if name in self.wanted or name == "purchase_order"]
        others = [name for name in self.fields if name not in (*numbers, "invoice_number")]
        return Layout("invoice_number", Fieldset(gettext("Purchase order numbers"), *numbers), *others)

    def clean(self) -> dict:
        if not self.case.total_pence:
            raise ValidationError(
                gettext(
                    "Nothing can be claimed yet: visits stand here once the school has acknowledged them."
                )
            )
        cleaned = super().clean() or {}
        numbers = {one.fund: cleaned.pop(name, "") for name, one in self.wanted.items()}
        return cleaned | {"orders": numbers}


def number_for(wanted: Wanted) -> OrderField:
    """Return the question for the number one fund wants."""
    hint = gettext("%(payer)s pays %(amount)s of this claim and wants this number on it.")
    missing = gettext("Enter the purchase order number of %(fund)s, or ask the alliance for it")
    return OrderField(
        label=gettext("Purchase order number of %(fund)s") % {"fund": wanted.fund},
        help_text=hint % {"payer": wanted.fund.payer, "amount": money(wanted.pence)},
        initial=wanted.number,
        required=True,
        error_messages={"required": missing % {"fund": wanted.fund}},
    )


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
        # What is taken back stays, and so does what it is taken back from.
        lines.queryset = case.lines.filter(amount_pence__gte=0, correction__isnull=True).in_full()
        lines.label_from_instance = in_words

    def clean(self) -> dict:
        """Ask for no number of a fund all of whose lines are left out."""
        cleaned = super().clean()
        still = {one.fund for one in orders_wanted(self.case, cleaned.get("left_out", []))}
        for name, one in self.wanted.items():
            if one.fund not in still:
                cleaned["orders"].pop(one.fund, None)
                self.errors.pop(name, None)
        return cleaned


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


class PayClaimForm(CaseForm):
    """The day the money left; never before the claim was approved."""

    case: Claim
    paid_on = DateField(label=_("Paid on"), latest=timezone.localdate)

    def clean_paid_on(self) -> date:
        return after_approval(self.cleaned_data["paid_on"], [self.case])


class UnpayClaimForm(ReasonForm):
    """Why a payment or repayment that was recorded was not made."""

    reason = WordsField(
        label=_("What happened?"),
        help_text=_("The school reads this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence what happened")},
    )


class RepayClaimForm(PortalForm):
    """The day the money came in."""

    paid_on = DateField(label=_("Came in on"), latest=timezone.localdate)


def after_approval(day: date, claims: Iterable[Claim]) -> date:
    """Return a day all these claims were approved by; raise ValidationError that names those that were not."""
    later = [claim for claim in claims if claim.approved_on and day < claim.approved_on]
    if later:
        raise ValidationError([approved_later(claim) for claim in later])
    return day


class PayClaimsForm(PortalForm):
    """Which of the approved claims were paid, and on which day."""

    claims = ModelCheckboxesField(
        Claim.objects.none(),
        label=_("Which claims were paid?"),
        error_messages={"required": _("Tick at least one claim")},
    )
    paid_on = DateField(label=_("Paid on"), latest=timezone.localdate)

    def __init__(self, *args: Any, claims: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["claims"]
        field.queryset = claims

    def clean_paid_on(self) -> date:
        return after_approval(self.cleaned_data["paid_on"], self.cleaned_data.get("claims", []))

    def layout(self) -> Layout:
        """Ask for the day alone: the claims are ticked in the table they are read in."""
        return Layout("paid_on")
