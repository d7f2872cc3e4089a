"""Who may do what with a request for support."""

import rules

from deployments.models import SupportRequest
from deployments.models.requests import SPEAKERS, is_contact
from directory.models import Person, Post
from directory.rules import is_manager


@rules.predicate
def is_requester(person: Person, request: SupportRequest) -> bool:
    """Whoever speaks for the school, its contact, and the officer who asked for it, while in office."""
    return (
        is_contact(person, request)
        or person.authority.at(request.school_id, *SPEAKERS)
        or (person.pk == request.made_by_id and _is_officer_of(person, request))
    )


def _is_officer_of(person: Person, request: SupportRequest) -> bool:
    officers = person.authority.authority_ids(Post.Role.LA_OFFICER)
    return bool(officers) and request.school.local_authority_id in officers


@rules.predicate
def is_asker(person: Person, request: SupportRequest) -> bool:
    """Who wrote the request; others at the school must not read whom it would rather not see."""
    return person.pk == request.made_by_id


@rules.predicate
def is_taken_up(person: Person, request: SupportRequest) -> bool:
    return request.triaged_at is not None


def may_see_request(person: Person, request: SupportRequest) -> bool:
    """Say in memory what `visible_to` says in the database: whether a link to the request leads anywhere."""
    return is_requester(person, request) or is_manager(person) or _is_officer_of(person, request)


@rules.predicate
def may_ask_for_support(person: Person) -> bool:
    """A school's speaker for the school, an officer for the authority's schools, a manager for any."""
    return person.is_authenticated and person.authority.has(
        *SPEAKERS, Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER
    )


rules.add_perm("deployments.make_request", may_ask_for_support)
rules.add_perm("deployments.propose_request", is_manager)
rules.add_perm("deployments.correct_request", is_asker | is_manager)
rules.add_perm("deployments.triage_request", is_manager & ~is_taken_up)
rules.add_perm("deployments.withdraw_request", is_requester | is_manager)
rules.add_perm("deployments.give_up_request", is_manager)
rules.add_perm("deployments.list_requests", may_ask_for_support)
rules.add_perm("deployments.assign_requests", is_manager)
rules.add_perm("deployments.match_request", rules.always_false)
rules.add_perm("deployments.reopen_request", rules.always_false)
rules.add_perm("deployments.close_request", rules.always_false)
rules.add_perm("deployments.reassign_request", is_requester | is_manager)
rules.add_perm("deployments.read_confidential", is_manager)
