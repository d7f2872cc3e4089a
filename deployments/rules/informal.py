"""Who may do what with support that schools gave each other without the alliance."""

import rules

from deployments.models import InformalSupport
from deployments.rules.posts import is_head, is_officer
from directory.models import Person, Post
from directory.rules import is_manager


@rules.predicate
def is_head_of_either(person: Person, support: InformalSupport) -> bool:
    return any(person.authority.at(pk, *Post.HEADS) for pk in (support.home_school_id, support.school_id))


@rules.predicate
def is_not_recorder(person: Person, support: InformalSupport) -> bool:
    return person.pk != support.recorded_by_id


rules.add_perm("deployments.record_informal", is_head | is_manager)
rules.add_perm("deployments.list_informal", is_head | is_officer | is_manager)
rules.add_perm("deployments.correct_informal", is_head_of_either | is_manager)
rules.add_perm("deployments.object_informal", is_head_of_either & is_not_recorder)
rules.add_perm("deployments.withdraw_informal", (is_head_of_either & ~is_not_recorder) | is_manager)
rules.add_perm("deployments.follow_informal", rules.always_false)
