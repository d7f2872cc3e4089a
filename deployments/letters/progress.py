"""Who is told what about objectives and how they stand."""

from datetime import date
from typing import Any

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import Deployment, ProgressReview
from deployments.queries.people import around
from directory.models import Person


def objectives_changed(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties and the managers what is to be achieved now."""
    people = around(deployment, timezone.localdate())
    for person in each(*people.parties, *people.managers):
        if person != besides:
            objectives = list(deployment.objectives.all())
            post("deployments/objectives_changed", person, deployment, by=besides, objectives=objectives)


def progress_reviewed(review: ProgressReview, *, reworded: bool = False) -> None:
    """Tell the parties and the managers how the objectives stand, besides who wrote it down; and of new words."""
    people = around(review.deployment, timezone.localdate())
    marks = list(review.marks.select_related("objective"))
    for person in each(*people.parties, *people.managers):
        if person != review.by:
            about: dict[str, Any] = {"review": review, "marks": marks, "reworded": reworded}
            post("deployments/progress_reviewed", person, review.deployment, **about)


def midpoint_due(deployment: Deployment, on: date | None = None) -> None:
    """Ask the leader and the head of the school supported for the mid-point review, once for the day it falls due."""
    people = around(deployment, timezone.localdate())
    url = deployment.page("review")
    for person in each(people.leader, people.receiver):
        post("deployments/midpoint_due", person, deployment, due_on=on or deployment.midpoint_due_on, url=url)
