"""Who reads and takes away what is counted and listed."""

import rules

from deployments.rules.posts import is_head, is_officer
from directory.rules import is_manager

rules.add_perm("deployments.read_reports", is_manager)
rules.add_perm("deployments.list_schools", is_manager | is_officer)
rules.add_perm("deployments.export_deployments", is_manager | is_officer | is_head)
