"""What a fund says of itself, and from which fund work is paid: asked with a proposal, and on its own afterwards."""

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, PortalForm, PoundsField, RadioField, ShareField
from casework.templatetags.casework import money
from deployments.forms.answers import CaseForm
from deployments.models import Deployment, Fund

MOST_PENCE = 20_000_000_00  # what the column holds, and more than any fund of the field
OF_BROKERAGE = {Fund.Brokerage.SHARE: "brokerage_share", Fund.Brokerage.DAY: "brokerage_pence"}


class FundField(forms.ModelChoiceField):
    """A fund with what it has left; none is the school's own budget."""

    def __init__(self, **kwargs: Any) -> None:
        settings: dict[str, Any] = {"label": _("Paid from"), "required": False}
        settings["empty_label"] = _("The school's own budget")
        super().__init__(Fund.objects.all(), **settings | kwargs)

    def label_from_instance(self, obj: Any) -> str:
        left = {"fund": obj, "left": money(obj.remaining_pence)}
        return gettext("%(fund)s (%(left)s left)") % left


class OrderField(forms.CharField):
    """The number of a purchase order, where somebody wants one."""

    def __init__(self, **kwargs: Any) -> None:
        settings: dict[str, Any] = {"label": _("Purchase order number"), "max_length": 40, "required": False}
        super().__init__(**settings | kwargs)


class FundForm(CaseForm):
    """Which fund pays for work, and under which purchase order."""

    case: Deployment
    fund = FundField()
    purchase_order = OrderField()

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        known = {"fund": case.fund_id, "purchase_order": case.purchase_order}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)


class AboutFundForm(PortalForm):
    """A fund: who pays how much, for work that begins when, and what the alliance gets for brokering."""

    name = forms.CharField(label=_("Name of the fund"), max_length=120)
    name_cy = forms.CharField(label=_("Name in Welsh"), max_length=120, required=False)
    payer = forms.CharField(label=_("Who pays?"), max_length=200)
    starts_on = DateField(label=_("For work that begins from"))
    ends_on = DateField(label=_("To"))
    amount_pence = PoundsField(
        label=_("How much is it?"), help_text=_("Brokerage included."), least=1_00, most=MOST_PENCE
    )
    brokerage = RadioField(
        label=_("What does the alliance get for brokering?"),
        choices=Fund.Brokerage.choices,
        help_text=_("It holds for what is proposed from now; what was proposed or agreed keeps what it had."),
        initial=Fund.Brokerage.NONE,
    )
    brokerage_share = ShareField(label=_("The share"), most=100_00, required=False)
    brokerage_pence = PoundsField(label=_("The amount a day"), most=10_000_00, required=False)
    needs_order = forms.BooleanField(label=_("Every claim needs a purchase order number"), required=False)

    def __init__(self, *args: Any, fund: Fund | None = None, **kwargs: Any) -> None:
        if fund is not None:
            known = {name: getattr(fund, name) for name in self.base_fields}
            kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def layout(self) -> Layout:
        return Layout(
            Fieldset(gettext("The fund"), "name", "name_cy", "payer", "amount_pence"),
            Fieldset(gettext("What it is for"), "starts_on", "ends_on", "needs_order"),
            Fieldset(gettext("Brokerage"), "brokerage", "brokerage_share", "brokerage_pence"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("The last day must not lie before the first"))
        for kind, name in OF_BROKERAGE.items():
            is_chosen = cleaned.get("brokerage") == kind
            if is_chosen and name not in self.errors and not cleaned.get(name):
                self.add_error(name, _("Enter how much it is"))
            cleaned[name] = (cleaned.get(name) or 0) if is_chosen else 0
        return cleaned
