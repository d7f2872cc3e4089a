"""Sets the stage for the stories of a change: Brookside has agreed on two days with Sam, and wants three."""

from datetime import date, timedelta

from django.db.models import F
from django.utils import timezone

from deployments.models import (
    Deployment,
    ProgressMark,
    ProgressReview,
    TermBudget,
    Variation,
    VariationConsent,
)
from tests.deployments import stage
from tests.journeys.steps import typed

REASON = "A second class wants to join."


def longer() -> date:
    """Return a last day thirty days after the one that was agreed."""
    return stage.today() + timedelta(days=90)


def answer(case: Deployment, **fields) -> dict:
    """Return what is typed to ask for six half days instead of four, and a month more."""
    now = {"half_days": "3", "starts_on": case.starts_on, "ends_on": longer()}
    return typed(now | {"funding": "school", "reason": REASON} | fields)


def variation(cast, state: str = "proposed", *, answered: tuple[str, ...] = (), **fields) -> Variation:
    """Return Rob's change of Sam's deployment in a state: six half days instead of four, and a month more.

    `answered` names parties that have agreed already; Rob's school has by proposing it.
    """
    of = fields.pop("of", None) or stage.deployment(cast, "active")
    values = {
        "deployment": of,
        "half_days": 6,
        "half_days_before": of.half_days,
        "starts_on": of.starts_on,
        "starts_on_before": of.starts_on,
        "ends_on": longer(),
        "ends_on_before": of.ends_on,
        "funding": "school",
        "funding_before": "school",
        "reason": REASON,
        "proposed_by": cast.rob,
        "state": state,
    }
    made = Variation.objects.create(**values | fields)
    if state == "proposed":
        budget = TermBudget.objects.filter(designation=of.designation, term_starts_on=stage.term_of_work(of))
        budget.update(taken=F("taken") + made.half_days_added)
        of.shares.update(half_days=F("half_days") + made.half_days_added)
    for position, (party, person) in enumerate(
        [("leader", cast.sam), ("line_manager", cast.hannah), ("receiving_head", cast.rob)], start=1
    ):
        consent = VariationConsent(variation=made, party=party, position=position, asked_of=person)
        consent.asked_as = "leader" if party == "leader" else "head"
        consent.asked_at, consent.due_on = timezone.now(), stage.today() + timedelta(days=7)
        if state == "agreed" or person == made.proposed_by or party in answered:
            consent.decision, consent.by, consent.at = "given", person, timezone.now()
            consent.channel = "portal"
        consent.save()
    return made


def progress_review(cast, kind: str = "midpoint", *, colour: str = "amber", **fields) -> ProgressReview:
    """Return Rob's review of a deployment under way: every objective in one colour, with a sentence."""
    of = fields.pop("of", None) or stage.deployment(cast, "active")
    values = {"deployment": of, "kind": kind, "on": stage.today(), "by": cast.rob}
    made = ProgressReview.objects.create(**values | fields)
    for objective in of.objectives.all():
        ProgressMark.objects.create(
            review=made, objective=objective, colour=colour, sentence="Two of four classes."
        )
    return made


def taken(case: Deployment) -> int:
    """Return the half days taken of the leader's budgets, of all terms."""
    return stage.taken(designation=case.designation)
