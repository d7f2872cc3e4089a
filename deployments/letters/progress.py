"""Who is told what about objectives and how they stand."""

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
            objectives = list(deployment.objectives.order_by("position"))
            post("deployments/objectives_changed", person, deployment, by=besides, objectives=objectives)


def progress_reviewed(review: ProgressReview) -> None:
    """Tell the parties and the managers how the objectives stand, besides who wrote it down."""
    people = around(review.deployment, timezone.localdate())
    marks = list(review.marks.select_related("objective"))
    for person in each(*people.parties, *people.managers):
        if person != review.by:
            post("deployments/progress_reviewed", person, review.deployment, review=review, marks=marks)


def midpoint_due(deployment: Deployment) -> None:
    """Ask the leader and the head of the school supported for the mid-point review, once for the day it falls due."""
    people = around(deployment, timezone.localdate())
    url = deployment.page("review")
    for person in each(people.leader, people.receiver):
        post("deployments/midpoint_due", person, deployment, due_on=deployment.midpoint_due_on, url=url)
