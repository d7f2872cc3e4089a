"""What is asked when a party answers a proposal, or the alliance takes one back."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.forms import PortalForm, RadioField, WordsField
from deployments.actions import terms_have_changed, too_late
from deployments.models import Consent, Deployment, SupportRequest, Variation
from deployments.queries.terms import offer_of


class CaseForm(PortalForm):
    """A form that knows its case."""

    def __init__(self, *args, case, **kwargs) -> None:
        self.case = case
        super().__init__(*args, **kwargs)


class ConsentForm(CaseForm):
    """Nothing to fill in; after the deadline it says so instead of agreeing."""

    case: Deployment | Variation
    # What the person reads before pressing: terms changed meanwhile are read first.
    offered = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, case, **kwargs) -> None:
        super().__init__(*args, case=case, **kwargs)
        self.initial["offered"] = offer_of(case)

    def clean_offered(self) -> str:
        offered, now = self.cleaned_data["offered"], offer_of(self.case)
        if offered and offered != now:
            # Pressed again, it is what was read.
            self.data = {**self.data.dict(), self.add_prefix("offered"): now}  # type: ignore[attr-defined]
            raise ValidationError(terms_have_changed(), code="changed")
        return offered

    def clean(self) -> dict:
        open_ones = [consent for consent in self.case.consents.all() if consent.is_pending]
        late = next((consent for consent in open_ones if consent.due_on < timezone.localdate()), None)
        if late is not None:
            raise ValidationError(too_late(late), code="too_late")
        return super().clean() or {}


class RefuseForm(PortalForm):
    """Why it cannot be: one of a list, and in one's own words."""

    why = RadioField(
        label=_("What stands in the way?"),
        choices=Consent.Why.choices,
        error_messages={"required": _("Choose what stands in the way")},
    )
    reason = WordsField(
        label=_("In your own words"),
        help_text=_("Only the alliance manager reads this."),
        error_messages={"required": _("Say in a sentence or two why it cannot be")},
    )


class ReasonForm(PortalForm):
    """A reason in a sentence or two; `help_text` of the subclass says who reads it."""

    reason = WordsField(
        label=_("Why?"), words=50, rows=3, error_messages={"required": _("Say in a sentence why")}
    )


class CancelForm(ReasonForm):
    """Why a proposal is taken back."""

    reason = WordsField(
        label=_("Why?"),
        help_text=_("Only alliance managers read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence why the proposal is taken back")},
    )


class DenyForm(ReasonForm):
    """What a party says that never agreed."""

    reason = WordsField(
        label=_("What happened?"),
        help_text=_("Only alliance managers read this."),
        words=50,
        rows=3,
        error_messages={"required": _("Say in a sentence what happened")},
    )


class WithdrawForm(PortalForm):
    """Why support is no longer wanted; nobody has to say."""

    reason = WordsField(
        label=_("Why is it no longer needed?"),
        help_text=_("Whoever sees the request reads this."),
        required=False,
        words=50,
        rows=3,
    )


class GiveUpForm(PortalForm):
    """Why nobody can be found: one of a list, which reports count, and in words the school can use."""

    why = RadioField(
        label=_("Why can nobody be found?"),
        choices=SupportRequest.UnmetWhy.choices,
        error_messages={"required": _("Choose why nobody can be found")},
    )
    reason = WordsField(
        label=_("In your own words"),
        help_text=_("Whoever asked reads this. Say what they could try instead."),
        words=100,
        rows=4,
        error_messages={"required": _("Say in a sentence or two why nobody can be found")},
    )
