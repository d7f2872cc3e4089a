"""Who is told that a designation is suspended, goes on, is given up or withdrawn."""

from django.utils import timezone

from casework.letters import post
from designation.models import Designation
from designation.queries.appeals import last_day_for
from directory.models import Person
from directory.queries.posts import alliance_managers, line_manager_of


def _tell_head(name: str, designation: Designation) -> None:
    """Tell whoever answers for the leader at the home school, where we know them; never why."""
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        post(f"designation/{name}", head, designation)


def designation_suspended(designation: Designation, *, suspended_for: str = "") -> None:
    """Tell the leader that the designation is suspended and why, the head that it is."""
    why = Designation.SuspendedFor(suspended_for).label if suspended_for else ""
    post("designation/designation_suspended", designation.person, designation, why=why)
    _tell_head("staff_suspended", designation)


def designation_resumed(designation: Designation) -> None:
    """Tell leader and head that the suspension is over."""
    post("designation/designation_resumed", designation.person, designation)
    _tell_head("staff_resumed", designation)


def designation_relinquished(designation: Designation, *, by: Person | None = None) -> None:
    """Thank the leader; tell the head and the managers, besides the one who recorded it."""
    post("designation/designation_relinquished", designation.person, designation)
    _tell_head("staff_relinquished", designation)
    for manager in alliance_managers(timezone.localdate()):
        if manager not in (by, designation.person):
            post("designation/leader_relinquished", manager, designation)


def designation_withdrawn(designation: Designation, *, ended_for: str = "", words: str = "") -> None:
    """Tell the leader on what ground, in the manager's words, and until when to appeal; the head that it is so."""
    ground = Designation.EndedFor(ended_for).label if ended_for else ""
    post(
        "designation/designation_withdrawn",
        designation.person,
        designation,
        url=designation.page("appeal"),
        ground=ground,
        words=words,
        appeal_by=last_day_for(designation, timezone.localdate()),
    )
    _tell_head("staff_withdrawn", designation)
