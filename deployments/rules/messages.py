"""Who reads and writes the words and files of a deployment, and reads its reasons: each has its audience."""

import rules

from deployments.models import Audience, Deployment, Variation, Visit
from deployments.rules.consents import own_answers
from deployments.rules.deployments import is_leader, is_supported, of_parties
from directory.models import Person
from directory.rules import is_manager

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


@rules.predicate
def reads_reasons(person: Person, case: Deployment | Variation | Visit) -> bool:
    """The parties and the alliance: an officer of the local authority sees what happened, and not why."""
    if isinstance(case, Deployment):
        return person.has_perm("deployments.reach_deployment", case)
    is_asked_too = isinstance(case, Variation) and own_answers(person, case)
    return bool(is_asked_too) or person.has_perm("deployments.reach_deployment", case.deployment)


rules.add_perm("deployments.read_reasons", reads_reasons)
rules.add_perm("deployments.message_deployment", of_parties)
rules.add_perm("deployments.attach_deployment", of_parties)
rules.add_perm("deployments.remove_file_deployment", rules.always_false)  # on the page of each file
