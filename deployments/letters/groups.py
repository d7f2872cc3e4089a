"""Who is told what about a group: heads of its schools, who made it when one leaves, all of meetings and of its end."""

from datetime import date

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import GroupMeeting, SchoolGroup
from deployments.queries.parties import holder_of
from deployments.rules.groups import is_group_lead
from directory.models import Person, School


def _head(school: School) -> Person | None:
    on = timezone.localdate()
    return holder_of(school, "head", on) or holder_of(school, "chair", on)


def _maker(group: SchoolGroup) -> Person | None:
    """Return who made the group, while they are still of the school that leads it."""
    return group.made_by if is_group_lead(group.made_by, group) else None


def group_made(group: SchoolGroup, *, besides: Person | None = None) -> None:
    """Tell the head of the lead school that the alliance has written a group down which the school leads."""
    head = _head(group.lead_school)
    if head is not None and head != besides:
        post("deployments/group_made", head, group)


def group_joined(group: SchoolGroup, *, school: School, besides: Person | None = None) -> None:
    """Tell the head of a school that it is in the group, and how to leave."""
    head = _head(school)
    if head is not None and head != besides:
        post("deployments/group_joined", head, group, school=school)


def group_left(group: SchoolGroup, *, school: School | None = None, besides: Person | None = None) -> None:
    """Tell who made the group, and the head of its lead school, that a school has left."""
    for person in each(_maker(group), _head(group.lead_school)):
        if person != besides:
            post("deployments/group_left", person, group, school=school)


def _everybody(group: SchoolGroup) -> list[Person]:
    """Return who made the group and the heads of all its schools."""
    members = group.members.filter(left_on=None).select_related("school")
    return each(_maker(group), _head(group.lead_school), *(_head(member.school) for member in members))


def group_ended(group: SchoolGroup, *, besides: Person | None = None) -> None:
    """Tell everybody in the group what came of it."""
    for person in _everybody(group):
        if person != besides:
            post("deployments/group_ended", person, group)


def meeting_changed(
    group: SchoolGroup, *, meeting: GroupMeeting, was: date, besides: Person | None = None
) -> None:
    """Tell everybody in the group when and where they meet now; `was`: the day before it was changed."""
    for person in _everybody(group):
        if person != besides:
            post("deployments/meeting_changed", person, group, meeting=meeting, was=was, by=besides)


def meeting_called_off(group: SchoolGroup, *, meeting: GroupMeeting, besides: Person | None = None) -> None:
    """Tell everybody in the group that a meeting will not be held, and why."""
    for person in _everybody(group):
        if person != besides:
            post("deployments/meeting_called_off", person, group, meeting=meeting, by=besides)
