"""What leaders, heads and managers fill in for another term, and how the list of renewals is narrowed."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import HalfDaysField, ModelCheckboxesField, PortalForm, RadioField, WordsField
from designation.forms.panel import PreviewedForm
from designation.models import Area, Reference, Renewal
from directory.forms.filters import Narrowed


def signature(hint: Any) -> forms.CharField:
    """Return the field in which somebody signs by typing their name."""
    return forms.CharField(
        label=gettext_lazy("Sign with your full name"),
        max_length=200,
        help_text=hint,
        error_messages={"required": gettext_lazy("Type your full name to sign")},
    )


class WriteRenewalForm(PortalForm):
    """The renewal application; it may be left and taken up again, so nothing is required before it is submitted."""

    impact = WordsField(
        label=gettext_lazy("What difference has your work made over this term?"),
        words=300,
        rows=10,
        required=False,
        help_text=gettext_lazy(
            "Say what changed in the schools you supported and how you know. Your file stands beside it."
        ),
    )
    plans = WordsField(
        label=gettext_lazy("What would you like to give and to learn in the next term?"),
        words=300,
        rows=8,
        required=False,
    )
    areas = ModelCheckboxesField(
        Area.objects.none(), label=gettext_lazy("Areas of expertise you keep"), required=False
    )
    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term you would be free"), least=1, most=120, required=False
    )

    def __init__(self, *args: Any, case: Renewal, **kwargs: Any) -> None:
        names = ("impact", "plans", "half_days_a_term")
        kwargs["initial"] = {name: getattr(case, name) for name in names} | {"areas": case.areas.all()}
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        held = case.designation.areas.all()
        self.fields["areas"].queryset = held.active(today)  # type: ignore[attr-defined]
        gone = [str(area) for area in held.exclude(pk__in=held.active(today).values("pk"))]
        if gone:
            self.fields["areas"].help_text = _(
                "No longer offered, so they end with this term: %(areas)s."
            ) % {"areas": ", ".join(gone)}


class SubmitRenewalForm(PortalForm):
    """The leader's signature."""

    signed_name = signature(
        gettext_lazy("Typing your name confirms that this is complete and true. Today’s date is added.")
    )


class ReferForm(PortalForm):
    """The head's reference for another term."""

    head_strength = RadioField(
        label=gettext_lazy("Do you support another term?"),
        choices=Reference.Strength.choices,
        error_messages={"required": gettext_lazy("Say how far you support another term")},
    )
    head_statement = WordsField(
        label=gettext_lazy("Your statement"),
        words=300,
        rows=10,
        help_text=gettext_lazy(
            "What their work has given to other schools and to your own. Only the alliance’s managers read it."
        ),
        error_messages={"required": gettext_lazy("Write your statement")},
    )
    head_half_days = HalfDaysField(
        label=gettext_lazy("Days a term you would release them for"),
        help_text=gettext_lazy("0 if none. You may still refuse any single deployment."),
        least=0,
        most=120,
    )
    head_signed_name = signature(
        gettext_lazy("Typing your name confirms that this is complete and true. Today’s date is added.")
    )


class SendBackForm(PreviewedForm):
    """What the manager would like to know."""

    question = WordsField(
        label=gettext_lazy("What should the leader add or change?"),
        words=200,
        rows=5,
        error_messages={"required": gettext_lazy("Say what the leader should add or change")},
    )


class RenewForm(PreviewedForm):
    """The decision for another term."""

    half_days_a_term = HalfDaysField(
        label=gettext_lazy("Days a term, as agreed with the school"), least=0, most=120
    )
    feedback = WordsField(
        label=gettext_lazy("Words for the leader"),
        words=200,
        rows=5,
        required=False,
        help_text=gettext_lazy("They stand in the letter."),
    )

    def __init__(self, *args: Any, case: Renewal, **kwargs: Any) -> None:
        offered = [days for days in (case.half_days_a_term, case.head_half_days) if days is not None]
        kwargs["initial"] = {"half_days_a_term": min(offered, default=None)}
        super().__init__(*args, **kwargs)
        days: Any = self.fields["half_days_a_term"]
        days.help_text = _(
            "What both the leader and the head offer stands here; no more than the head offers."
        )
        if case.head_half_days is not None:
            days.most = case.head_half_days
            days.least = min(1, days.most)  # where the head offers none, the term is one without days


class DeclineRenewalForm(PreviewedForm):
    """The decision against another term."""

    feedback = WordsField(
        label=gettext_lazy("Feedback"),
        words=300,
        rows=8,
        help_text=gettext_lazy("The reasons, and what would help: the leader reads this in the letter."),
        error_messages={"required": gettext_lazy("Write the feedback")},
    )


class RenewalFilters(Narrowed):
    """Filters of the managers' list of renewals, all of it in the address of the page."""

    state = filters.ChoiceFilter(
        choices=Renewal.State, label=gettext_lazy("State"), empty_label=gettext_lazy("Any state")
    )
    ends = filters.ChoiceFilter(
        method="by_end",
        label=gettext_lazy("Ends"),
        empty_label=gettext_lazy("At any time"),
        choices=[
            ("over", gettext_lazy("Has ended")),
            ("90", gettext_lazy("Within 3 months")),
            ("180", gettext_lazy("Within 6 months")),
        ],
    )
    reference = filters.ChoiceFilter(
        method="by_reference",
        label=gettext_lazy("Reference"),
        empty_label=gettext_lazy("Given or not"),
        choices=[("given", gettext_lazy("Given")), ("waits", gettext_lazy("Not given yet"))],
    )

    class Meta:
        model = Renewal
        fields: list[str] = []

    def by_end(self, rows, name: str, value: str):
        today = timezone.localdate()
        if value == "over":
            return rows.filter(designation__ends_on__lt=today)
        last = today + timedelta(days=int(value))
        return rows.filter(designation__ends_on__gte=today, designation__ends_on__lte=last)

    def by_reference(self, rows, name: str, value: str):
        return rows.filter(head_signed_on__isnull=value == "waits")
