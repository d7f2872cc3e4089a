"""Who in the alliance looks after a case, watches it and closes it with others."""

import rules

from deployments.models import Deployment, SupportRequest
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def is_watched(person: Person, case: Deployment | SupportRequest) -> bool:
    return getattr(case, "watched", None) is not None


for noun in (Deployment.NOUN, SupportRequest.NOUN):
    rules.add_perm(f"deployments.assign_{noun}", is_manager)
    rules.add_perm(f"deployments.watch_{noun}", is_manager & ~is_watched)
    rules.add_perm(f"deployments.unwatch_{noun}", is_manager & is_watched)
rules.add_perm("deployments.hand_over_cases", is_manager)
rules.add_perm("deployments.list_watched", is_manager)
rules.add_perm("deployments.close_together", is_manager)
