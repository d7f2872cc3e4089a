"""Work that another leader goes on with: what is left of it, and which managers look after which cases."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from casework.lifecycle import Task
from deployments.models import Deployment, SupportRequest, Visit
from deployments.queries.leaving import left_midway
from deployments.queries.schools import OPEN_DEPLOYMENTS, OPEN_REQUESTS
from directory.models import Person, Post

OBJECTIVE = ("text", "success_criterion", "baseline", "measure")


def predecessor_of(request: SupportRequest) -> Deployment | None:
    """Return the work that was stopped last for this request: whoever is proposed now goes on with it."""
    stopped = Deployment.objects.filter(request=request, state=Deployment.State.STOPPED)
    return stopped.prefetch_related("objectives", "visits").order_by("-state_at", "-pk").first()


def half_days_left(deployment: Deployment) -> int:
    """Return the half days agreed and not held."""
    held = sum(one.half_days for one in deployment.visits.all() if one.state in Visit.HAPPENED)
    return max(deployment.half_days - held, 0)


def to_go_on_with(request: SupportRequest) -> dict[str, Any]:
    """Return the half days left and the objectives of stopped work, as the proposal's form has them."""
    before = predecessor_of(request)
    if before is None:
        return {}
    rest = half_days_left(before)
    found: dict[str, Any] = {"half_days": rest} if rest else {}
    for number, objective in enumerate(before.objectives.all(), start=1):
        found |= {f"{name}_{number}": getattr(objective, name) for name in OBJECTIVE}
    return found


def leavers_due(on: date) -> list[Deployment]:
    """Return work under way whose leader has left, to be put before the managers with the next best match."""
    return list(Deployment.objects.filter(left_midway(on)).in_full().order_by("pk"))


def looked_after_by(person: Person) -> tuple[QuerySet[Deployment], QuerySet[SupportRequest]]:
    """Return the open deployments and requests a manager looks after."""
    return (
        Deployment.objects.filter(looked_after_by=person, state__in=OPEN_DEPLOYMENTS),
        SupportRequest.objects.filter(looked_after_by=person, state__in=OPEN_REQUESTS),
    )


def who_look_after_cases() -> QuerySet[Person]:
    """Return the people who look after an open deployment or request, managers still or not."""
    deployments = Deployment.objects.filter(state__in=OPEN_DEPLOYMENTS).values("looked_after_by")
    requests = SupportRequest.objects.filter(state__in=OPEN_REQUESTS).values("looked_after_by")
    return Person.objects.filter(Q(pk__in=deployments) | Q(pk__in=requests))


def who_left_cases_behind(on: date) -> QuerySet[Person]:
    """Return the people who look after open cases and are no managers of the alliance any more."""
    posts = Post.objects.filter(role=Post.Role.ALLIANCE_MANAGER).confirmed().on(on)
    return who_look_after_cases().exclude(pk__in=posts.values("person"))


def handover_task(count: int) -> Task:
    """Return the line that asks a manager to hand over the cases of so many who left."""
    title = ngettext(
        "Hand over the cases of %(count)d manager who left",
        "Hand over the cases of %(count)d managers who left",
        count,
    )
    return Task(title % {"count": count}, reverse("deployments:hand-over"))
