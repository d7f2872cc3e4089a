"""What runs by itself over all apps: the portal checks itself."""

import structlog
from celery import shared_task

from casework.models.invariants import named
from leadership_portal.invariants import breaches

log = structlog.get_logger(__name__)


@shared_task
def check_invariants() -> int:
    """Look for what must never be, and raise an alarm in the log for each rule that is broken."""
    found = list(breaches())
    for invariant, rows in found:
        log.error("invariant_broken", rule=invariant.name, count=len(rows), first=named(rows[0]))
    return len(found)
