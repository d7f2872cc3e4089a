"""Requests that ask for what a school has asked for already."""

from collections.abc import Iterable

from django.db.models import QuerySet

from deployments.models import SupportRequest
from designation.models import Area
from directory.models import School

R = SupportRequest.State
UNFINISHED = (R.OPEN, R.PROPOSED, R.MATCHED)


def similar_requests(school: School, areas: Iterable[Area]) -> QuerySet[SupportRequest]:
    """Return a school's requests that are not finished and share an area, the newest first."""
    same = SupportRequest.objects.filter(school=school, areas__in=areas, state__in=UNFINISHED)
    return same.distinct().order_by("-created_at", "-pk")
