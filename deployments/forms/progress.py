"""What is asked of objectives: their words until the first visit, and how each stands at a review."""

from typing import Any, cast

from crispy_forms.layout import HTML, Fieldset, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.forms import DateField, RadioField
from deployments.actions import Mark
from deployments.forms.answers import CaseForm
from deployments.forms.proposals import ChangeTermsForm
from deployments.models import Deployment, Objective, ProgressReview

COLOURS = [(one.value, one.label) for one in Objective.Progress if one != Objective.Progress.NONE]


class ObjectivesForm(ChangeTermsForm):
    """One to five objectives, filled in as they are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("half_days", "starts_on", "ends_on"):
            del self.fields[name]

    @property
    def are_these_already(self) -> bool:
        """Whether the objectives are these already: nothing was changed, or the button was pressed twice."""
        wanted = self.case.objectives.order_by("position")
        now = list(wanted.values_list("text", "success_criterion", "baseline", "measure"))
        return [tuple(aim) for aim in self.cleaned_data["objectives"]] == now


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
            now |= {f"text_{one.position}": one.text, f"criterion_{one.position}": one.success_criterion}
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
            opened = (
                " open" if self.errors.keys() & {f"text_{one.position}", f"criterion_{one.position}"} else ""
            )
            summary = gettext("Change the words of this objective")
            parts += [
                Fieldset(
                    str(one),
                    f"colour_{one.position}",
                    f"sentence_{one.position}",
                    HTML(f"<details{opened}><summary>{summary}</summary>"),
                    f"text_{one.position}",
                    f"criterion_{one.position}",
                    HTML("</details>"),
                )
            ]
        return Layout(*parts)

    def clean(self) -> dict:
        cleaned = super().clean() or {}
        names = ("colour", "sentence", "text", "criterion")
        marks = []
        for one in self.objectives:
            said = [cleaned.pop(f"{name}_{one.position}", "") for name in names]
            marks.append(Mark(one, *said))
        return cleaned | {"marks": marks}


def _questions(objective: Objective) -> dict[str, forms.Field]:
    number = objective.position
    return {
        f"colour_{number}": RadioField(
            label=_("How does it stand?"),
            choices=COLOURS,
            in_a_row=True,
            error_messages={"required": _("Choose red, amber or green")},
        ),
        f"sentence_{number}": forms.CharField(
            label=_("Why, in a sentence"),
            max_length=300,
            error_messages={"required": _("Say in a sentence why")},
        ),
        f"text_{number}": forms.CharField(label=_("What is to be achieved?"), max_length=500),
        f"criterion_{number}": forms.CharField(
            label=_("How will everybody know that it is met?"), max_length=500
        ),
    }
