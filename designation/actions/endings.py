"""A designation is suspended and resumed, given up by the leader, or withdrawn by the alliance."""

from django.db import transaction
from django.utils import timezone

from casework.models import Channel
from designation import letters
from designation.lifecycle import DESIGNATION, keep_to_work_left
from designation.models import Appeal, Designation
from designation.queries.appeals import last_day_for


@transaction.atomic
def suspend(
    designation: Designation, *, by, channel: str = Channel.PORTAL, suspended_for: str, note: str = ""
) -> None:
    """Suspend a leader for a time: no new work, no visits, the certificate is not valid meanwhile.

    Who may: managers, who alone read the note. Leader and head are told, the reason the leader only.
    Raises StepNotOpen.
    """
    DESIGNATION.advance(
        designation,
        "suspend",
        by=by,
        channel=channel,
        note=note,
        private=True,
        suspended_for=suspended_for,
    )
    letters.designation_suspended(designation, suspended_for=suspended_for)


@transaction.atomic
def resume(designation: Designation, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
    """End a suspension; leader and head are told. Who may: managers, who alone read the note. Raises StepNotOpen."""
    DESIGNATION.advance(
        designation, "resume", by=by, channel=channel, note=note, private=True, suspended_for=""
    )
    letters.designation_resumed(designation)


@transaction.atomic
def relinquish(
    designation: Designation, *, by, channel: str = Channel.PORTAL, ended_for: str, note: str = ""
) -> None:
    """Give a designation up from today; leader, head and the other managers are told. Raises StepNotOpen.

    Who may: the leader; or a manager to whom the leader said so, which is then recorded as said by phone on the
    leader's behalf. Only managers read the note.
    """
    behalf = "" if by.pk == designation.person_id else str(designation.person)
    DESIGNATION.advance(
        designation,
        "relinquish",
        by=by,
        channel=Channel.PHONE if behalf else channel,
        on_behalf_of=behalf,
        note=note,
        private=True,
        ended_for=ended_for,
        ended_on=timezone.localdate(),
        suspended_for="",
    )
    letters.designation_relinquished(designation, by=by)


@transaction.atomic
def withdraw_designation(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    ended_for: str,
    words: str,
    note: str = "",
) -> None:
    """Withdraw a designation on a coded ground; `words` say to the leader why, who may appeal for ten working days.

    Who may: managers, who alone read the note. Leader and head are told, ground and words the leader only.
    A suspension is not lifted by it, should an appeal undo the withdrawal. Where an appeal undid an earlier one, this
    one may be appealed against in its own right. Raises StepNotOpen, also for an expired
    designation with no work left to stop.
    """
    on = timezone.localdate()
    keep_to_work_left(designation, "withdraw")
    DESIGNATION.advance(
        designation,
        "withdraw",
        by=by,
        channel=channel,
        note=note,
        private=True,
        ended_for=ended_for,
        ended_on=on,
        ended_words=words,
        appeal_by=last_day_for(designation, on),
    )
    Appeal.objects.of(designation).update(designation=None, past_designation=designation)
    letters.designation_withdrawn(designation, ended_for=ended_for, words=words)
