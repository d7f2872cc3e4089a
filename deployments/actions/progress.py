"""Objectives are agreed on before the first visit, and looked at together while the work goes on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import documents
from casework.models import Channel
from deployments import letters
from deployments.actions.aims import Aim, write_objectives
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Deployment, Objective, ProgressMark, ProgressReview
from deployments.queries.progress import midpoint_due_on
from directory.models import Person

AGREEMENT, LANGUAGES = "deployments/agreement", ("en", "cy")


class Mark(NamedTuple):
    """How one objective stands, and the words it has from now on."""

    objective: Objective
    colour: str
    sentence: str
    text: str
    success_criterion: str


@transaction.atomic
def set_objectives(
    deployment: Deployment, *, by: Person, objectives: Sequence[Aim], channel: str = Channel.PORTAL
) -> None:
    """Write the objectives of what was agreed anew; the agreement is made anew with them, and the others are told.

    Who may: the leader, the head of the school supported, a manager, until the first visit was held; from then on
    a review changes their words. Raises StepNotOpen; Obstacle with fewer than one or more than five.
    """
    DEPLOYMENT.advance(deployment, "set_objectives", by=by, channel=channel)
    write_objectives(deployment, objectives)
    _agreement_anew(deployment)
    letters.objectives_changed(deployment, besides=by)


@transaction.atomic
def review(
    deployment: Deployment,
    *,
    by: Person,
    kind: str,
    on: date,
    marks: Sequence[Mark],
    channel: str = Channel.PORTAL,
) -> ProgressReview:
    """Keep how each objective stood on a day, in a colour and a sentence; the others are told.

    Who may: the leader, the head of the school supported, a manager. The newest review says how an objective stands,
    and may give it new words. Raises StepNotOpen; Obstacle for a day to come or before it was agreed, a second
    mid-point review, or an objective that is left out.
    """
    DEPLOYMENT.advance(deployment, "review", by=by, channel=channel)
    if on > timezone.localdate() or on < min(deployment.starts_on, timezone.localdate(deployment.agreed_at)):
        raise Obstacle(_("Choose a day since the work began, and not one to come."))
    before = ProgressReview.objects.filter(deployment=deployment)
    if kind == ProgressReview.Kind.MIDPOINT and before.filter(kind=kind).exists():
        raise Obstacle(_("There was a mid-point review already. Choose another kind."))
    if {mark.objective.pk for mark in marks} != set(deployment.objectives.values_list("pk", flat=True)):
        raise Obstacle(_("Say of each objective how it stands."))
    is_newest = not before.filter(on__gt=on).exists()
    made = ProgressReview.objects.create(deployment=deployment, kind=kind, on=on, by=by)
    reworded = [_keep(made, mark, is_newest=is_newest) for mark in marks]
    keep_midpoint(deployment)
    if any(reworded):
        _agreement_anew(deployment)
    letters.progress_reviewed(made)
    return made


def _keep(made: ProgressReview, mark: Mark, *, is_newest: bool) -> bool:
    """Keep one mark, and on the objective what it says where it is the newest; say whether its words changed."""
    ProgressMark.objects.create(
        review=made, objective=mark.objective, colour=mark.colour, sentence=mark.sentence
    )
    if not is_newest:
        return False
    words = (mark.text, mark.success_criterion)
    changed = words != (mark.objective.text, mark.objective.success_criterion)
    mark.objective.text, mark.objective.success_criterion = words
    mark.objective.progress = mark.colour
    mark.objective.save(update_fields=["text", "success_criterion", "progress"])
    return changed


def _agreement_anew(deployment: Deployment) -> None:
    documents.recall(deployment, AGREEMENT)
    for language in LANGUAGES:
        documents.order(deployment, AGREEMENT, language)


def keep_midpoint(deployment: Deployment) -> None:
    """Write down when the mid-point review falls due, whenever days, dates, visits held or reviews have changed."""
    deployment.midpoint_due_on = midpoint_due_on(deployment, timezone.localdate())
    Deployment.objects.filter(pk=deployment.pk).update(midpoint_due_on=deployment.midpoint_due_on)


@transaction.atomic
def remind_of_midpoint(deployment: Deployment) -> None:
    """Ask the leader and the head of the school supported for the mid-point review; once for the day it falls due."""
    letters.midpoint_due(deployment)
