"""Do the work that is due, here and now: for an installation without a worker, or to catch up by hand."""

from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from leadership_portal.celery import DUE_WORK, Due
from leadership_portal.ticker import do, is_due_today

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    """Run the list of due work in its order; one failure stops nothing else, but the exit code is 1."""

    help = "Does the night work that is due, in order. Safe to call every minute, and twice at once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--all`."""
        parser.add_argument(
            "--all", action="store_true", help="also what has a time of day that has not come yet"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the work and say what was done; raises CommandError when any of it failed."""
        now = timezone.now()
        work = [due for due in DUE_WORK if options["all"] or is_due_today(due, now=now)]
        failed = [due.name for due in work if not self.attempt(due)]
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}.")

    def attempt(self, due: Due) -> bool:
        """Do one work, print its outcome, and tell whether it went well."""
        try:
            outcome = do(due)
        except Exception as error:
            log.exception("due_work_failed", work=due.name)
            self.stderr.write(f"{due.name}: failed ({error})")
            return False
        self.stdout.write(f"{due.name}: {'done' if outcome is None else outcome}")
        return True
