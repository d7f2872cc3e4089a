"""Which schools became other ones while work at them, or by their leaders, is open."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from deployments.models import (
    Claim,
    Deployment,
    Facilitation,
    GroupMember,
    InformalSupport,
    SchoolGroup,
    SupportRequest,
)
from directory.models import School
from directory.queries.schools import successor_of

S, R, C = Deployment.State, SupportRequest.State, Claim.State
OPEN_DEPLOYMENTS = (*Deployment.LIVE, S.COMPLETED, S.EVALUATED)
OPEN_REQUESTS = (R.OPEN, R.PROPOSED, R.MATCHED)
OPEN_CLAIMS = (C.COLLECTING, C.SUBMITTED, C.QUERIED, C.APPROVED)
BOTH = ("home_school", "school")


def informal_going_on(on: date) -> QuerySet[InformalSupport]:
    """Return informal support that is not over, or that a head has objected to and nobody put right yet."""
    standing = InformalSupport.objects.exclude(state=InformalSupport.State.WITHDRAWN)
    return standing.filter(Q(ends_on__gte=on) | Q(state=InformalSupport.State.OBJECTED))


def _concerned(on: date) -> list[QuerySet]:
    """Return where open work is done or led, as subqueries of schools."""
    deployments = Deployment.objects.filter(state__in=OPEN_DEPLOYMENTS)
    requests = SupportRequest.objects.filter(state__in=OPEN_REQUESTS)
    claims = Claim.objects.filter(state__in=OPEN_CLAIMS)
    informal = informal_going_on(on)
    facilitations = Facilitation.objects.filter(state=Facilitation.State.RECORDED)
    groups = SchoolGroup.objects.filter(state=SchoolGroup.State.RUNNING)
    both = [rows.values(name) for rows in (deployments, informal, facilitations) for name in BOTH]
    members = GroupMember.objects.filter(group__in=groups, left_on=None)
    return [
        *both,
        *(rows.values("school") for rows in (requests, claims, members)),
        groups.values("lead_school"),
    ]


def schools_succeeded() -> list[tuple[School, School]]:
    """Return closed schools with open work, each with the one open school that took its place."""
    closed = School.objects.exclude(pk__in=School.objects.open().values("pk"))
    concerned = Q()
    for schools in _concerned(timezone.localdate()):
        concerned |= Q(pk__in=schools)
    found = [(school, successor_of(school)) for school in closed.filter(concerned).order_by("pk")]
    return [(school, successor) for school, successor in found if successor is not None]
