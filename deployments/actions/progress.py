"""Objectives are agreed on before the first visit, and looked at together while the work goes on."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments import letters
from deployments.actions.agreements import order_agreement
from deployments.actions.aims import Aim, due_within, kept, write_objectives
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import DEPLOYMENT
from deployments.models import Deployment, Objective, ProgressMark, ProgressReview, Visit
from deployments.queries.progress import midpoint_due_on
from deployments.queries.terms import Dates, Wanted, terms_of
from directory.models import Person


class Mark(NamedTuple):
    """How one objective stands, and the words it has from now on; without a day it is due on the last day."""

    objective: Objective
    colour: str
    sentence: str
    text: str
    success_criterion: str
    due_on: date | None = None


@transaction.atomic
def set_objectives(
    deployment: Deployment, *, by: Person, objectives: Sequence[Aim], channel: str = Channel.PORTAL
) -> None:
    """Write the objectives of what was agreed anew; the others are told.

    They were not agreed to by all: the agreement prints them below the signatures, beside those that were.

    Who may: the leader, the head of the school supported, a manager, until the first visit was held; from then on
    a review changes their words. Raises StepNotOpen; Obstacle with fewer than one or more than five, or one that
    would be due outside the dates of the work.
    """
    DEPLOYMENT.advance(deployment, "set_objectives", by=by, channel=channel)
    before = terms_of(deployment).objectives
    write_objectives(deployment, objectives)
    _keep_what_was_agreed(deployment, before, by)
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
    and may give it new words or another due date. Raises StepNotOpen; Obstacle for a day to come or before it was
    agreed, a second mid-point review, an objective that is left out, or one due outside the dates of the work.
    """
    DEPLOYMENT.advance(deployment, "review", by=by, channel=channel)
    if on > timezone.localdate() or on < min(deployment.starts_on, timezone.localdate(deployment.agreed_at)):
        raise Obstacle(_("Choose a day since the work began, and not one to come."))
    before = ProgressReview.objects.filter(deployment=deployment)
    if kind == ProgressReview.Kind.MIDPOINT and before.filter(kind=kind).exists():
        raise Obstacle(_("There was a mid-point review already. Choose another kind."))
    if {mark.objective.pk for mark in marks} != set(deployment.objectives.values_list("pk", flat=True)):
        raise Obstacle(_("Say of each objective how it stands."))
    agreed, is_newest = terms_of(deployment).objectives, not before.filter(on__gt=on).exists()
    made = ProgressReview.objects.create(deployment=deployment, kind=kind, on=on, by=by)
    due = Dates.of(deployment)
    marks = [mark._replace(due_on=due_within(mark.due_on, due)) for mark in marks]
    reworded = [_keep(made, mark, is_newest=is_newest) for mark in marks]
    keep_midpoint(deployment)
    if any(reworded):
        _keep_what_was_agreed(deployment, agreed, by)
    letters.progress_reviewed(made, reworded=any(reworded))
    return made


def _keep(made: ProgressReview, mark: Mark, *, is_newest: bool) -> bool:
    """Keep one mark, and on the objective what it says where it is the newest; say whether its words changed."""
    ProgressMark.objects.create(
        review=made, objective=mark.objective, colour=mark.colour, sentence=mark.sentence
    )
    if not is_newest:
        return False
    one, words = mark.objective, (mark.text, mark.success_criterion, mark.due_on)
    changed = words != (one.text, one.success_criterion, one.due_on)
    one.text, one.success_criterion, one.due_on = words
    one.save(update_fields=["text", "success_criterion", "due_on"])
    note_progress(one, mark.colour, on=made.on)
    return changed


def note_progress(objective: Objective, colour: str, *, on: date, visit: Visit | None = None) -> None:
    """Keep how an objective stands from a day on, by the record of a `visit` or by a review.

    Where it stands so already, it does since that day still.
    """
    changed = Objective.objects.filter(pk=objective.pk).exclude(progress=colour)
    changed.update(progress=colour, progress_since=on, progress_visit=visit)


def _keep_what_was_agreed(deployment: Deployment, wanted: list[Wanted], by: Person) -> None:
    """Keep the objectives all had agreed to, the first time somebody changes them, and who changed them now."""
    deployment.refresh_from_db(fields=["objectives_agreed"])
    if not deployment.objectives_agreed:
        deployment.objectives_agreed = kept(wanted)
    deployment.objectives_changed_by, deployment.objectives_changed_at = by, timezone.now()
    Deployment.objects.filter(pk=deployment.pk).update(
        objectives_agreed=deployment.objectives_agreed,
        objectives_changed_by=by,
        objectives_changed_at=deployment.objectives_changed_at,
    )
    order_agreement(deployment)


def keep_midpoint(deployment: Deployment) -> None:
    """Write down when the mid-point review falls due, whenever days, dates, visits held or reviews have changed."""
    deployment.midpoint_due_on = midpoint_due_on(deployment, timezone.localdate())
    Deployment.objects.filter(pk=deployment.pk).update(midpoint_due_on=deployment.midpoint_due_on)


@transaction.atomic
def remind_of_midpoint(deployment: Deployment, on: date | None = None) -> None:
    """Ask the leader and the school's head for the mid-point review, once for the day `on`: by itself the due day."""
    letters.midpoint_due(deployment, on)
