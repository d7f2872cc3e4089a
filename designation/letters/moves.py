"""Who is told what when a leader changes school or post."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Designation, Renewal
from designation.queries.moves import confirmed_line_manager
from designation.queries.renewals import goes_on
from directory.models import Person, Post, School
from directory.queries.posts import alliance_managers, line_manager_of

RELEASE = "release"
RELEASE_DOORS = ["designation:designation-release", "designation:designation-refuse_release"]


def release_requested(designation: Designation) -> None:
    """Ask the new line manager by a signed link; where we know none, ask the managers who it is."""
    on = timezone.localdate()
    head = confirmed_line_manager(designation, on)
    if head is not None:
        post("designation/release_requested", head, designation, doors=RELEASE_DOORS, purpose=RELEASE)
        return
    for manager in alliance_managers(on):
        post("designation/release_unasked", manager, designation)


def release_due(designation: Designation, *, due_on: date) -> None:
    """Remind the new line manager; the link in it replaces the earlier one."""
    head = confirmed_line_manager(designation, timezone.localdate())
    if head is not None:
        doors = RELEASE_DOORS
        post("designation/release_due", head, designation, due_on=due_on, doors=doors, purpose=RELEASE)


def release_confirmed(designation: Designation) -> None:
    """Tell the leader how many days a term the school releases."""
    post("designation/release_confirmed", designation.person, designation)


def release_refused(designation: Designation) -> None:
    """Tell the leader that the release is not confirmed, and nothing of why."""
    post("designation/release_refused", designation.person, designation)


def release_in_question(designation: Designation, *, by: Person, reason: str) -> None:
    """Tell the managers who does not release the leader, and why; never the leader, who may be one of them."""
    for manager in alliance_managers(timezone.localdate()):
        if manager.pk != designation.person_id:
            post("designation/release_in_question", manager, designation, by=by, reason=reason)


def designation_moved(designation: Designation) -> None:
    """Tell the leader where the designation stands now, and who is asked, also for a reference for another term."""
    is_renewing = designation.renewals.filter(state__in=Renewal.LIVE).exists()
    post("designation/designation_moved", designation.person, designation, is_renewing=is_renewing)


def designation_held_back(designation: Designation) -> None:
    """Tell the leader, for whom we know no post any more, that nobody proposes them, and ask for the new post."""
    url = designation.page("move")
    post("designation/designation_held_back", designation.person, designation, url=url)


def staff_moved(designation: Designation, before: School) -> None:
    """Tell the head of the school left behind, for whom the page of the designation is closed from now."""
    head = line_manager_of(designation.person, before, timezone.localdate())
    if head is not None:
        post("designation/staff_moved", head, designation, before=before, url=reverse("designation:staff"))


def _is_awaited(case: Case) -> bool:
    return (
        isinstance(case, Designation)
        and case.release_asked_at is not None
        and case.release_refused_at is None
        and goes_on(case, timezone.localdate())
    )


def _is_without_post(case: Case) -> bool:
    """Whoever holds a post at the home school by now, or was followed to another, need not be asked for one."""
    if not isinstance(case, Designation) or not _is_awaited(case):
        return False
    held = Post.objects.filter(person=case.person, school=case.home_school).on(timezone.localdate())
    return not held.exists()


while_due("designation/designation_held_back", _is_without_post)
for _name in ("release_requested", "release_due", "release_unasked"):
    while_due(f"designation/{_name}", _is_awaited)
