"""What leaders, heads and managers are asked in an annual review, and how the list of reviews is narrowed."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import PortalForm, RadioField, WordsField
from designation.forms.panel import PreviewedForm
from designation.models import Review
from directory.forms.filters import Narrowed

OUTCOME_HINTS = {
    Review.Outcome.CONDITIONS: gettext_lazy("Say below what is to be different, and by when."),
    Review.Outcome.SUPPORT: gettext_lazy("Say below who will help with what."),
    Review.Outcome.END: gettext_lazy(
        "Nothing ends by this alone: the leader may give it up, or you withdraw it with its grounds."
    ),
}


class ReflectForm(PortalForm):
    """The leader looks back."""

    reflection = WordsField(
        label=gettext_lazy("What did you give, what did you learn, and what would help you next year?"),
        words=300,
        rows=10,
        help_text=gettext_lazy("Your head and the alliance’s managers read this."),
        error_messages={"required": gettext_lazy("Write a few sentences about your year")},
    )

    def __init__(self, *args: Any, case: Review, **kwargs: Any) -> None:
        kwargs["initial"] = {"reflection": case.reflection}
        super().__init__(*args, **kwargs)


class DoubtForm(PortalForm):
    """Why the head cannot support it further."""

    note = WordsField(
        label=gettext_lazy("Why you cannot support it further"),
        words=200,
        rows=6,
        help_text=gettext_lazy("Only the alliance’s managers read this, and they will speak with you."),
        error_messages={"required": gettext_lazy("Say briefly why you cannot support it further")},
    )


class ConcludeForm(PreviewedForm):
    """The outcome, and what is agreed."""

    outcome = RadioField(
        label=gettext_lazy("Outcome"),
        choices=Review.Outcome.choices,
        hints=OUTCOME_HINTS,
        error_messages={"required": gettext_lazy("Choose the outcome of the review")},
    )
    conditions = WordsField(
        label=gettext_lazy("What is agreed"),
        words=200,
        rows=5,
        required=False,
        help_text=gettext_lazy("The leader and the head read it in their letters."),
    )

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if data.get("outcome") in OUTCOME_HINTS and not data.get("conditions") and not self.errors:
            self.add_error("conditions", _("Say what is agreed, or why the designation should end"))
        return data


class ReviewFilters(Narrowed):
    """Filters of the managers' list of reviews, all of it in the address of the page."""

    state = filters.ChoiceFilter(
        choices=Review.State, label=gettext_lazy("State"), empty_label=gettext_lazy("Any state")
    )
    due = filters.ChoiceFilter(
        method="by_due",
        label=gettext_lazy("Due"),
        empty_label=gettext_lazy("At any time"),
        choices=[
            ("over", gettext_lazy("Overdue")),
            ("30", gettext_lazy("Within 30 days")),
        ],
    )
    head = filters.ChoiceFilter(
        method="by_head",
        label=gettext_lazy("The head"),
        empty_label=gettext_lazy("Any answer"),
        choices=[
            ("waits", gettext_lazy("Has not answered")),
            ("supports", gettext_lazy("Continues to support")),
            ("doubts", gettext_lazy("Does not support it further")),
        ],
    )

    class Meta:
        model = Review
        fields: list[str] = []

    def by_due(self, rows, name: str, value: str):
        today, is_open = timezone.localdate(), rows.filter(state=Review.State.OPEN)
        if value == "over":
            return is_open.filter(due_on__lt=today)
        return is_open.filter(due_on__gte=today, due_on__lte=today + timedelta(days=30))

    def by_head(self, rows, name: str, value: str):
        if value == "waits":
            return rows.filter(head_supports__isnull=True)
        return rows.filter(head_supports=value == "supports")
