"""Who reads and writes the words and files of a deployment: each has its audience."""

import rules

from deployments.models import Audience
from deployments.rules.deployments import is_leader, is_supported, of_parties
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
rules.add_perm("deployments.message_deployment", of_parties)
rules.add_perm("deployments.attach_deployment", of_parties)
rules.add_perm("deployments.remove_file_deployment", rules.always_false)  # on the page of each file
