"""What managers fill in when they decide, at once or to tell later."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, ModelCheckboxesField, PortalForm, RadioField, WordsField
from designation.forms.moves import a_year_ago, in_a_year
from designation.forms.panel import PreviewedForm
from designation.models import (
    Application,
    Area,
    ChosenArea,
    Criterion,
    PendingDecision,
    Score,
)
from designation.queries.decisions import AGAINST, Step, decisions_for, held_live, suggested_feedback, weakest
from designation.queries.grid import Judged, judged_at, judgement_of
from designation.queries.panel import criteria_by, criteria_of, stage_of

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


def areas_offered_to(cases: Iterable[Application]) -> dict[int, list[Area]]:
    """Return, by application, the areas applied for that are still offered today (1 query)."""
    offered = Area.objects.active(timezone.localdate()).values("pk")
    chosen = ChosenArea.objects.filter(application__in=cases, area__in=offered).select_related("area")
    found: dict[int, list[Area]] = {}
    for one in chosen.order_by(*(f"area__{name}" for name in Area._meta.ordering or ())):
        found.setdefault(one.application_id, []).append(one.area)
    return found


def refuse_designated(case: Application) -> None:
    """Raise ValidationError for somebody who holds a live designation to the role."""
    if (case.applicant_id, case.role_type_id) in held_live([case]):
        raise ValidationError(_("%(name)s is designated to this role already.") % {"name": case.applicant})


# Which decisions ask for what; the words of the letter go with any.
GOES_WITH: dict[str, Sequence[PendingDecision.Step]] = {
    "reasons": AGAINST,
    "starts_on": (Step.DESIGNATE,),
    "with_support": (Step.DESIGNATE,),
    "areas": (Step.DESIGNATE,),
}


class PreparedForm(PortalForm):
    """What a decision to be told later asks, one by one and for many at once; what does not fit it is left out."""

    decision = RadioField(
        label=gettext_lazy("Decision"),
        error_messages={"required": gettext_lazy("Choose the decision")},
    )
    reasons = ModelCheckboxesField(
        queryset=Criterion.objects.none(), label=gettext_lazy("Criteria that decided"), required=False
    )
    feedback = feedback_field(required=False)
    starts_on = DateField(
        label=gettext_lazy("First day of the designation"),
        required=False,
        earliest=a_year_ago,
        latest=in_a_year,
        help_text=gettext_lazy("Only for those who are designated."),
    )
    with_support = support_field()

    def offer(self, steps: Sequence[PendingDecision.Step]) -> None:
        """Offer these decisions, and ask for nothing that goes with none of them."""
        self.fields["decision"].choices = [(one.value, one.label) for one in steps]  # type: ignore[attr-defined]
        for name, wanted_by in GOES_WITH.items():
            if not set(wanted_by) & set(steps):
                self.fields.pop(name, None)

    def words(self) -> dict[str, Any]:
        """Return what goes with the decision chosen."""
        data = self.cleaned_data
        step = data.get("decision")
        words: dict[str, Any] = {"decision": step, "feedback": data.get("feedback", "")}
        if step in AGAINST:
            words["reasons"] = list(data.get("reasons", []))
        if step == Step.SHORTLIST:
            words["feedback"] = ""
        if step == Step.DESIGNATE:
            words |= {"starts_on": data.get("starts_on"), "with_support": bool(data.get("with_support"))}
            if not words["starts_on"] and "starts_on" not in self.errors:
                self.add_error("starts_on", _("Enter the first day of the designation"))
        return words


class PrepareForm(PreparedForm, PreviewedForm):
    """One application's decision, to be told later; begins from what was prepared before, or from the scores."""

    areas = ModelCheckboxesField(
        queryset=Area.objects.none(),
        label=gettext_lazy("Areas of expertise"),
        required=False,
        help_text=gettext_lazy("Only for those who are designated. They may be fewer than asked for."),
    )

    def __init__(self, *args: Any, case: Application, **kwargs: Any) -> None:
        self.case = case
        criteria, areas = criteria_of(case), areas_applied_for(case)
        kwargs["initial"] = self._begin(case, criteria, areas) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        offer_criteria(self, criteria)
        offer_areas(self, case, areas)
        self.offer(decisions_for([case]))

    @staticmethod
    def _begin(case: Application, criteria: Sequence[Criterion], areas: Sequence[Any]) -> dict[str, Any]:
        offered = [one for one in areas if one.is_offered]
        before = PendingDecision.objects.filter(application=case).first()
        if before is None:
            reasons, words = begun_from_scores(case, criteria)
            return {"reasons": reasons, "feedback": words, "areas": offered} | {
                "starts_on": timezone.localdate()
            }
        return {
            "decision": before.step,
            "reasons": list(before.reasons.all()),
            "feedback": before.feedback,
            "areas": [one for one in areas if one.is_kept] or offered,
            "starts_on": before.starts_on or timezone.localdate(),
            "with_support": before.with_support,
        }

    def clean(self) -> dict[str, Any]:
        words = self.words()
        if words["decision"] in AGAINST and not words["reasons"]:
            self.add_error("reasons", _("Choose at least one criterion"))
        if words["decision"] in AGAINST and not words["feedback"] and "feedback" not in self.errors:
            self.add_error("feedback", _("Write the feedback; it becomes part of the letter"))
        if words["decision"] == Step.DESIGNATE:
            refuse_designated(self.case)
            words["areas"] = list(self.cleaned_data.get("areas", []))
            if not words["areas"]:
                self.add_error("areas", _("Choose at least one area"))
        return words


class PrepareManyForm(PreparedForm):
    """One decision about many applications; each then has words of its own, to be read and edited one by one."""

    def __init__(self, *args: Any, applications: Sequence[Application], **kwargs: Any) -> None:
        self.applications = applications
        super().__init__(*args, **kwargs)
        self.criteria = criteria_by(applications)
        offer_criteria(self, [one for criteria in self.criteria.values() for one in criteria])
        self.fields["starts_on"].initial = timezone.localdate
        self.fields["reasons"].help_text = _(
            "Leave this empty to name for each applicant the criteria on which they stand lowest."
        )
        self.fields["feedback"].help_text = _(
            "Leave this empty to begin each letter from the scores. Each can be edited before anybody is told."
        )
        self.offer(decisions_for(applications))

    def clean(self) -> dict[str, Any]:
        words = self.words()
        self.areas = areas_offered_to(self.applications) if words["decision"] == Step.DESIGNATE else {}
        judged = self._judged()
        mine = [(one, self._words_for(one, words, found)) for one, found in judged]
        if words["decision"] in AGAINST:
            for name in [one for one in NOT_GIVEN if one not in self.errors]:
                pairs = zip(mine, judged, strict=True)
                self._ask_for(name, [(one, found) for (one, own), (_one, found) in pairs if not own[name]])
        return {"prepared": mine}

    def _judged(self) -> list[tuple[Application, Judged]]:
        found = judged_at({one.pk: stage_of(one) or Score.Stage.INTERVIEW for one in self.applications})
        return [(one, found[one.pk]) for one in self.applications]

    def _words_for(self, application: Application, words: dict[str, Any], found: Judged) -> dict[str, Any]:
        """Return the words of one letter: those chosen for all, or this applicant's own from their scores."""
        mine = dict(words)
        if words["decision"] in AGAINST:
            criteria = self.criteria[application.pk]
            weak, begun = begun_from_scores(application, criteria, found)
            mine["reasons"] = [one for one in words["reasons"] if one in criteria] or weak
            mine["feedback"] = words["feedback"] or begun
        if words["decision"] == Step.DESIGNATE:
            mine["areas"] = self.areas.get(application.pk, [])
        return mine

    def _ask_for(self, name: str, bare: Sequence[tuple[Application, Judged]]) -> None:
        """Ask on its field for what the scores of these applicants do not give, and say why they do not."""
        for is_scored, text in NOT_GIVEN[name].items():
            names = ", ".join(str(one.applicant) for one, found in bare if bool(found.scored) is is_scored)
            if names:
                self.add_error(name, str(text) % {"names": names})


# What a letter against lacks, by field and whether scores count.
NOT_GIVEN = {
    "reasons": {
        False: gettext_lazy(
            "Choose criteria: no member of the panel has sent in scores that count for %(names)s."
        ),
        True: gettext_lazy("Choose criteria: none stands at red or amber for %(names)s."),
    },
    "feedback": {
        False: gettext_lazy(
            "Write the feedback: no member of the panel has sent in scores that count for %(names)s."
        ),
        True: gettext_lazy("Write the feedback: the scores of %(names)s give no words to begin with."),
    },
}
