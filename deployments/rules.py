"""Who may do what with requests, deployments, variations, visits and claims."""

import rules

from deployments.models import (
    Audience,
    Claim,
    Concern,
    Consent,
    Deployment,
    Facilitation,
    GroupMember,
    InformalSupport,
    SchoolGroup,
    SupportRequest,
    Variation,
    Visit,
)
from deployments.models.claims import CLAIMANTS
from deployments.models.consents import Answer
from deployments.models.requests import SPEAKERS
from designation.models import Designation
from directory.models import Person, Post
from directory.rules import is_finance_officer, is_judged, is_manager

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


def _is_chair(person: Person, deployment: Deployment, party: str, school_id: int) -> bool:
    """Say whether the chair of governors answers for a school here, and the person holds that post."""
    asked = (one for one in deployment.consents.all() if one.party == party)
    as_chair = any(one.asked_as == Consent.AskedAs.CHAIR for one in asked)
    return as_chair and person.authority.at(school_id, Post.Role.CHAIR_OF_GOVERNORS)


@rules.predicate
def is_releasing(person: Person, deployment: Deployment) -> bool:
    """Whoever answers for the leader's school: its head, or its chair where the chair was asked."""
    school_id = deployment.home_school_id
    return not is_leader(person, deployment) and (
        person.authority.at(school_id, *Post.HEADS)
        or _is_chair(person, deployment, Party.LINE_MANAGER, school_id)
    )


@rules.predicate
def is_supported(person: Person, deployment: Deployment) -> bool:
    """Whoever speaks for the school supported, its contact, or its chair where the chair was asked."""
    school_id, request = deployment.school_id, deployment.request
    return not is_leader(person, deployment) and (
        (request is not None and request.contact_id == person.pk)
        or person.authority.at(school_id, *SPEAKERS)
        or _is_chair(person, deployment, Party.RECEIVING_HEAD, school_id)
    )


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


@rules.predicate
def is_officer(person: Person) -> bool:
    return person.is_authenticated and person.authority.has(Post.Role.LA_OFFICER)


@rules.predicate
def is_facilitating(person: Person) -> bool:
    """An active leader; of the leader's own row, as no post says so."""
    return Designation.objects.active().filter(person=person.pk).exists()


@rules.predicate
def is_of_the_group(person: Person, facilitation: Facilitation) -> bool:
    """Whoever speaks for the lead school of the group; never the leader."""
    is_leader_themself = person.pk == facilitation.designation.person_id
    return not is_leader_themself and person.authority.at(facilitation.school_id, *SPEAKERS)


pays = is_manager | is_finance_officer

rules.add_perm("deployments.make_request", may_ask_for_support)
rules.add_perm("deployments.propose_request", is_manager)
rules.add_perm("deployments.withdraw_request", is_requester | is_manager)
rules.add_perm("deployments.give_up_request", is_manager)
rules.add_perm("deployments.list_requests", may_ask_for_support)
rules.add_perm("deployments.assign_requests", is_manager)
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
rules.add_perm("deployments.fund_deployment", is_manager)
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

# Messages and files: an officer of the local authority sees the deployment and is no party to it.
of_parties = is_leader | is_releasing | is_supported | is_manager
READERS = {
    Audience.ALL_PARTIES: of_parties,
    Audience.LEADER_AND_SCHOOL: is_leader | is_supported,
    Audience.ALLIANCE: is_manager,
}
WRITERS = READERS | {Audience.ALLIANCE: of_parties}
for audience, readers in READERS.items():
    rules.add_perm(f"deployments.read_{audience}", readers)
    rules.add_perm(f"deployments.write_{audience}", WRITERS[audience])
    rules.add_perm(f"deployments.reread_{audience}", WRITERS[audience])
    rules.add_perm(f"deployments.remove_{audience}", WRITERS[audience] | is_manager)
rules.add_perm("deployments.message_deployment", of_parties)
rules.add_perm("deployments.attach_deployment", of_parties)
rules.add_perm("deployments.remove_file_deployment", rules.always_false)  # on the page of each file
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
rules.add_perm("deployments.time_visit", is_visiting | is_manager)
rules.add_perm("deployments.acknowledge_visit", is_visited)
rules.add_perm("deployments.presume_visit", rules.always_false)
rules.add_perm("deployments.write_notes", is_visited)
rules.add_perm("deployments.read_notes", is_visiting | is_visited | is_manager)

rules.add_perm("deployments.submit_claim", is_claimant)
rules.add_perm("deployments.approve_claim", pays & is_not_submitter)
rules.add_perm("deployments.query_claim", pays)
rules.add_perm("deployments.pay_claim", pays)

rules.add_perm("deployments.read_reports", is_manager)
rules.add_perm("deployments.list_schools", is_manager | is_officer)
rules.add_perm("deployments.correct_claim", is_claimant)
rules.add_perm("deployments.adjust_claim", pays)
rules.add_perm("deployments.pay_claims", pays)
rules.add_perm("deployments.read_funds", pays)


@rules.predicate
def is_asked_about(person: Person, concern: Concern) -> bool:
    """Whom a concern was passed on to, while they hold the post for which they were asked."""
    holds = person.authority.has(Post.Role.LA_OFFICER, Post.Role.ALLIANCE_MANAGER)
    return concern.escalated_to_id == person.pk and holds


rules.add_perm("deployments.raise_concern", of_parties)
rules.add_perm("deployments.escalate_concern", is_manager & ~is_judged)
rules.add_perm("deployments.resolve_concern", (is_manager | is_asked_about) & ~is_judged)
rules.add_perm("deployments.read_escalation", (is_manager | is_asked_about) & ~is_judged)


@rules.predicate
def is_head(person: Person) -> bool:
    return person.is_authenticated and person.authority.has(*Post.HEADS)


@rules.predicate
def is_head_of_either(person: Person, support: InformalSupport) -> bool:
    return any(person.authority.at(pk, *Post.HEADS) for pk in (support.home_school_id, support.school_id))


@rules.predicate
def is_not_recorder(person: Person, support: InformalSupport) -> bool:
    return person.pk != support.recorded_by_id


@rules.predicate
def may_lead_group(person: Person) -> bool:
    """Whoever speaks for a school, and leaders for theirs."""
    return person.is_authenticated and (
        person.authority.has(*SPEAKERS) or Designation.objects.active().filter(person=person).exists()
    )


@rules.predicate
def is_group_lead(person: Person, group: SchoolGroup) -> bool:
    return person.pk == group.made_by_id or person.authority.at(group.lead_school_id, *SPEAKERS)


def own_membership(person: Person, group: SchoolGroup) -> GroupMember | None:
    """Return the membership of the school this person heads; None for everybody else."""
    here = [member for member in group.members.all() if member.left_on is None]
    return next((one for one in here if person.authority.at(one.school_id, *Post.HEADS)), None)


@rules.predicate
def is_in_group(person: Person, group: SchoolGroup) -> bool:
    return own_membership(person, group) is not None


rules.add_perm("deployments.record_informal", is_head | is_manager)
rules.add_perm("deployments.list_informal", is_head | is_officer | is_manager)
rules.add_perm("deployments.correct_informal", is_head_of_either | is_manager)
rules.add_perm("deployments.object_informal", is_head_of_either & is_not_recorder)

rules.add_perm("deployments.make_group", may_lead_group)
rules.add_perm("deployments.meet_group", is_group_lead | is_in_group | is_manager)
rules.add_perm("deployments.welcome_group", is_group_lead | is_manager)
rules.add_perm("deployments.leave_group", is_in_group)
rules.add_perm("deployments.end_group", is_group_lead | is_manager)

rules.add_perm("deployments.close_together", is_manager)
rules.add_perm("deployments.export_deployments", is_manager | is_officer | is_head)


@rules.predicate
def is_watched(person: Person, case: Deployment | SupportRequest) -> bool:
    return getattr(case, "watched", None) is not None


for noun in (Deployment.NOUN, SupportRequest.NOUN):
    rules.add_perm(f"deployments.assign_{noun}", is_manager)
    rules.add_perm(f"deployments.watch_{noun}", is_manager & ~is_watched)
    rules.add_perm(f"deployments.unwatch_{noun}", is_manager & is_watched)
rules.add_perm("deployments.reassign_request", is_requester | is_manager)
rules.add_perm("deployments.hand_over_cases", is_manager)
rules.add_perm("deployments.list_watched", is_manager)
rules.add_perm("deployments.record_facilitation", is_manager | is_facilitating)
rules.add_perm("deployments.acknowledge_facilitation", is_of_the_group)
rules.add_perm("deployments.refuse_facilitation", is_of_the_group | is_manager)
