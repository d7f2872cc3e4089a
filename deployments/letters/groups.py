"""Who is told what about a group: heads of schools that joined, who made it when one leaves, all when it ends."""

from django.utils import timezone

from casework.letters import post
from deployments.letters.people import each
from deployments.models import SchoolGroup
from deployments.queries.parties import holder_of
from directory.models import Person, School


def _head(school: School) -> Person | None:
    on = timezone.localdate()
    return holder_of(school, "head", on) or holder_of(school, "chair", on)


def group_joined(group: SchoolGroup, *, school: School, besides: Person | None = None) -> None:
    """Tell the head of a school that it is in the group, and how to leave."""
    head = _head(school)
    if head is not None and head != besides:
        post("deployments/group_joined", head, group, school=school)


def group_left(group: SchoolGroup, *, school: School | None = None, besides: Person | None = None) -> None:
    """Tell who made the group, and the head of its lead school, that a school has left."""
    for person in each(group.made_by, _head(group.lead_school)):
        if person != besides:
            post("deployments/group_left", person, group, school=school)


def group_ended(group: SchoolGroup, *, besides: Person | None = None) -> None:
    """Tell everybody in the group what came of it."""
    members = group.members.filter(left_on=None).select_related("school")
    heads = [_head(member.school) for member in members]
    for person in each(group.made_by, _head(group.lead_school), *heads):
        if person != besides:
            post("deployments/group_ended", person, group)
