"""Who may do what with a claim and with the money it is paid from."""

import rules

from deployments.models import Claim
from deployments.models.claims import CLAIMANTS
from directory.models import Person
from directory.rules import is_finance_officer, is_manager


@rules.predicate
def is_claimant(person: Person, claim: Claim) -> bool:
    return person.authority.at(claim.school_id, *CLAIMANTS)


@rules.predicate
def claims_somewhere(person: Person) -> bool:
    """Whoever claims for a school reads what that school owes."""
    return person.is_authenticated and person.authority.has(*CLAIMANTS)


@rules.predicate
def is_not_submitter(person: Person, claim: Claim) -> bool:
    """Two pairs of eyes: who submitted a claim does not approve it."""
    return person.pk != claim.submitted_by_id


@rules.predicate
def is_of_another_school(person: Person, claim: Claim) -> bool:
    """Whoever heads the school that is paid, or is its business manager, does not settle its claim for the alliance."""
    return not person.authority.at(claim.school_id, *CLAIMANTS)


@rules.predicate
def is_owed_back(person: Person, claim: Claim) -> bool:
    """Only what a school owes is asked back; of what was asked or repaid already the lifecycle speaks."""
    return claim.total_pence < 0


pays = is_manager | is_finance_officer
settles = pays & is_of_another_school

rules.add_perm("deployments.submit_claim", is_claimant)
rules.add_perm("deployments.approve_claim", settles & is_not_submitter)
rules.add_perm("deployments.query_claim", settles)
rules.add_perm("deployments.pay_claim", settles)
rules.add_perm("deployments.correct_claim", is_claimant)
rules.add_perm("deployments.adjust_claim", settles)
rules.add_perm("deployments.unpay_claim", settles)
rules.add_perm("deployments.ask_back_claim", settles & is_owed_back)
rules.add_perm("deployments.repay_claim", settles & is_owed_back)
rules.add_perm("deployments.unrepay_claim", settles)
rules.add_perm("deployments.strike_claim", rules.always_false)
rules.add_perm("deployments.leave_out_claim", rules.always_false)
rules.add_perm("deployments.set_off_claim", rules.always_false)
rules.add_perm("deployments.take_over_claim", rules.always_false)
rules.add_perm("deployments.pay_claims", pays)
rules.add_perm("deployments.read_charges", pays | claims_somewhere)
rules.add_perm("deployments.read_funds", pays)
rules.add_perm("deployments.read_rates", pays)
rules.add_perm("deployments.make_rate", is_manager)
rules.add_perm("deployments.make_fund", is_manager)
rules.add_perm("deployments.amend_fund", is_manager)
