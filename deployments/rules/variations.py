"""Who may do what with a change of what was agreed."""

import rules

from deployments.models import Variation
from deployments.rules.consents import hears_others, is_asked, is_party, is_to_confirm, is_to_deny
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def is_proposer(person: Person, variation: Variation) -> bool:
    return person.pk == variation.proposed_by_id


rules.add_perm("deployments.consent_variation", is_asked)
rules.add_perm("deployments.hear_variation", is_manager & hears_others)
rules.add_perm("deployments.confirm_variation", is_to_confirm)
rules.add_perm("deployments.deny_variation", is_to_deny)
rules.add_perm("deployments.refuse_variation", is_party & ~is_proposer)
rules.add_perm("deployments.cancel_variation", is_proposer | is_manager)
rules.add_perm("deployments.agree_variation", rules.always_false)
rules.add_perm("deployments.lapse_variation", rules.always_false)
rules.add_perm("deployments.call_off_variation", rules.always_false)
