"""Who may do what with a deployment: its parties, and the alliance."""

import rules

from deployments.models import Consent, Deployment
from deployments.models.requests import SPEAKERS, is_contact
from deployments.rules.consents import hears_others, is_asked, is_party, is_to_confirm, is_to_deny
from directory.models import Person, Post
from directory.rules import is_manager

Party = Consent.Party


@rules.predicate
def is_leader(person: Person, deployment: Deployment) -> bool:
    return person.pk == deployment.designation.person_id


@rules.predicate
def is_receiving_head(person: Person, deployment: Deployment) -> bool:
    is_head = not is_leader(person, deployment) and person.authority.at(deployment.school_id, *Post.HEADS)
    return is_head and deployment.is_known_to_school


def is_chair(person: Person, deployment: Deployment, party: str, school_id: int) -> bool:
    """Say whether the chair of governors answers for a school here, and the person holds that post."""
    if not person.authority.at(school_id, Post.Role.CHAIR_OF_GOVERNORS):
        return False
    asked = (one for one in deployment.consents.all() if one.party == party)
    return any(one.asked_as == Consent.AskedAs.CHAIR for one in asked)


@rules.predicate
def is_releasing(person: Person, deployment: Deployment) -> bool:
    """Whoever answers for the leader's school: its head, or its chair where the chair was asked."""
    school_id = deployment.home_school_id
    return not is_leader(person, deployment) and (
        person.authority.at(school_id, *Post.HEADS)
        or is_chair(person, deployment, Party.LINE_MANAGER, school_id)
    )


@rules.predicate
def is_supported(person: Person, deployment: Deployment) -> bool:
    """Whoever speaks for the school supported, its contact, or its chair where the chair was asked."""
    school_id = deployment.school_id
    may_know = not is_leader(person, deployment) and deployment.is_known_to_school
    return may_know and (
        is_contact(person, deployment.request)
        or person.authority.at(school_id, *SPEAKERS)
        or is_chair(person, deployment, Party.RECEIVING_HEAD, school_id)
    )


# An officer of the local authority sees the deployment and is no party to it.
of_parties = is_leader | is_releasing | is_supported | is_manager

rules.add_perm("deployments.reach_deployment", of_parties)
rules.add_perm("deployments.consent_deployment", is_asked)
rules.add_perm("deployments.hear_deployment", is_manager & hears_others)
rules.add_perm("deployments.confirm_deployment", is_to_confirm)
rules.add_perm("deployments.deny_deployment", is_to_deny)
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
rules.add_perm("deployments.forgo_deployment", is_manager)
rules.add_perm("deployments.read_refusal", is_manager)
rules.add_perm("deployments.read_days_left", is_leader | is_releasing | is_manager)
rules.add_perm("deployments.vary_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.set_objectives_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.review_deployment", is_leader | is_receiving_head | is_manager)
rules.add_perm("deployments.adopt_deployment", rules.always_false)
