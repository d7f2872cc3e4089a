"""Who is told what about informal support: the heads of both schools, and of an objection the managers."""

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import InformalSupport
from deployments.queries.parties import holder_of
from directory.models import Person
from directory.queries.posts import alliance_managers


def _heads(support: InformalSupport) -> list[Person]:
    """Return who speaks for the two schools: the head, or the chair where there is none."""
    on = timezone.localdate()
    schools = (support.home_school, support.school)
    return each(*(holder_of(one, "head", on) or holder_of(one, "chair", on) for one in schools))


def informal_recorded(support: InformalSupport, *, besides: Person | None = None) -> None:
    """Tell the other head what was recorded, and that it can be put right."""
    for person in _heads(support):
        if person != besides:
            post("deployments/informal_recorded", person, support, by=support.recorded_by)


def informal_corrected(support: InformalSupport, *, besides: Person | None = None) -> None:
    """Tell the other head that the record was put right."""
    for person in _heads(support):
        if person != besides:
            post("deployments/informal_corrected", person, support, by=besides)


def informal_objected(support: InformalSupport, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other head and the managers who objected and why."""
    for person in each(*_heads(support), *alliance_managers(timezone.localdate())):
        if person != by:
            post("deployments/informal_objected", person, support, by=by, reason=reason)


def informal_withdrawn(support: InformalSupport, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the other head who withdrew the record and why."""
    for person in _heads(support):
        if person != by:
            post("deployments/informal_withdrawn", person, support, by=by, reason=reason)
