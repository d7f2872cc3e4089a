"""Who is told what about the safeguarding assurance."""

from datetime import date, timedelta

from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from designation.models import Designation
from designation.queries.assurance import FIRST_DAYS
from directory.models import Person
from directory.queries.posts import alliance_managers, line_manager_of

ASSURANCE = "assurance"
ASSURANCE_DOORS = ["designation:designation-assure"]


def ask_assurance(designation: Designation) -> None:
    """Ask whoever answers for the leader at the home school, where we know them."""
    _ask_head("assurance_requested", designation)


def assurance_due(designation: Designation, *, due_on: date) -> None:
    """Ask the line manager to renew the assurance before it runs out, and tell the leader."""
    _ask_head("assurance_due", designation, due_on=due_on)
    post("designation/assurance_ends", designation.person, designation, due_on=due_on)


def assurance_lapsed(designation: Designation) -> None:
    """Tell both, once for each assurance, that it has run out and no visit can be planned."""
    due_on = designation.assurance_until
    _ask_head("assurance_missing", designation, due_on=due_on)
    post("designation/assurance_lapsed", designation.person, designation, due_on=due_on)


def assurance_retracted(designation: Designation, *, by: Person) -> None:
    """Tell the leader and the managers that the school took it back, and the line manager whom another spoke for.

    Nobody reads why in a letter: the managers find it in the history.
    """
    on = timezone.localdate()
    post("designation/assurance_retracted", designation.person, designation)
    head = line_manager_of(designation.person, designation.home_school, on)
    if head is not None and head.pk != by.pk:
        post("designation/staff_assurance_retracted", head, designation, by=by)
    for manager in alliance_managers(on):
        if manager.pk not in (by.pk, designation.person_id):
            url = designation.page("record")
            post("designation/assurance_in_question", manager, designation, by=by, url=url)


def _ask_head(name: str, designation: Designation, *, due_on: date | None = None) -> None:
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        doors = ASSURANCE_DOORS
        post(f"designation/{name}", head, designation, due_on=due_on, doors=doors, purpose=ASSURANCE)


def _ends_soon(case: Case) -> bool:
    soon = timezone.localdate() + timedelta(days=FIRST_DAYS)
    return (
        isinstance(case, Designation)
        and Designation.objects.at_work().filter(pk=case.pk).exists()
        and case.assurance_until is not None
        and case.assurance_until <= soon
    )


for _name in ("assurance_due", "assurance_ends", "assurance_missing", "assurance_lapsed"):
    while_due(f"designation/{_name}", _ends_soon)
