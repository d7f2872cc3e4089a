"""Brings a national register of schools in from a file: GIAS, the Welsh list, or the links between schools."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from directory.actions.imports import Outcome, import_register
from directory.register import Layout, Reading, UnfitFile


class Command(BaseCommand):
    help = "Imports schools (GIAS or the Welsh list) or the links between them from a CSV file, told by its heading."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the CSV file as the register publishes it")
        parser.add_argument("--links", action="store_true", help="refuse any file but one of links")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args, file: Path, links: bool, dry_run: bool, **options) -> None:
        try:
            outcome = import_register(self.bytes_of(file), dry_run=dry_run, links_only=links)
        except UnfitFile as problem:
            raise CommandError(str(problem))
        self.tell(outcome)
        if dry_run:
            self.stdout.write(_("Nothing was changed: this was a dry run."))

    def bytes_of(self, file: Path) -> bytes:
        try:
            return file.read_bytes()
        except OSError as problem:
            message = _("The file %(file)s cannot be read: %(problem)s.")
            raise CommandError(message % {"file": file, "problem": problem.strerror})

    def tell(self, outcome: Outcome) -> None:
        """Print the count, then one line for each row that was left out or of which a cell was."""
        self.stdout.write(self.summary(outcome))
        for reason, count in outcome.left_out.items():
            self.stdout.write(_("Left out %(count)s links: %(reason)s.") % {"count": count, "reason": reason})
        for row in outcome.rejected:
            line = _("Line %(line)s (%(number)s) rejected: %(reason)s")
            self.stdout.write(line % {"line": row.line, "number": row.number, "reason": row.reason})
        for line_number, remark in outcome.reading.remarks:
            self.stdout.write(_("Line %(line)s: %(remark)s") % {"line": line_number, "remark": remark})

    def summary(self, outcome: Outcome) -> str:
        counts = {
            "register": self.name_of(outcome.reading),
            "read": outcome.reading.read,
            "created": outcome.created,
            "updated": outcome.updated,
            "unchanged": outcome.unchanged,
            "rejected": len(outcome.rejected) + outcome.left_out.total(),
        }
        return (
            _(
                "%(register)s: %(read)s rows read, %(created)s created, %(updated)s updated, "
                "%(unchanged)s unchanged, %(rejected)s rejected."
            )
            % counts
        )

    def name_of(self, reading: Reading) -> str:
        return {
            Layout.ENGLISH: _("English register"),
            Layout.WELSH: _("Welsh list"),
            Layout.LINKS: _("Links between schools"),
        }[reading.layout]
