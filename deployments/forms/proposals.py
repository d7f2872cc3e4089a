"""What the manager says when proposing a leader: how long, when, and what is to be achieved."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HalfDaysField, PortalForm
from deployments.actions import Aim
from deployments.forms.funds import FundField, OrderField
from deployments.models import Deployment, SupportRequest
from deployments.queries.terms import Terms

MOST = 5
AT_THE_END = ("fund", "purchase_order", "school_last")


class ProposeForm(PortalForm):
    """Days, window and one to five objectives; a second and later objective may stay empty."""

    half_days = HalfDaysField(label=_("Days"), least=1, most=100)
    starts_on = DateField(label=_("From"), earliest=timezone.localdate)
    ends_on = DateField(label=_("To"), earliest=timezone.localdate)
    fund = FundField()
    purchase_order = OrderField()
    school_last = forms.BooleanField(
        label=_("Ask the leader and the leader's school first"),
        required=False,
        help_text=_(
            "The school supported is asked when both have agreed, and has five working days of its own."
        ),
    )

    def __init__(self, *args: Any, case: SupportRequest | Deployment, **kwargs: Any) -> None:
        first = max(case.starts_on, timezone.localdate())
        kwargs["initial"] = {
            "half_days": case.half_days,
            "purchase_order": case.purchase_order,
            "starts_on": first,
            "ends_on": max(first, case.ends_on),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        for number in range(1, MOST + 1):
            self.fields |= _objective(number)

    def layout(self) -> Layout:
        first = Fieldset(gettext("Days and dates"), "half_days", "starts_on", "ends_on")
        parts: list[Any] = [first] if "half_days" in self.fields else []
        for number in range(1, MOST + 1):
            legend = gettext("Objective %(number)s") % {"number": number}
            part = Fieldset(legend, *(f"{name}_{number}" for name in Aim._fields))
            parts += [part] if number == 1 else [HTML(_opening(self, number)), part, HTML("</details>")]
        return Layout(*parts, *(name for name in AT_THE_END if name in self.fields))

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", gettext("The last day must not lie before the first"))
        aims = []
        for number in range(1, MOST + 1):
            values = [cleaned.pop(f"{name}_{number}", "") or "" for name in Aim._fields]
            if any(values) and not values[0] and number > 1:
                self.add_error(
                    f"text_{number}", gettext("Say what the objective is, or empty its other boxes")
                )
            elif values[0] and not values[1]:
                self.add_error(f"success_criterion_{number}", gettext("Say how you will know that it is met"))
            elif values[0]:
                aims.append(Aim(*values))
        return cleaned | {"objectives": aims}


class ChangeTermsForm(ProposeForm):
    """The same questions of a proposal that waits for answers, filled in as it is."""

    starts_on = DateField(label=_("From"))

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        now = {"half_days": case.half_days, "starts_on": case.starts_on, "ends_on": case.ends_on}
        for one in case.objectives.all():
            now |= {f"{name}_{one.position}": getattr(one, name) for name in Aim._fields}
        self.case = case
        super().__init__(*args, case=case, initial=now | (kwargs.pop("initial", None) or {}), **kwargs)
        for name in AT_THE_END:
            del self.fields[name]

    @property
    def wanted(self) -> Terms:
        """Return the terms as they were typed."""
        typed = self.cleaned_data
        objectives = [tuple(aim) for aim in typed["objectives"]]
        return Terms(typed["half_days"], typed["starts_on"], typed["ends_on"], objectives)


def _opening(form: ProposeForm, number: int) -> str:
    """Return the start of a folded objective; it stands open when something in it is typed or wrong."""
    names = [f"{name}_{number}" for name in Aim._fields]
    typed = any(form[name].value() for name in names) or any(name in form.errors for name in names)
    summary = gettext("Add objective %(number)s") % {"number": number}
    return f"<details{' open' if typed else ''}><summary>{summary}</summary>"


def _objective(number: int) -> dict[str, forms.Field]:
    is_first = number == 1
    return {
        f"text_{number}": forms.CharField(
            label=_("What is to be achieved?"),
            max_length=500,
            required=is_first,
            error_messages={"required": _("Say what is to be achieved")},
        ),
        f"success_criterion_{number}": forms.CharField(
            label=_("How will everybody know that it is met?"),
            max_length=500,
            required=is_first,
            error_messages={"required": _("Say how you will know that it is met")},
        ),
        f"baseline_{number}": forms.CharField(
            label=_("Where do things stand now?"), max_length=300, required=False
        ),
        f"measure_{number}": forms.CharField(label=_("How is it measured?"), max_length=300, required=False),
    }
