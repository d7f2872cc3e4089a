"""Who is told what about a renewal."""

from datetime import date

from django.utils import timezone

from casework.letters import post, while_due
from designation.models import Renewal
from designation.terms import grace_ends_on, next_term
from directory.queries.posts import alliance_managers, line_manager_of

RENEWAL_DOORS = ["designation:renewal-refer"]


def renewal_reference_requested(renewal: Renewal) -> None:
    """Ask the head for the reference, by a signed link through which they answer without signing in."""
    _ask_head("renewal_reference_requested", renewal)


def renewal_reference_due(renewal: Renewal, *, due_on: date | None = None) -> None:
    """Remind whoever heads the home school now; the link in it replaces the earlier one."""
    _ask_head("renewal_reference_due", renewal, due_on=due_on)


def _ask_head(name: str, renewal: Renewal, *, due_on: date | None = None) -> None:
    head = _head_of(renewal)
    if head is not None:
        doors = RENEWAL_DOORS
        post(f"designation/{name}", head, renewal, due_on=due_on, doors=doors, purpose="renewal_reference")


def renewal_reference_received(renewal: Renewal) -> None:
    """Tell the leader that the reference came, and nothing of what it says."""
    _tell_leader("renewal_reference_received", renewal)


def renewal_submitted(renewal: Renewal) -> None:
    """Confirm to the leader what was sent in, and tell the managers that it waits for them."""
    _tell_leader("renewal_submitted", renewal)
    _tell_managers("renewal_received", renewal)


def renewal_sent_back(renewal: Renewal, *, question: str = "") -> None:
    """Ask the leader for more."""
    _tell_leader("renewal_sent_back", renewal, url=renewal.page("write"), question=question)


def renewal_renewed(renewal: Renewal, *, feedback: str = "") -> None:
    """Tell the leader of the new term, with the certificate, and the head of the home school."""
    url = renewal.designation.get_absolute_url()
    _tell_leader("renewal_renewed", renewal, url=url, feedback=feedback)
    _tell_head("staff_renewed", renewal)


def renewal_declined(renewal: Renewal, *, feedback: str = "") -> None:
    """Tell the leader that there is no further term, why, and what stays open; the head only that it is so."""
    _tell_leader("renewal_declined", renewal, feedback=feedback)
    _tell_head("staff_not_renewed", renewal)


def renewal_withdrawn(renewal: Renewal) -> None:
    """Confirm the withdrawal to the leader; a head who has not answered need not."""
    _tell_leader("renewal_withdrawn", renewal)
    if renewal.head_signed_on is None:
        _tell_head("renewal_not_needed", renewal)


def renewal_lapsed(renewal: Renewal) -> None:
    """Tell the leader that the time in which it could be submitted is over."""
    _tell_leader("renewal_lapsed", renewal)


def renewal_undecided(renewal: Renewal, *, due_on: date | None = None) -> None:
    """Remind the managers that a submitted renewal waits for them while the end of the term is near."""
    _tell_managers("renewal_undecided", renewal, due_on=due_on)


def _days_of(renewal: Renewal) -> dict:
    """Return the days a letter speaks of: the term that follows, or would, and the clock of the present one."""
    last, on = renewal.designation.ends_on, timezone.localdate()
    if renewal.term is not None:
        starts_on, ends_on = renewal.term.starts_on, renewal.term.ends_on
    else:
        starts_on, ends_on = next_term(last, on, renewal.designation.role_type.years)
    context = {"starts_on": starts_on, "ends_on": ends_on}
    return context | {"grace_ends_on": grace_ends_on(last), "is_over": last < on}


def _tell_leader(name: str, renewal: Renewal, *, url: str = "", **context) -> None:
    leader = renewal.designation.person
    post(f"designation/{name}", leader, renewal, url=url, **_days_of(renewal), **context)


def _tell_head(name: str, renewal: Renewal) -> None:
    head = _head_of(renewal)
    if head is not None:
        url = renewal.designation.get_absolute_url()
        post(f"designation/{name}", head, renewal, url=url, **_days_of(renewal))


def _tell_managers(name: str, renewal: Renewal, *, due_on: date | None = None) -> None:
    for manager in alliance_managers(timezone.localdate()):
        if manager.pk != renewal.designation.person_id:
            post(f"designation/{name}", manager, renewal, due_on=due_on, **_days_of(renewal))


def _head_of(renewal: Renewal):
    designation = renewal.designation
    return line_manager_of(designation.person, designation.home_school, timezone.localdate())


def _awaits_head(case) -> bool:
    return case.state in Renewal.LIVE and case.head_signed_on is None


# Asked once more just before delivery.
while_due("designation/renewal_reference_requested", _awaits_head)
while_due("designation/renewal_reference_due", _awaits_head)
while_due("designation/renewal_undecided", lambda case: case.state == Renewal.State.SUBMITTED)
