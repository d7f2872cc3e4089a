"""From which fund work is paid: asked with a proposal, and on its own until all have agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.templatetags.casework import money
from deployments.forms.answers import CaseForm
from deployments.models import Deployment, Fund


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
    """Which fund pays for a proposal, and under which purchase order."""

    case: Deployment
    fund = FundField()
    purchase_order = OrderField()

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        known = {"fund": case.fund_id, "purchase_order": case.purchase_order}
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)
