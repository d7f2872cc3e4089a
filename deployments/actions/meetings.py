"""A meeting of a group is changed or called off, and those who would have come are told."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import GROUP
from deployments.models import GroupMeeting, SchoolGroup
from directory.calendar import said
from directory.models import Person


@transaction.atomic
def change_meeting(
    group: SchoolGroup,
    *,
    by: Person,
    meeting: GroupMeeting,
    on: date,
    place: str = "",
    about: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Put a meeting right or move it; of one that is to come everybody in the group is told. Raises StepNotOpen.

    Who may: everybody in the group, a manager. Raises Obstacle where it was called off meanwhile, or another meeting
    stands on that day.
    """
    GROUP.advance(group, "change_meeting", by=by, channel=channel, note=said(meeting.on))
    before = _standing(meeting)
    if group.meetings.standing().filter(on=on).exclude(pk=meeting.pk).exists():
        raise Obstacle(_("A meeting on %(day)s stands here already.") % {"day": said(on)})
    was, today = (before.on, before.place), timezone.localdate()
    before.on, before.place, before.about = on, place, about
    before.save(update_fields=["on", "place", "about"])
    if was != (on, place) and today <= max(was[0], on):
        letters.meeting_changed(group, meeting=before, was=was[0], besides=by)


@transaction.atomic
def call_off_meeting(
    group: SchoolGroup, *, by: Person, meeting: GroupMeeting, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Call off a meeting that is to come; it stays on the page, and everybody in the group is told why.

    Who may: everybody in the group, a manager. Raises StepNotOpen; Obstacle where it was called off already or is over.
    """
    GROUP.advance(group, "call_off_meeting", by=by, channel=channel, note=f"{said(meeting.on)}: {reason}")
    found = _standing(meeting)
    if found.on < timezone.localdate():
        raise Obstacle(_("The day of this meeting is over. Change what stands there instead."))
    found.called_off_because = reason
    found.save(update_fields=["called_off_because"])
    letters.meeting_called_off(group, meeting=found, besides=by)


def _standing(meeting: GroupMeeting) -> GroupMeeting:
    """Return a meeting as it stands, its row locked; raise Obstacle where it was called off."""
    found = GroupMeeting.objects.standing().select_for_update().filter(pk=meeting.pk).first()
    if found is None:
        raise Obstacle(_("This meeting was called off already."))
    return found
