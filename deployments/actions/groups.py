"""Schools make a group of their own, meet, join, leave, and say in the end what came of it."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments import letters
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import GROUP
from deployments.models import GroupMeeting, GroupMember, SchoolGroup
from deployments.rules.groups import own_membership
from directory.calendar import said
from directory.models import Person, School
from directory.rules import is_manager


@transaction.atomic
def make_group(
    *, by: Person, name: str, focus: str, lead_school: School, schools: Iterable[School]
) -> SchoolGroup:
    """Make a group of a lead school and others, whose heads are told and may leave.

    Who may: whoever speaks for a school, and leaders, for a school of theirs (the form offers no other); managers for
    any school, whose head is told that the group is theirs to lead.
    """
    group = SchoolGroup.objects.create(name=name, focus=focus, lead_school=lead_school, made_by=by)
    on = timezone.localdate()
    members = [GroupMember(group=group, school=school, joined_on=on) for school in dict.fromkeys(schools)]
    GroupMember.objects.bulk_create(members)
    GROUP.begin(group, by=by)
    if is_manager(by):
        letters.group_made(group, besides=by)
    for member in members:
        letters.group_joined(group, school=member.school, besides=by)
    return group


@transaction.atomic
def welcome(group: SchoolGroup, *, by: Person, school: School, channel: str = Channel.PORTAL) -> None:
    """Take one more school in, or one that had left; its head is told and may leave. Raises StepNotOpen.

    Who may: who made the group or speaks for its lead school, a manager. Raises Obstacle for a school that is in it.
    """
    GROUP.advance(group, "welcome", by=by, channel=channel, note=str(school))
    here = group.members.filter(school=school).first()
    if school == group.lead_school or (here and here.left_on is None):
        raise Obstacle(_("%(school)s is in the group already.") % {"school": school})
    if here:
        group.members.filter(pk=here.pk).update(left_on=None)
    else:
        GroupMember.objects.create(group=group, school=school, joined_on=timezone.localdate())
    letters.group_joined(group, school=school, besides=by)


@transaction.atomic
def meet(
    group: SchoolGroup,
    *,
    by: Person,
    on: date,
    place: str = "",
    about: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Write down a meeting, held or to come. Who may: everybody in the group, a manager. Raises StepNotOpen.

    Raises Obstacle where a meeting stands on that day already.
    """
    GROUP.advance(group, "meet", by=by, channel=channel)
    _meeting, is_new = GroupMeeting.objects.get_or_create(
        group=group, on=on, called_off_because="", defaults={"place": place, "about": about}
    )
    if not is_new:
        raise Obstacle(_("A meeting on %(day)s stands here already.") % {"day": said(on)})


@transaction.atomic
def leave(group: SchoolGroup, *, by: Person, channel: str = Channel.PORTAL) -> None:
    """Leave the group with the school the person speaks for; who made it is told. Raises StepNotOpen.

    Who may: the head of a school in it; the lead school ends the group instead.
    """
    mine = own_membership(by, group)
    if mine is None:
        raise StepNotOpen(group, "leave")
    GROUP.advance(group, "leave", by=by, channel=channel, note=str(mine.school))
    group.members.filter(pk=mine.pk).update(left_on=timezone.localdate())
    letters.group_left(group, school=mine.school, besides=by)


@transaction.atomic
def end(group: SchoolGroup, *, by: Person, came_of: str, channel: str = Channel.PORTAL) -> None:
    """End the group and say what came of it; everybody in it is told. Raises StepNotOpen.

    Who may: who made the group or speaks for its lead school, a manager.
    """
    GROUP.advance(group, "end", by=by, channel=channel, came_of=came_of)
    letters.group_ended(group, besides=by)
