"""What managers fill in when they decide and tell at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, ModelCheckboxesField, WordsField
from designation.forms.moves import a_year_ago, in_a_year
from designation.forms.panel import PreviewedForm
from designation.models import (
    Application,
    Area,
    Criterion,
    PendingDecision,
)
from designation.queries.decisions import held_live, suggested_feedback, weakest
from designation.queries.grid import Judged, judgement_of
from designation.queries.panel import criteria_of

FEEDBACK_WORDS = 300


def feedback_field(**kwargs: Any) -> WordsField:
    """Return the box for the words of the letter."""
    label = gettext_lazy("Feedback to the applicant")
    return WordsField(label=label, words=FEEDBACK_WORDS, rows=8, **kwargs)


def support_field() -> forms.BooleanField:
    """Return the box that tells an outcome with support."""
    return forms.BooleanField(
        label=gettext_lazy(
            "Successful with support: the leader is designated and works with support at first"
        ),
        required=False,
    )


class ReasonsForm(PreviewedForm):
    """The criteria that decided and the feedback: what the letter says."""

    reasons = ModelCheckboxesField(
        queryset=Criterion.objects.none(),
        label=gettext_lazy("Criteria that decided"),
        help_text=gettext_lazy("The applicant reads them in the letter, each with its advice."),
        error_messages={"required": gettext_lazy("Choose at least one criterion")},
    )
    feedback = feedback_field(
        help_text=gettext_lazy("What was strong, what was missing, and what would help next time."),
        error_messages={"required": gettext_lazy("Write the feedback; it becomes part of the letter")},
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criteria = criteria_of(case)
        reasons, words = begun_from_scores(case, criteria)
        offer_criteria(self, criteria)
        self.fields["reasons"].initial = [one.pk for one in reasons]
        self.fields["feedback"].initial = words

    def clean_reasons(self) -> list[Criterion]:
        return list(self.cleaned_data["reasons"])


def begun_from_scores(
    case: Application, criteria: Sequence[Criterion], found: Judged | None = None
) -> tuple[list[Criterion], str]:
    """Return reasons and feedback to begin with: nothing where the panel has not scored."""
    found = judgement_of(case) if found is None else found
    reasons = weakest(criteria, found)
    return reasons, suggested_feedback(case.applicant, criteria, found, reasons) if found.scored else ""


def offer_criteria(form: forms.Form, criteria: Iterable[Criterion]) -> None:
    """Offer the criteria that may decide, read already, in the panel's order."""
    found = {one.pk: one for one in criteria}
    ordered = sorted(found.values(), key=lambda one: (one.role_type_id, one.position, one.pk))
    field: Any = form.fields["reasons"]
    field.queryset = Criterion.objects.filter(pk__in=found)
    field.choices = [(one.pk, str(one)) for one in ordered]


class FeedbackForm(PreviewedForm):
    """Feedback that may be left out."""

    feedback = feedback_field(required=False)


class DesignateForm(PreviewedForm):
    """From when, and in which of the areas applied for."""

    starts_on = DateField(
        label=gettext_lazy("First day of the designation"),
        initial=timezone.localdate,
        earliest=a_year_ago,
        latest=in_a_year,
    )
    areas = ModelCheckboxesField(
        queryset=Area.objects.none(),
        label=gettext_lazy("Areas of expertise"),
        help_text=gettext_lazy("They may be fewer than the applicant asked for."),
        error_messages={"required": gettext_lazy("Choose at least one area")},
    )
    with_support = support_field()
    feedback = feedback_field(required=False)

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        areas = areas_applied_for(case)
        offer_areas(self, case, areas)
        self.fields["areas"].initial = [one for one in areas if one.is_offered]

    def clean(self) -> dict[str, Any]:
        refuse_designated(self.case)
        return self.cleaned_data | {"areas": list(self.cleaned_data.get("areas", []))}


def offer_areas(form: forms.Form, case: Application, areas: Iterable[Area]) -> None:
    """Offer the areas applied for, read already."""
    field: Any = form.fields["areas"]
    field.queryset = case.areas.all()
    field.choices = [(one.pk, str(one)) for one in areas]


def areas_applied_for(case: Application) -> list[Any]:
    """Return the areas applied for, each with `is_offered` today and `is_kept` by the decision prepared (1 query)."""
    offered = Area.objects.active(timezone.localdate()).filter(pk=OuterRef("pk"))
    kept = PendingDecision.areas.through.objects.filter(
        pendingdecision__application=case, area=OuterRef("pk")
    )
    return list(case.areas.annotate(is_offered=Exists(offered), is_kept=Exists(kept)))


def refuse_designated(case: Application) -> None:
    """Raise ValidationError for somebody who holds a live designation to the role."""
    if (case.applicant_id, case.role_type_id) in held_live([case]):
        raise ValidationError(_("%(name)s is designated to this role already.") % {"name": case.applicant})
