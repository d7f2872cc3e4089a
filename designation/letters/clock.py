"""Who is told that a designation comes to its end, and that it has."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Letter
from designation.models import Designation
from designation.queries.renewals import was_declined
from designation.terms import grace_ends_on
from directory.models import Person
from directory.queries.posts import alliance_managers, line_manager_of


def term_ending(designation: Designation, *, due_on: date | None = None) -> Letter | None:
    """Tell leader and head when the term ends; None where the leader was told for this milestone before.

    While it is not active they read what is missing, and nothing of another term; nobody who was turned down or is
    suspended is asked to begin a renewal.
    """
    name = "unready_ending" if _is_unready(designation) else "term_ending"
    context: dict[str, Any] = {
        key: getattr(designation, key, False) for key in ("is_renewing", "is_declined")
    }
    context["grace_ends_on"] = grace_ends_on(designation.ends_on)
    told = post(f"designation/{name}", designation.person, designation, due_on=due_on, **context)
    head = line_manager_of(designation.person, designation.home_school, timezone.localdate())
    if head is not None:
        post(f"designation/staff_{name}", head, designation, due_on=due_on, **context)
    return told


def terms_ending(designations: Sequence[Designation], *, on: date) -> None:
    """Tell each manager in one letter whose terms came to a milestone of their runway."""
    for manager in alliance_managers(on):
        others = [one for one in designations if one.person_id != manager.pk]
        if others:
            url = f"{reverse('designation:leaders')}?ends=12&sort=ends"
            context: dict[str, Any] = {"due_on": on, "url": url, "designations": others}
            post("designation/terms_ending", manager, others[0], **context)


def designation_expired(designation: Designation) -> None:
    """Thank the leader at the end of the term; tell the head and the managers what goes on and what does not.

    A suspension goes on beyond the end, and whoever was turned down for another term reads of none.
    """
    context: dict[str, Any] = {
        "grace_ends_on": grace_ends_on(designation.ends_on),
        "is_declined": was_declined(designation),
    }
    post("designation/designation_expired", designation.person, designation, **context)
    for person in _around(designation):
        post("designation/staff_expired", person, designation, **context)


def designation_lapsed(designation: Designation) -> None:
    """Tell leader, head and managers that the term ended before anybody activated the designation."""
    post("designation/designation_lapsed", designation.person, designation, url=reverse("designation:rounds"))
    for person in _around(designation):
        post("designation/staff_lapsed", person, designation)


def _around(designation: Designation) -> list[Person]:
    """Return the line manager, where we know them, and the managers; each once, and never the leader."""
    on = timezone.localdate()
    head = line_manager_of(designation.person, designation.home_school, on)
    people = dict.fromkeys([head, *alliance_managers(on)])
    return [one for one in people if one is not None and one.pk != designation.person_id]


def _is_running(case) -> bool:
    """Renewed or ended meanwhile, nobody need be told that the term ends soon."""
    return (
        case.state in (Designation.State.ACTIVE, Designation.State.SUSPENDED)
        and not case.terms.filter(starts_on__gt=timezone.localdate()).exists()
    )


def _is_unready(case) -> bool:
    """Activated or ended meanwhile, nobody need be told what is missing."""
    return case.state == Designation.State.DESIGNATED


for _name in ("term_ending", "staff_term_ending"):
    while_due(f"designation/{_name}", _is_running)
for _name in ("unready_ending", "staff_unready_ending"):
    while_due(f"designation/{_name}", _is_unready)
