"""Look for what must never be: `manage.py check_invariants` asks every rule, and changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from casework.models.invariants import named
from leadership_portal.invariants import breaches, every, rows_watched

SHOWN = 20


class Command(BaseCommand):
    """Ask every rule; what breaks one is listed by kind, key and reference, and the exit code is 1."""

    help = "Checks that nothing impossible stands in the database. Reads only."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many rules hold; raises CommandError where one does not."""
        found = list(breaches())
        for invariant, rows in found:
            self.stderr.write(f"{invariant.name}: {invariant.words}")
            self.stderr.write("".join(f"  {named(row)}\n" for row in rows[:SHOWN]), ending="")
            if len(rows) > SHOWN:
                self.stderr.write(f"  and {len(rows) - SHOWN} more")
        if found:
            raise CommandError(f"{len(found)} of {len(every())} rules are broken.")
        self.stdout.write(f"{len(every())} rules hold over {rows_watched()} rows.")
