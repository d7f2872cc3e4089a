"""Who may do what with a concern."""

import rules

from deployments.models import Concern
from deployments.rules.deployments import of_parties
from directory.models import Person, Post
from directory.rules import is_judged, is_manager


@rules.predicate
def is_asked_about(person: Person, concern: Concern) -> bool:
    """Whom a concern was passed on to, while they hold the post for which they were asked."""
    holds = person.authority.has(Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER)
    return concern.escalated_to_id == person.pk and holds


rules.add_perm("deployments.raise_concern", of_parties)
rules.add_perm("deployments.escalate_concern", is_manager & ~is_judged)
rules.add_perm("deployments.resolve_concern", (is_manager | is_asked_about) & ~is_judged)
rules.add_perm("deployments.read_escalation", (is_manager | is_asked_about) & ~is_judged)
