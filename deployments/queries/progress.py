"""Where a deployment stands: when its mid-point review falls due, and which are due."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from deployments.models import Deployment, Objective, ProgressMark, ProgressReview
from deployments.queries.money import half_days_held
from deployments.queries.terms import OF_OBJECTIVE
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


KNOWN = ("pk", "position", "progress", "progress_since", "progress_visit_id", *OF_OBJECTIVE)
OF_MARK = ("marks__colour", "marks__sentence", "marks__review__on", "marks__review__kind")


# Work whose objectives are to be met by a day; who paused it said when it is looked at again.
TIED_TO_DAYS = (Deployment.State.AGREED, Deployment.State.ACTIVE)


def late_objectives(on: date) -> QuerySet[Any]:
    """Return objectives of work that goes on whose day is over and that are not green, each with that `day`."""
    found = Objective.objects.filter(deployment__state__in=TIED_TO_DAYS).annotate(
        day=Coalesce("due_on", "deployment__ends_on")
    )
    return found.filter(day__lt=on).exclude(progress=Objective.Progress.GREEN)


def is_late(objective: Objective, on: date) -> bool:
    """Say the same of one objective in memory."""
    tied = objective.deployment.state in TIED_TO_DAYS
    return tied and objective.due_by < on and objective.progress != Objective.Progress.GREEN


def objectives_with_course(deployment: Deployment, on: date) -> list[Any]:
    """Return a deployment's objectives, each with the `course` of its colours and whether it `is_late`, in a query."""
    ordered = deployment.objectives.order_by("position", "marks__review__on", "marks__pk")
    found: dict[int, Any] = {}
    for row in ordered.values_list(*KNOWN, *OF_MARK):
        known, (colour, sentence, day, kind) = row[: len(KNOWN)], row[len(KNOWN) :]
        made = Objective(deployment=deployment, **dict(zip(KNOWN, known, strict=True)))
        objective = found.setdefault(row[0], made)
        objective.course, objective.is_late = getattr(objective, "course", []), is_late(objective, on)
        if colour is not None:
            review = ProgressReview(on=day, kind=kind)
            objective.course.append(ProgressMark(colour=colour, sentence=sentence, review=review))
    return list(found.values())
