"""Who may do what with a group of schools, and with the work of leaders for groups."""

import rules
from django.utils import timezone

from deployments.models import Facilitation, GroupMember, SchoolGroup
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS
from deployments.queries.parties import group_speaker
from designation.models import Designation
from directory.models import Person, Post
from directory.rules import is_manager


@rules.predicate
def may_lead_group(person: Person) -> bool:
    """Whoever speaks for a school, and leaders for theirs; managers write one down for any school."""
    return person.is_authenticated and (
        person.authority.has(*SPEAKERS) or Designation.objects.active().filter(person=person).exists()
    )


@rules.predicate
def is_group_lead(person: Person, group: SchoolGroup) -> bool:
    """Whoever speaks for the lead school; who made it, while they are of that school or lead from it."""
    if person.authority.at(group.lead_school_id, *SPEAKERS):
        return True
    return person.pk == group.made_by_id and (
        group.lead_school_id in person.authority.own_school_ids
        or Designation.objects.active().filter(person=person.pk, home_school=group.lead_school_id).exists()
    )


def own_membership(person: Person, group: SchoolGroup) -> GroupMember | None:
    """Return the membership of the school this person heads; None for everybody else."""
    here = [member for member in group.members.all() if member.left_on is None]
    return next((one for one in here if person.authority.at(one.school_id, *Post.HEADS)), None)


@rules.predicate
def is_in_group(person: Person, group: SchoolGroup) -> bool:
    return own_membership(person, group) is not None


@rules.predicate
def has_a_meeting(person: Person, group: SchoolGroup) -> bool:
    return any(not one.called_off_because for one in group.meetings.all())


@rules.predicate
def has_a_meeting_to_come(person: Person, group: SchoolGroup) -> bool:
    today = timezone.localdate()
    return any(not one.called_off_because and one.on >= today for one in group.meetings.all())


@rules.predicate
def is_facilitating(person: Person) -> bool:
    """An active leader; of the leader's own row, as no post says so."""
    return Designation.objects.active().filter(person=person.pk).exists()


@rules.predicate
def speaks_for_the_group(person: Person, facilitation: Facilitation) -> bool:
    """Whoever speaks for the lead school of the group."""
    return person.authority.at(facilitation.school_id, *SPEAKERS)


@rules.predicate
def is_paid(person: Person, facilitation: Facilitation) -> bool:
    """The leader, whoever heads the school that is paid for it, or submits its claims."""
    is_leader = person.pk == facilitation.designation.person_id
    return is_leader or person.authority.at(facilitation.home_school_id, *CLAIMANTS)


@rules.predicate
def has_nobody_to_ask(person: Person, facilitation: Facilitation) -> bool:
    return group_speaker(facilitation, timezone.localdate()) is None


# Nobody says for the lead school what their own school is paid by.
is_of_the_group = speaks_for_the_group & ~is_paid


rules.add_perm("deployments.make_group", may_lead_group | is_manager)
meets = is_group_lead | is_in_group | is_manager
rules.add_perm("deployments.meet_group", meets)
rules.add_perm("deployments.change_meeting_group", meets & has_a_meeting)
rules.add_perm("deployments.call_off_meeting_group", meets & has_a_meeting_to_come)
rules.add_perm("deployments.welcome_group", is_group_lead | is_manager)
rules.add_perm("deployments.leave_group", is_in_group)
rules.add_perm("deployments.end_group", is_group_lead | is_manager)
rules.add_perm("deployments.follow_group", rules.always_false)

rules.add_perm("deployments.record_facilitation", is_manager | is_facilitating)
# A manager says so only where nobody else could be asked.
acknowledges = is_of_the_group | (is_manager & ~is_paid & has_nobody_to_ask)
rules.add_perm("deployments.acknowledge_facilitation", acknowledges)
rules.add_perm("deployments.presume_facilitation", rules.always_false)
rules.add_perm("deployments.refuse_facilitation", is_of_the_group | is_manager)
rules.add_perm("deployments.follow_facilitation", rules.always_false)
rules.add_perm("deployments.fund_facilitation", is_manager)
rules.add_perm("deployments.disallow_facilitation", is_manager)
