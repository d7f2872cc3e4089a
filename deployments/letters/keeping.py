"""Who is told who looks after a case in the alliance, and who is the school's contact."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils import timezone

from casework.letters import post
from deployments.letters.following import following
from deployments.models import Deployment, SupportRequest
from deployments.queries.money import half_days_held
from deployments.queries.parties import holder_of
from deployments.queries.succession import rest_of
from directory.models import Person
from directory.queries.posts import alliance_managers


def case_assigned(case: Deployment | SupportRequest, *, by: Person | None = None) -> None:
    """Tell a manager that a case is theirs to look after."""
    if case.looked_after_by is not None:
        post("deployments/case_assigned", case.looked_after_by, case, by=by)


def cases_handed_over(
    manager: Person, cases: Sequence[Deployment | SupportRequest], *, of: Person, by: Person
) -> None:
    """Tell a manager of all the cases that came from another, in one letter."""
    url = f"{reverse('deployments:deployments')}?keeper=mine"
    post("deployments/cases_handed_over", manager, cases[0], of=of, by=by, count=len(cases), url=url)


def contact_named(request: SupportRequest, *, by: Person | None = None) -> None:
    """Tell somebody that they are the school's contact from now."""
    if request.contact != by:
        post("deployments/contact_named", request.contact, request, by=by)


def contact_left(request: SupportRequest, left_on: date) -> None:
    """Ask the school's head, or the managers where it has none, to name another contact; once for that leaver."""
    on = timezone.localdate()
    head = holder_of(request.school, "head", on)
    for person in [head] if head else alliance_managers(on):
        post("deployments/contact_left", person, request, due_on=left_on, url=request.page("reassign"))


def contact_replaced(request: SupportRequest, former: Person) -> None:
    """Tell the former contact who it is now."""
    post("deployments/contact_replaced", former, request, url=reverse("home"))


def deployment_left(deployment: Deployment) -> None:
    """Tell the managers once that a leader left in mid-way, with the next best match for the rest of the work."""
    instead = following(deployment, rest_of(deployment, half_days_held(deployment)))
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_left",
            manager,
            deployment,
            due_on=deployment.designation.ended_on,
            url=deployment.page("stop"),
            **instead,
        )
