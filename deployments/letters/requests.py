"""Who is told what about requests for support."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.urls import reverse
from django.utils import timezone

from casework.letters import post, while_due
from deployments.letters.people import each
from deployments.models import RequestDraft, SupportRequest
from deployments.queries.corrections import Changed
from deployments.queries.drafts import lies
from deployments.rules.requests import may_see_request
from directory.models import Person
from directory.queries.posts import alliance_managers


def _hearers(request: SupportRequest) -> list[Person]:
    """Return who made the request and the school's contact, those of them who may see it today."""
    known = each(request.made_by, request.contact)
    return [person for person in known if may_see_request(person, request)]


def request_unfinished(draft: RequestDraft, *, due_on: date) -> None:
    """Remind whoever writes a request that it is not sent; once for this day. The draft stands where a case would."""
    url = reverse("deployments:request-tasks", args=[draft.pk])
    post("deployments/request_unfinished", draft.person, cast(Any, draft), due_on=due_on, url=url)


def _lies_still(case: Any) -> bool:
    return isinstance(case, RequestDraft) and lies(case, timezone.localdate())


while_due("deployments/request_unfinished", _lies_still)


def request_received(request: SupportRequest) -> None:
    """Confirm a request to whoever made it and to the school's contact."""
    for person in _hearers(request):
        post("deployments/request_received", person, request, is_own=person == request.made_by)


def request_opened(request: SupportRequest) -> None:
    """Ask the alliance's managers to find somebody."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/request_opened", manager, request, url=request.page("propose"))


def request_withdrawn(request: SupportRequest, *, by: Person | None = None) -> None:
    """Tell the managers, the school's contact and who made the request that it is withdrawn."""
    managers = alliance_managers(timezone.localdate())
    for person in each(*managers, *_hearers(request)):
        if person != by:
            post("deployments/request_withdrawn", person, request, by=by)


def request_unmet(
    request: SupportRequest, *, by: Person | None = None, reason: str = "", why: str = ""
) -> None:
    """Tell the school's contact and who made the request that nobody could be found, and why."""
    label = SupportRequest.UnmetWhy(why).label if why else ""
    for person in _hearers(request):
        if person != by:
            post("deployments/request_unmet", person, request, why=label, reason=reason)


def request_taken_up(request: SupportRequest) -> None:
    """Tell whoever asked and the school's contact that somebody in the alliance has taken the request up."""
    for person in _hearers(request):
        post("deployments/request_taken_up", person, request, keeper=request.looked_after_by)


def request_corrected(request: SupportRequest, *, by: Person, changed: Sequence[Changed] = ()) -> None:
    """Tell the other side what changed: the managers of what the school corrected, the school of what they did."""
    managers = [one for one in alliance_managers(timezone.localdate()) if by.pk == request.made_by_id]
    for person in each(*managers, *_hearers(request)):
        if person != by:
            post("deployments/request_corrected", person, request, by=by, changed=changed)
