"""Gather the sentences to translate into a catalogue: those of the source, then those of locale/third_party.txt."""

import os
import sys
from pathlib import Path

import django
import polib
from django.core.management import call_command
from django.core.management.commands import makemessages

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("locale", "cy", "LC_MESSAGES", "django.po")
HEADER = "The Leadership Portal in Welsh."
# The six numbers Welsh tells apart (0, 1, 2, 3, 6, any other), as the Unicode CLDR lists them.
PLURALS = "nplurals=6; plural=(n==0) ? 0 : (n==1) ? 1 : (n==2) ? 2 : (n==3) ? 3 : (n==6) ? 4 : 5;"
METADATA = {
    "Project-Id-Version": "Leadership Portal",
    "Language": "cy",
    "Language-Team": "Welsh",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": PLURALS,
}


class ExtractMessages(makemessages.Command):
    """Django's own command, without guesses: a sentence that only resembles an older one is left to a translator."""

    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]


def read_third_party(root: Path) -> list[polib.POEntry]:
    """Return the empty entries of locale/third_party.txt, in its order."""
    lines = (root / "locale" / "third_party.txt").read_text(encoding="utf-8").splitlines()
    return [_entry_of(line) for line in lines if line.strip() and not line.startswith("#")]


def _entry_of(line: str) -> polib.POEntry:
    context, found, text = line.rpartition(" » ")
    singular, _, plural = text.replace(r"\n", "\n").replace(r"\s", " ").partition(" ¦ ")
    entry = polib.POEntry(msgid=singular, msgctxt=context if found else None)
    if plural:
        entry.msgid_plural, entry.msgstr_plural = plural, dict.fromkeys(range(6), "")
    return entry


def extract(root: Path) -> polib.POFile:
    """Rewrite the catalogue below `root` and return it: nothing translated is lost unless its sentence is gone."""
    path = root / CATALOGUE
    known = {_key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    os.chdir(root)
    call_command(
        ExtractMessages(),
        locale=["cy"],
        ignore_patterns=["var", "tests", "script", "node_modules"],
        no_wrap=True,
        no_location=True,
        no_obsolete=True,
        verbosity=0,
    )
    catalogue = polib.pofile(str(path), wrapwidth=0)
    found = {_key(entry) for entry in catalogue}
    catalogue.extend(
        known.get(_key(entry), entry) for entry in read_third_party(root) if _key(entry) not in found
    )
    catalogue.header, catalogue.metadata, catalogue.metadata_is_fuzzy = HEADER, METADATA, False
    catalogue.save()
    return catalogue


def _key(entry: polib.POEntry) -> tuple[str | None, str, str]:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "leadership_portal.settings")
    root = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else ROOT
    sys.path.insert(0, str(root))
    django.setup()
    entries = extract(root)
    empty = [entry for entry in entries if not entry.translated()]
    print(f"{len(entries)} sentences in {CATALOGUE}, {len(empty)} still without Welsh.")
