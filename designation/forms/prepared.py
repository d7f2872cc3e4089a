"""What managers fill in when they prepare a decision to be told later, of one application or of many."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.forms import DateField, ModelCheckboxesField, PortalForm, RadioField
from designation.forms.decisions import (
    areas_applied_for,
    begun_from_scores,
    feedback_field,
    offer_areas,
    offer_criteria,
    refuse_designated,
    support_field,
)
from designation.forms.moves import a_year_ago, in_a_year
from designation.forms.panel import PreviewedForm
from designation.models import Application, Area, ChosenArea, Criterion, PendingDecision, Score
from designation.queries.decisions import AGAINST, Step, decisions_for
from designation.queries.grid import Judged, judged_at
from designation.queries.panel import criteria_by, criteria_of, stage_of

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


def areas_offered_to(cases: Iterable[Application]) -> dict[int, list[Area]]:
    """Return, by application, the areas applied for that are still offered today (1 query)."""
    offered = Area.objects.active(timezone.localdate()).values("pk")
    chosen = ChosenArea.objects.filter(application__in=cases, area__in=offered).select_related("area")
    found: dict[int, list[Area]] = {}
    for one in chosen.order_by(*(f"area__{name}" for name in Area._meta.ordering or ())):
        found.setdefault(one.application_id, []).append(one.area)
    return found


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
