"""Work that another leader goes on with: what is left of it, and which managers look after which cases."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from casework.lifecycle import Task
from deployments.models import Deployment, SupportRequest, Visit
from deployments.queries.leaving import left_midway
from deployments.queries.money import half_days_held
from deployments.queries.schools import OPEN_DEPLOYMENTS, OPEN_REQUESTS
from deployments.queries.terms import OF_OBJECTIVE
from directory.models import Person, Post


def predecessor_of(request: SupportRequest) -> Deployment | None:
    """Return the work that was stopped last for this request: whoever is proposed now goes on with it."""
    stopped = Deployment.objects.filter(request=request, state=Deployment.State.STOPPED)
    return stopped.prefetch_related("objectives").order_by("-state_at", "-pk").first()


class Wanted(NamedTuple):
    """How many half days a leader is looked for, and from when to when."""

    half_days: int
    starts_on: date
    ends_on: date


def asked_for(request: SupportRequest) -> Wanted:
    """Return what a request asked for as a whole."""
    return Wanted(request.half_days, request.starts_on, request.ends_on)


def rest_of(deployment: Deployment, held: int) -> Wanted | None:
    """Return what is left of work of which so many half days were held: from today to the day agreed as its last."""
    left, first = deployment.half_days - held, max(deployment.starts_on, timezone.localdate())
    return Wanted(left, first, max(first, deployment.ends_on)) if left > 0 else None


def _may_rest(request: Any) -> bool:
    return getattr(request, "was_stopped", True)


def wanted_of_each(requests: Sequence[SupportRequest]) -> dict[int, Wanted]:
    """Return by request what is looked for: what was asked for, or the rest of work that was stopped (1 query).

    No query where `in_full` has said that nothing was stopped.
    """
    asked, perhaps = (
        {one.pk: asked_for(one) for one in requests},
        [one.pk for one in requests if _may_rest(one)],
    )
    if not perhaps:
        return asked
    stopped = Deployment.objects.filter(request__in=perhaps, state=Deployment.State.STOPPED)
    held = Sum("visits__half_days", filter=Q(visits__state__in=Visit.KEPT), default=0)
    # In the order in which they were stopped: the last one says what is left.
    rows = stopped.annotate(held=held).order_by("state_at", "pk")
    rests = {one.request_id: rest_of(one, one.held) for one in rows}
    return asked | {pk: rest for pk, rest in rests.items() if pk is not None and rest is not None}


def wanted_of(request: SupportRequest) -> Wanted:
    """Return what is looked for: what was asked for, or the rest of the work that was stopped for it (1 query)."""
    return wanted_of_each([request])[request.pk]


def wanted_instead(deployment: Deployment) -> Wanted | None:
    """Return what another leader is looked for where a deployment for a request did not come about."""
    request = deployment.request
    # Nothing was stopped for a request whose deployment goes on with nothing.
    return asked_for(request) if request is not None and deployment.carries_on_id is None else None


def to_go_on_with(request: SupportRequest) -> tuple[Wanted, dict[str, Any]]:
    """Return what is looked for, and what of it is left of stopped work, as the proposal's form has it."""
    before = predecessor_of(request) if _may_rest(request) else None
    if before is None:
        return asked_for(request), {}
    rest = rest_of(before, half_days_held(before))
    found: dict[str, Any] = rest._asdict() if rest else {}
    for number, objective in enumerate(before.objectives.all(), start=1):
        found |= {f"{name}_{number}": getattr(objective, name) for name in OF_OBJECTIVE}
        if objective.due_on and objective.due_on < timezone.localdate():  # the next leader begins after it
            del found[f"due_on_{number}"]
    return rest or asked_for(request), found


def leavers_due(on: date) -> list[Deployment]:
    """Return work under way whose leader has left, to be put before the managers with the next best match."""
    return list(Deployment.objects.filter(left_midway(on)).in_full().order_by("pk"))


def looked_after_by(person: Person) -> tuple[QuerySet[Deployment], QuerySet[SupportRequest]]:
    """Return the open deployments and requests a manager looks after."""
    return (
        Deployment.objects.filter(looked_after_by=person, state__in=OPEN_DEPLOYMENTS),
        SupportRequest.objects.filter(looked_after_by=person, state__in=OPEN_REQUESTS),
    )


def key_of(case: Deployment | SupportRequest) -> str:
    """Return how a case stands in a form that lists both kinds: deployment-12."""
    return f"{case.NOUN}-{case.pk}"


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
