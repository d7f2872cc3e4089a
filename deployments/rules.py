"""Who may do what with requests, deployments, variations, visits and claims."""

import rules

from deployments.models import Claim, Consent, Deployment, SupportRequest, Variation, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.consents import Answer
from deployments.models.requests import SPEAKERS
from directory.models import Person, Post
from directory.rules import is_finance_officer, is_manager

Decision, Party = Consent.Decision, Consent.Party


def may_answer(person: Person, consent: Answer) -> bool:
    """Say whether the person may speak for this party today: the leader in person, the others by their post.

    Nobody speaks for two of the three: the leader not for a school, and who has answered for one school not
    for the other.
    """
    if consent.party == Party.ALLIANCE:
        return False
    if consent.asked_as == Consent.AskedAs.LEADER:
        return consent.asked_of_id == person.pk
    others = [other for other in consent.case.consents.all() if other.party != consent.party]
    if any(other.by_id == person.pk and other.party != Party.ALLIANCE for other in others):
        return False
    is_leader_themself = person.pk == consent.deployment.designation.person_id
    return not is_leader_themself and person.authority.at(consent.school_id, *consent.roles)


def party_of(person: Person, case: Deployment | Variation, *, pending_only: bool = False) -> Answer | None:
    """Return the consent this person may answer, those still pending first; None for everybody else."""
    asked = [consent for consent in case.consents.all() if consent.decision != Decision.LATER]
    mine = [consent for consent in asked if may_answer(person, consent)]
    pending = next((consent for consent in mine if consent.is_pending), None)
    return pending if pending or pending_only else next(iter(mine), None)


@rules.predicate
def is_asked(person: Person, case: Deployment | Variation) -> bool:
    return party_of(person, case, pending_only=True) is not None


def unconfirmed_of(person: Person, deployment: Deployment) -> Consent | None:
    """Return the answer recorded by phone that this person may confirm; None for everybody else."""
    found = (one for one in deployment.consents.all() if one.is_unconfirmed and may_answer(person, one))
    return next(found, None)


@rules.predicate
def is_to_confirm(person: Person, deployment: Deployment) -> bool:
    return unconfirmed_of(person, deployment) is not None


@rules.predicate
def is_party(person: Person, case: Deployment | Variation) -> bool:
    return party_of(person, case) is not None


@rules.predicate
def is_proposer(person: Person, variation: Variation) -> bool:
    return person.pk == variation.proposed_by_id


@rules.predicate
def is_leader(person: Person, deployment: Deployment) -> bool:
    return person.pk == deployment.designation.person_id


@rules.predicate
def is_receiving_head(person: Person, deployment: Deployment) -> bool:
    return not is_leader(person, deployment) and person.authority.at(deployment.school_id, *Post.HEADS)


@rules.predicate
def is_visiting(person: Person, visit: Visit) -> bool:
    return person.pk == visit.leader_id


@rules.predicate
def is_visited(person: Person, visit: Visit) -> bool:
    """Whoever speaks for the school visited, or its contact; never the visitor."""
    request = visit.deployment.request
    is_contact = request is not None and request.contact_id == person.pk
    return person.pk != visit.leader_id and (
        is_contact or person.authority.at(visit.deployment.school_id, *SPEAKERS)
    )


@rules.predicate
def is_requester(person: Person, request: SupportRequest) -> bool:
    return person.pk in (request.made_by_id, request.contact_id) or person.authority.at(
        request.school_id, *SPEAKERS
    )


def may_see_request(person: Person, request: SupportRequest) -> bool:
    """Say in memory what `visible_to` says in the database: whether a link to the request leads anywhere."""
    officers = person.authority.authority_ids(Post.Role.LA_OFFICER)
    return (
        is_requester(person, request) or is_manager(person) or request.school.local_authority_id in officers
    )


@rules.predicate
def may_ask_for_support(person: Person) -> bool:
    """A school's speaker for the school, an officer for the authority's schools, a manager for any."""
    return person.is_authenticated and person.authority.has(
        *SPEAKERS, Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER
    )


@rules.predicate
def is_claimant(person: Person, claim: Claim) -> bool:
    return person.authority.at(claim.school_id, *CLAIMANTS)


@rules.predicate
def is_not_submitter(person: Person, claim: Claim) -> bool:
    """Two pairs of eyes: who submitted a claim does not approve it."""
    return person.pk != claim.submitted_by_id


pays = is_manager | is_finance_officer

rules.add_perm("deployments.make_request", may_ask_for_support)
rules.add_perm("deployments.propose_request", is_manager)
rules.add_perm("deployments.withdraw_request", is_requester | is_manager)
rules.add_perm("deployments.give_up_request", is_manager)
rules.add_perm("deployments.list_requests", may_ask_for_support)
rules.add_perm("deployments.match_request", rules.always_false)
rules.add_perm("deployments.reopen_request", rules.always_false)
rules.add_perm("deployments.close_request", rules.always_false)
rules.add_perm("deployments.read_confidential", is_manager)

rules.add_perm("deployments.consent_deployment", is_asked)
rules.add_perm("deployments.confirm_deployment", is_to_confirm)
rules.add_perm("deployments.record_arrangement", is_manager)
rules.add_perm("deployments.refuse_deployment", is_party)
rules.add_perm("deployments.withdraw_deployment", is_party)
rules.add_perm("deployments.agree_deployment", rules.always_false)
rules.add_perm("deployments.lapse_deployment", rules.always_false)
rules.add_perm("deployments.cancel_deployment", is_manager)
rules.add_perm("deployments.change_terms_deployment", is_manager)
rules.add_perm("deployments.drop_deployment", rules.always_false)
rules.add_perm("deployments.call_off_deployment", rules.always_false)
rules.add_perm("deployments.plan_deployment", is_leader | is_manager)
rules.add_perm("deployments.start_deployment", rules.always_false)
rules.add_perm("deployments.pause_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.resume_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.stop_deployment", is_manager)
rules.add_perm("deployments.complete_deployment", is_leader | is_manager)
rules.add_perm("deployments.evaluate_deployment", is_receiving_head)
rules.add_perm("deployments.close_deployment", is_manager)
rules.add_perm("deployments.read_refusal", is_manager)

rules.add_perm("deployments.vary_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.set_objectives_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.review_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.adopt_deployment", rules.always_false)
rules.add_perm("deployments.consent_variation", is_asked)
rules.add_perm("deployments.refuse_variation", is_party & ~is_proposer)
rules.add_perm("deployments.cancel_variation", is_proposer | is_manager)
rules.add_perm("deployments.agree_variation", rules.always_false)
rules.add_perm("deployments.lapse_variation", rules.always_false)
rules.add_perm("deployments.call_off_variation", rules.always_false)

rules.add_perm("deployments.hold_visit", is_visiting | is_manager)
rules.add_perm("deployments.miss_visit", is_visiting | is_visited | is_manager)
rules.add_perm("deployments.call_off_visit", rules.always_false)
rules.add_perm("deployments.acknowledge_visit", is_visited)
rules.add_perm("deployments.presume_visit", rules.always_false)
rules.add_perm("deployments.write_notes", is_visited)
rules.add_perm("deployments.read_notes", is_visiting | is_visited | is_manager)

rules.add_perm("deployments.submit_claim", is_claimant)
rules.add_perm("deployments.approve_claim", pays & is_not_submitter)
rules.add_perm("deployments.query_claim", pays)
rules.add_perm("deployments.pay_claim", pays)
