"""The safeguarding assurance: given by the line manager, reminded of before it runs out, missed when it has."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework import documents, links
from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.refusals import NobodyAnswers
from designation.lifecycle import DESIGNATION, keep_to_work_left
from designation.models import Designation
from designation.queries.asked import asked_on
from designation.queries.assurance import needs_assurance
from designation.rules.leaders import is_line_manager
from directory.queries.posts import line_manager_of

LANGUAGES = ("en", "cy")
PAPER = "designation/assurance"


@transaction.atomic
def assure(
    designation: Designation, *, by, channel: str = Channel.PORTAL, checks_seen_on: date, until: date
) -> None:
    """The line manager assures on which day the checks were seen, and until when that holds. Raises StepNotOpen.

    An active leader, or one who finishes work after the last day, gets the letter for the offices of other
    schools anew. Nobody is told.
    """
    keep_to_work_left(designation, "assure")
    DESIGNATION.advance(
        designation,
        "assure",
        by=by,
        channel=channel,
        checks_seen_on=checks_seen_on,
        assurance_until=until,
        assurance_by=by,
        assurance_retracted_on=None,
    )
    links.close(designation, letters.ASSURANCE)
    if designation.state in (Designation.State.ACTIVE, Designation.State.EXPIRED):
        order_assurance(designation)


@transaction.atomic
def retract(designation: Designation, *, by, channel: str = Channel.PORTAL, reason: str) -> None:
    """Take the safeguarding assurance back: no visit can be planned, and its paper holds no more. Raises StepNotOpen.

    Who may: the line manager; or a manager to whom the school said so, which is then recorded as said by phone on
    the line manager's behalf. The reason is for managers alone, and stands in no letter; the leader reads that it
    was taken back.
    """
    keep_to_work_left(designation, "retract")
    said_by = None if is_line_manager(by, designation) else _answers_for(designation)
    DESIGNATION.advance(
        designation,
        "retract",
        by=by,
        channel=Channel.PHONE if said_by else channel,
        on_behalf_of=str(said_by or ""),
        note=reason,
        private=True,
        **_taken_back(),
    )
    links.close(designation, letters.ASSURANCE)
    documents.recall(designation, PAPER)
    letters.assurance_retracted(designation, by=by)


def _answers_for(designation: Designation) -> Any:
    """Return the line manager, or the school where we know none."""
    school = designation.home_school
    return line_manager_of(designation.person, school, timezone.localdate()) or school


def _taken_back() -> dict[str, Any]:
    today = timezone.localdate()
    nothing = {"assurance_until": None, "assurance_by": None, "checks_seen_on": None}
    return nothing | {"assurance_retracted_on": today}


@transaction.atomic
def ask_assurance(designation: Designation, *, by, channel: str = Channel.PORTAL) -> None:
    """A manager asks the line manager again for an assurance that is missing, lapsed or ends soon; once a day.

    Raises StepNotOpen, also when it was asked for today already; NobodyAnswers where nobody could give it.
    """
    fresh = Designation.objects.select_for_update().get(pk=designation.pk)
    on = timezone.localdate()
    if not needs_assurance(fresh, on) or asked_on([fresh], "ask_assurance", on):
        raise StepNotOpen(fresh, "ask_assurance")
    if line_manager_of(designation.person, designation.home_school, on) is None:
        raise NobodyAnswers(designation)
    DESIGNATION.advance(designation, "ask_assurance", by=by, channel=channel)
    letters.ask_assurance(designation)


def order_assurance(designation: Designation) -> None:
    """Order the letter that tells another school's office of the assurance, in both languages."""
    for language in LANGUAGES:
        documents.order(designation, PAPER, language)


@transaction.atomic
def remind_of_assurance(designation: Designation, *, due_on: date) -> None:
    """Tell the line manager and the leader that the assurance runs out; each milestone goes once."""
    letters.assurance_due(designation, due_on=due_on)


@transaction.atomic
def miss_assurance(designation: Designation) -> None:
    """Tell the leader and the line manager, once, that the assurance has run out and no visit can be planned."""
    letters.assurance_lapsed(designation)
