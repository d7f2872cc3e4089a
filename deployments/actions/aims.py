"""Objectives as they are typed, and how they are kept: one to five, numbered."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from deployments.actions.obstacles import Obstacle
from deployments.models import Deployment, Objective


class Aim(NamedTuple):
    """One objective as somebody types it."""

    text: str
    success_criterion: str
    baseline: str = ""
    measure: str = ""


def hold_number(objectives: Sequence[Aim]) -> None:
    """Raise Obstacle unless there are one to five objectives."""
    if not 1 <= len(objectives) <= 5:
        raise Obstacle(_("Give one objective at least, and five at most."))


def write_objectives(deployment: Deployment, objectives: Sequence[Aim]) -> None:
    """Write the objectives of a deployment no visit of which was held, in the place of those it has."""
    hold_number(objectives)
    deployment.objectives.all().delete()
    for position, aim in enumerate(objectives, start=1):
        Objective.objects.create(deployment=deployment, position=position, **aim._asdict())
