"""Where a deployment stands: when its mid-point review falls due, and which are due."""

from datetime import date
from typing import Any

from django.db.models import Q

from deployments.models import Deployment, Objective, ProgressMark, ProgressReview
from deployments.queries.money import half_days_held
from directory.calendar import is_working_day
from directory.models import Person, Post


def midpoint_due_on(deployment: Deployment, on: date) -> date | None:
    """Return when the mid-point review falls due; None once it was made.

    Half way through the agreed dates, or on the day by which half of the agreed half days were held, whichever is
    first.
    """
    if ProgressReview.objects.filter(deployment=deployment, kind=ProgressReview.Kind.MIDPOINT).exists():
        return None
    first, last = deployment.starts_on, deployment.ends_on
    middle = date.fromordinal((first.toordinal() + last.toordinal()) // 2)
    if 2 * half_days_held(deployment) < deployment.half_days:
        return middle
    return min(middle, deployment.midpoint_due_on or middle, on)


def midpoint_reached(on: date) -> Q:
    """Return what makes a deployment one under way whose mid-point review is due."""
    return Q(state=Deployment.State.ACTIVE, midpoint_due_on__lte=on)


def is_midpoint(deployment: Deployment, on: date) -> bool:
    """Say the same of one deployment in memory."""
    due_on = deployment.midpoint_due_on
    return deployment.state == Deployment.State.ACTIVE and due_on is not None and due_on <= on


def midpoint_asked_of(person: Person) -> Q:
    """Return what makes a deployment one whose mid-point review this person is asked for: its leader or its head."""
    schools = person.authority.school_ids(*Post.HEADS)
    return Q(designation__person=person) | Q(school__in=schools)


def midpoints_due(on: date) -> list[Deployment]:
    """Return deployments whose mid-point review is due; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    return list(Deployment.objects.filter(midpoint_reached(on)).in_full().order_by("pk"))


OF_OBJECTIVE = ("pk", "position", "text", "success_criterion", "baseline", "measure", "progress")
OF_MARK = ("marks__colour", "marks__sentence", "marks__review__on", "marks__review__kind")


def objectives_with_course(deployment: Deployment) -> list[Any]:
    """Return the objectives of a deployment, each with the `course` of its colours over time; one query for both."""
    ordered = deployment.objectives.order_by("position", "marks__review__on", "marks__pk")
    found: dict[int, Any] = {}
    for row in ordered.values_list(*OF_OBJECTIVE, *OF_MARK):
        known, (colour, sentence, on, kind) = row[: len(OF_OBJECTIVE)], row[len(OF_OBJECTIVE) :]
        objective = found.setdefault(row[0], Objective(**dict(zip(OF_OBJECTIVE, known, strict=True))))
        objective.course = getattr(objective, "course", [])
        if colour is not None:
            review = ProgressReview(on=on, kind=kind)
            objective.course.append(ProgressMark(colour=colour, sentence=sentence, review=review))
    return list(found.values())
