"""Who may do what with a visit, and with what a school tells its visitors."""

import rules
from django.utils import timezone

from deployments.models import Consent, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS, is_contact
from deployments.rules.deployments import is_chair
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def is_visiting(person: Person, visit: Visit) -> bool:
    return person.pk == visit.leader_id


@rules.predicate
def speaks_there(person: Person, visit: Visit) -> bool:
    """Whoever speaks for the school visited, its contact, or its chair where the chair was asked; never the visitor."""
    deployment = visit.deployment
    return person.pk != visit.leader_id and (
        is_contact(person, deployment.request)
        or person.authority.at(deployment.school_id, *SPEAKERS)
        or is_chair(person, deployment, Consent.Party.RECEIVING_HEAD, deployment.school_id)
    )


@rules.predicate
def has_come(person: Person, visit: Visit) -> bool:
    """Say whether the day of a visit is here: before it nobody can say that it was held."""
    return visit.on <= timezone.localdate()


@rules.predicate
def is_paid(person: Person, visit: Visit) -> bool:
    """Whoever heads the school that is paid for the visit, or submits its claims."""
    return person.authority.at(visit.deployment.home_school_id, *CLAIMANTS)


# Nobody says for the school visited what their own school is paid by.
is_visited = speaks_there & ~is_paid


rules.add_perm("deployments.move_visit", is_visiting | is_manager)
rules.add_perm("deployments.hold_visit", (is_visiting | is_manager) & has_come)
rules.add_perm("deployments.miss_visit", is_visiting | is_visited | is_manager)
rules.add_perm("deployments.retract_visit", is_visiting)
rules.add_perm("deployments.contest_visit", is_visited | (is_manager & ~is_visiting))
rules.add_perm("deployments.answer_visit", is_visiting)
# Nobody decides between themselves and another, nor about what their own school is paid.
decides = is_manager & ~is_visiting & ~speaks_there & ~is_paid
rules.add_perm("deployments.uphold_visit", decides)
rules.add_perm("deployments.overturn_visit", decides)
rules.add_perm("deployments.disallow_visit", decides)
rules.add_perm("deployments.call_off_visit", rules.always_false)
rules.add_perm("deployments.time_visit", is_visiting | is_manager)
rules.add_perm("deployments.acknowledge_visit", is_visited)
rules.add_perm("deployments.presume_visit", rules.always_false)
rules.add_perm("deployments.write_notes", is_visited)
rules.add_perm("deployments.read_notes", is_visiting | speaks_there | is_manager)
