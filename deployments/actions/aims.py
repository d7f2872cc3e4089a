"""Objectives as they are typed, and how they are kept: one to five, numbered, each due within the dates of the work."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from deployments.actions.obstacles import Obstacle
from deployments.models import Deployment, Objective
from deployments.queries.terms import Dates, Wanted, due_then
from directory.calendar import said


class Aim(NamedTuple):
    """One objective as somebody types it; without a day it is due on the last day of the work."""

    text: str
    success_criterion: str
    baseline: str = ""
    measure: str = ""
    evidence: str = ""
    due_on: date | None = None


def aims_within(objectives: Sequence[Aim], dates: Dates) -> list[Aim]:
    """Return one to five objectives as they are kept. Raise Obstacle with fewer or more, or due outside the dates."""
    if not 1 <= len(objectives) <= 5:
        raise Obstacle(_("Give one objective at least, and five at most."))
    return [aim._replace(due_on=due_within(aim.due_on, dates)) for aim in objectives]


def due_within(due_on: date | None, dates: Dates) -> date | None:
    """Return when an objective is due as it is kept: no day for the last day. Raise Obstacle outside the dates."""
    if due_on is not None and not dates.starts_on <= due_on <= dates.ends_on:
        words = {"first": said(dates.starts_on), "last": said(dates.ends_on)}
        raise Obstacle(_("An objective must be due between %(first)s and %(last)s.") % words)
    return None if due_on == dates.ends_on else due_on


def write_objectives(deployment: Deployment, objectives: Sequence[Aim]) -> None:
    """Write the objectives of a deployment no visit of which was held, in the place of those it has."""
    aims = aims_within(objectives, Dates.of(deployment))
    deployment.objectives.all().delete()
    for position, aim in enumerate(aims, start=1):
        Objective.objects.create(deployment=deployment, position=position, **aim._asdict())


def kept(wanted: Sequence[Wanted]) -> list[dict[str, str | None]]:
    """Return objectives as they are kept beside a deployment that has others by now."""
    aims = [Aim(*one) for one in wanted]
    return [aim._asdict() | {"due_on": aim.due_on.isoformat() if aim.due_on else None} for aim in aims]


def move_dues(deployment: Deployment, before: Dates, now: Dates) -> None:
    """Let objectives be due within the new dates: those of today, and those that were agreed to."""
    for one in deployment.objectives.exclude(due_on=None):
        Objective.objects.filter(pk=one.pk).update(due_on=due_then(one.due_on, before, now))
    deployment.refresh_from_db(fields=["objectives_agreed"])
    for words in deployment.objectives_agreed:
        then = due_then(date.fromisoformat(words["due_on"]), before, now) if words["due_on"] else None
        words["due_on"] = then.isoformat() if then else None
    Deployment.objects.filter(pk=deployment.pk).update(objectives_agreed=deployment.objectives_agreed)
