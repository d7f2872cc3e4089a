"""What the manager says when proposing a leader: how long, when, and what is to be achieved."""

from typing import Any

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, HalfDaysField, LineField, PortalForm
from deployments.actions import Aim, aims_within
from deployments.forms.funds import FundField, OrderField
from deployments.models import Deployment, SupportRequest
from deployments.queries.funds import rate_offered
from deployments.queries.terms import Dates, Terms
from directory.calendar import said

MOST = 5
NOTHING: dict[str, Any] = dict.fromkeys(Aim._fields, "") | {"due_on": None}
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
        dates = self.dates
        aims = []
        for number in range(1, MOST + 1):
            typed = {name: cleaned.pop(f"{name}_{number}", None) for name in Aim._fields}
            aim = Aim(**{name: value or NOTHING[name] for name, value in typed.items()})
            if any(aim) and not aim.text and number > 1:
                self.add_error(
                    f"text_{number}", gettext("Say what the objective is, or empty its other boxes")
                )
            elif aim.text and not aim.success_criterion:
                self.add_error(f"success_criterion_{number}", gettext("Say how you will know that it is met"))
            elif dates and aim.due_on and not dates.starts_on <= aim.due_on <= dates.ends_on:
                self.add_error(f"due_on_{number}", outside(dates))
            elif aim.text:
                aims.append(aim)
        return cleaned | {"objectives": aims}

    @property
    def dates(self) -> Dates | None:
        """Return the first and the last day as they were typed, where they were."""
        first, last = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        return Dates(first, last) if first and last else None


class ChangeTermsForm(ProposeForm):
    """The same questions of a proposal that waits for answers, filled in as it is."""

    starts_on = DateField(label=_("From"))

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        now: dict[str, Any] = {"half_days": case.half_days, "fund": case.fund_id}
        now |= {"starts_on": case.starts_on, "ends_on": case.ends_on}
        for one in case.objectives.all():
            now |= {f"{name}_{one.position}": getattr(one, name) for name in Aim._fields}
        self.case = case
        super().__init__(*args, case=case, initial=now | (kwargs.pop("initial", None) or {}), **kwargs)
        for name in ("purchase_order", "school_last"):
            del self.fields[name]

    @property
    def wanted(self) -> Terms:
        """Return the terms as they were typed, at the rate of today."""
        typed, on = self.cleaned_data, timezone.localdate()
        dates = Dates(typed["starts_on"], typed["ends_on"])
        aims = [tuple(aim) for aim in aims_within(typed["objectives"], dates)]
        rate_pence = rate_offered(self.case.designation, typed["fund"], on)
        return Terms(typed["half_days"], *dates, aims, typed["fund"], rate_pence)


def _opening(form: ProposeForm, number: int) -> str:
    """Return the start of a folded objective; it stands open when something in it is typed or wrong."""
    names = [f"{name}_{number}" for name in Aim._fields]
    typed = any(_is_typed(form[name].value()) for name in names) or any(name in form.errors for name in names)
    summary = gettext("Add objective %(number)s") % {"number": number}
    return f"<details{' open' if typed else ''}><summary>{summary}</summary>"


def _is_typed(value: Any) -> bool:
    return any(value) if isinstance(value, list) else bool(value)  # a date comes as its three boxes


def outside(dates: Dates) -> str:
    """Say between which days an objective may be due."""
    words = {"first": said(dates.starts_on), "last": said(dates.ends_on)}
    return gettext("Choose a day between %(first)s and %(last)s") % words


def due_field() -> DateField:
    """Return the question by when an objective is to be met."""
    return DateField(label=_("Due by"), required=False, help_text=_("Empty: on the last day of the work."))


def _objective(number: int) -> dict[str, forms.Field]:
    is_first = number == 1
    return {
        f"text_{number}": LineField(
            label=_("What is to be achieved?"),
            max_length=500,
            required=is_first,
            error_messages={"required": _("Say what is to be achieved")},
        ),
        f"success_criterion_{number}": LineField(
            label=_("How will everybody know that it is met?"),
            max_length=500,
            required=is_first,
            error_messages={"required": _("Say how you will know that it is met")},
        ),
        f"baseline_{number}": LineField(
            label=_("Where do things stand now?"), max_length=300, required=False
        ),
        f"measure_{number}": LineField(label=_("How is it measured?"), max_length=300, required=False),
        f"evidence_{number}": LineField(
            label=_("Where will the evidence come from?"), max_length=300, required=False
        ),
        f"due_on_{number}": due_field(),
    }
