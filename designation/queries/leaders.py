"""Leaders: for the public, and for the head who answers for them."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, Sum
from django.utils import timezone

from designation.models import Designation, Evidence
from designation.models.leaders import LINE_MANAGERS, DesignationQuerySet
from directory.models import Person, Post


def public_leaders() -> DesignationQuerySet:
    """Return active leaders who agreed to be listed, with what the public may see of them (2 queries)."""
    rows = Designation.objects.listed().select_related("person", "role_type", "home_school__local_authority")
    return rows.prefetch_related("areas")


def staff_of(person: Person) -> DesignationQuerySet:
    """Return the live designations of those this head or chair answers for at their schools (1 query)."""
    schools = person.authority.school_ids(*LINE_MANAGERS)
    rows = Designation.objects.filter(home_school__in=schools, state__in=Designation.LIVE).exclude(
        person=person
    )
    is_head = Post.objects.heads().confirmed().on(timezone.localdate())
    is_head = is_head.filter(person=OuterRef("person"), school=OuterRef("home_school"))
    return rows.select_related("person", "role_type", "home_school").annotate(leader_is_head=Exists(is_head))


def answering_for(one: Any) -> tuple[str, ...]:
    """Return the posts that answer for a leader found by `staff_of`: the chair's for a head, the head's for others."""
    return (Post.Role.CHAIR_OF_GOVERNORS,) if one.leader_is_head else Post.HEADS


def with_everything(rows: DesignationQuerySet) -> DesignationQuerySet:
    """Return designations with what their pages and lists show."""
    return rows.select_related("person", "role_type", "home_school", "application__round").prefetch_related(
        "areas"
    )


def found_by(rows: DesignationQuerySet, words: str) -> DesignationQuerySet:
    """Return designations whose leader, school or number holds every word."""
    for word in words.split():
        rows = rows.filter(
            Q(person__first_name__icontains=word)
            | Q(person__last_name__icontains=word)
            | Q(home_school__name__icontains=word)
            | Q(reference__icontains=word)
        )
    return rows


class Work(NamedTuple):
    """A leader's deployments, newest first: how many all agreed to, half days agreed and given, the last visit."""

    deployments: list
    agreed: int
    agreed_half_days: int
    given_half_days: int
    last_visit_on: date | None


def work_of(designation: Designation, person: Person) -> Work:
    """Return the leader's deployments this person may see, and what was given (2 queries).

    They are the floor above; they are asked by the name of the relation alone.
    """
    rows = designation.deployments.visible_to(person).select_related("school")
    deployments = list(rows.order_by("-starts_on", "-pk"))
    came_about = [one for one in deployments if one.has_come_about]
    visits = designation.evidence.filter(kind=Evidence.Kind.VISIT)
    given = visits.aggregate(half_days=Sum("half_days"), last=Max("on"))
    half_days = sum(one.half_days for one in came_about)
    return Work(deployments, len(came_about), half_days, given["half_days"] or 0, given["last"])
