"""Who is told what about requests for support."""

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import SupportRequest
from directory.models import Person
from directory.queries.posts import alliance_managers


def request_received(request: SupportRequest) -> None:
    """Confirm a request to whoever made it and to the school's contact."""
    for person in each(request.made_by, request.contact):
        post("deployments/request_received", person, request)


def request_opened(request: SupportRequest) -> None:
    """Ask the alliance's managers to find somebody."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/request_opened", manager, request, url=request.page("propose"))


def request_withdrawn(request: SupportRequest, *, by: Person | None = None) -> None:
    """Tell the managers, the school's contact and who made the request that it is withdrawn."""
    managers = alliance_managers(timezone.localdate())
    for person in each(*managers, request.made_by, request.contact):
        if person != by:
            post("deployments/request_withdrawn", person, request, by=by)


def request_unmet(
    request: SupportRequest, *, by: Person | None = None, reason: str = "", why: str = ""
) -> None:
    """Tell the school's contact and who made the request that nobody could be found, and why."""
    label = SupportRequest.UnmetWhy(why).label if why else ""
    for person in each(request.made_by, request.contact):
        if person != by:
            post("deployments/request_unmet", person, request, why=label, reason=reason)
