"""What is asked of objectives: their words until the first visit, and how each stands at a review."""

from typing import Any, cast

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, LineField, RadioField
from deployments.actions import Mark, aims_within
from deployments.forms.answers import CaseForm
from deployments.forms.proposals import ChangeTermsForm, due_field, outside
from deployments.models import Deployment, Objective, ProgressReview
from deployments.queries.terms import Dates, terms_of

# What a review may change besides the colour.
WORDS = ("text", "criterion", "due_on")
COLOURS = [(one.value, one.label) for one in Objective.Progress if one != Objective.Progress.NONE]


class ObjectivesForm(ChangeTermsForm):
    """One to five objectives, filled in as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("half_days", "starts_on", "ends_on", "fund"):
            del self.fields[name]

    @property
    def are_these_already(self) -> bool:
        """Whether the objectives are these already: nothing was changed, or the button was pressed twice."""
        typed = aims_within(self.cleaned_data["objectives"], self.dates)
        return [tuple(aim) for aim in typed] == terms_of(self.case).objectives

    @property
    def dates(self) -> Dates:
        return Dates.of(self.case)


class ReviewProgressForm(CaseForm):
    """The kind and day of a review; of each objective its colour and a sentence, and new words where it needs them."""

    case: Deployment
    kind = RadioField(label=_("Which review is it?"), choices=ProgressReview.Kind.choices)
    on = DateField(label=_("On which day did you look at it?"))

    def __init__(self, *args: Any, case: Deployment, **kwargs: Any) -> None:
        midpoint = ProgressReview.Kind.MIDPOINT
        has_midpoint = any(one.kind == midpoint for one in case.progress_reviews.all())
        kind = ProgressReview.Kind.INTERIM if has_midpoint else midpoint
        now = {"kind": kind, "on": timezone.localdate()}
        self.objectives = list(case.objectives.all())
        for one in self.objectives:
            words = {"text": one.text, "criterion": one.success_criterion, "due_on": one.due_on}
            now |= {f"{name}_{one.position}": value for name, value in words.items()}
        kwargs["initial"] = now | (kwargs.get("initial") or {})
        super().__init__(*args, case=case, **kwargs)
        if has_midpoint:  # there is one a deployment
            left = [(value, label) for value, label in ProgressReview.Kind.choices if value != midpoint]
            cast(forms.ChoiceField, self.fields["kind"]).choices = left
        for one in self.objectives:
            self.fields |= _questions(one)

    def layout(self) -> Layout:
        parts: list[Any] = ["kind", "on"]
        for one in self.objectives:
            words = [f"{name}_{one.position}" for name in WORDS]
            opened = " open" if self.errors.keys() & set(words) else ""
            summary = gettext("Change the words or the due date of this objective")
            parts += [
                Fieldset(
                    str(one),
                    f"colour_{one.position}",
                    f"sentence_{one.position}",
                    HTML(f"<details{opened}><summary>{summary}</summary>"),
                    *words,
                    HTML("</details>"),
                )
            ]
        return Layout(*parts)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        dates, marks = Dates.of(self.case), []
        for one in self.objectives:
            said = [cleaned.pop(f"{name}_{one.position}", None) for name in ("colour", "sentence", *WORDS)]
            mark = Mark(one, *said)
            if mark.due_on and not dates.starts_on <= mark.due_on <= dates.ends_on:
                self.add_error(f"due_on_{one.position}", outside(dates))
            marks.append(mark)
        return cleaned | {"marks": marks}


def _questions(objective: Objective) -> dict[str, forms.Field]:
    number = objective.position
    which = {"number": number}
    return {
        f"colour_{number}": RadioField(
            label=_("How does it stand?"),
            choices=COLOURS,
            in_a_row=True,
            error_messages={
                "required": gettext("Choose red, amber or green for objective %(number)d") % which
            },
        ),
        f"sentence_{number}": LineField(
            label=_("Why, in a sentence"),
            max_length=300,
            error_messages={
                "required": gettext("Say in a sentence why objective %(number)d stands like this") % which
            },
        ),
        f"text_{number}": LineField(
            label=_("What is to be achieved?"),
            max_length=500,
            error_messages={"required": gettext("Say what objective %(number)d is to achieve") % which},
        ),
        f"criterion_{number}": LineField(
            label=_("How will everybody know that it is met?"),
            max_length=500,
            error_messages={
                "required": gettext("Say how you will know that objective %(number)d is met") % which
            },
        ),
        f"due_on_{number}": due_field(),
    }
