"""Everything the portal says it says in Welsh too: the catalogue is whole, every letter is there in both languages."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polib
import pytest
from django.utils import translation
from django.utils.translation import ngettext

from casework.models import Channel
from casework.templatetags.casework import clock, day, days, moment, money, softened
from tests.welsh import in_portal_time

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "cy" / "LC_MESSAGES" / "django.po"
ENTRIES = list(polib.pofile(str(CATALOGUE)))
APPS = ("directory", "casework", "designation", "deployments", "evaluations", "leadership_portal")
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sdr]|%[sd]|%%|\{[a-z_]*\}")
TAG = re.compile(r"<[a-z/!][^>]*>")
LETTERS = sorted((ROOT / "templates" / "letters").rglob("*.en.txt"))
# Words that one language has and the other has not, so frequent that no letter does without one of them.
ENGLISH = {"the", "you", "your", "and", "of", "this", "is", "will", "was", "please"}
WELSH = {"y", "yr", "chi", "eich", "a", "ac", "mae", "yn", "i", "ar", "wedi", "hwn"}


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_sentence_has_its_welsh():
    empty = [e.msgid for e in ENTRIES if not all(text.strip() for text in said(e))]
    assert empty == []
    assert [e.msgid for e in ENTRIES if e.fuzzy or e.obsolete] == []


def test_every_plural_has_the_six_forms_of_welsh():
    assert {len(said(e)) for e in ENTRIES if e.msgid_plural} == {6}


def test_every_placeholder_is_kept():
    wrong = []
    for entry in ENTRIES:
        wanted = {
            frozenset(Counter(PLACEHOLDER.findall(t)).items())
            for t in (entry.msgid, entry.msgid_plural or entry.msgid)
        }
        wrong += [
            (entry.msgid, t)
            for t in said(entry)
            if frozenset(Counter(PLACEHOLDER.findall(t)).items()) not in wanted
        ]
    assert wrong == []


def test_every_tag_is_kept():
    wrong = [
        (e.msgid, t)
        for e in ENTRIES
        for t in said(e)
        if sorted(TAG.findall(t)) != sorted(TAG.findall(e.msgid))
    ]
    assert wrong == []


def test_welsh_begins_and_ends_as_english_does():
    """A blank or a line break lost at an end runs two words together on the page."""
    wrong = [
        e.msgid
        for e in ENTRIES
        for t in said(e)
        if (t[:1].isspace(), t[-1:].isspace()) != (e.msgid[:1].isspace(), e.msgid[-1:].isspace())
    ]
    assert wrong == []


@pytest.mark.skipif(
    shutil.which("xgettext") is None, reason="gettext is not installed: sudo apt-get install -y gettext"
)
def test_the_catalogue_holds_what_the_source_says(tmp_path):
    """`script/messages`, run on a copy, would find nothing new and drop nothing."""
    for name in (*APPS, "templates", "locale", "script"):
        shutil.copytree(
            ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "static")
        )
    run = subprocess.run(
        [sys.executable, str(tmp_path / "script" / "extract_messages.py"), str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    found = polib.pofile(str(tmp_path / CATALOGUE.relative_to(ROOT)))
    known, wanted = {(e.msgctxt, e.msgid) for e in ENTRIES}, {(e.msgctxt, e.msgid) for e in found}
    assert (sorted(wanted - known, key=str), sorted(known - wanted, key=str)) == ([], [])


@pytest.mark.parametrize(
    "english", LETTERS, ids=lambda path: path.parent.name + "/" + path.name.removesuffix(".en.txt")
)
def test_a_letter_stands_in_both_languages(english):
    welsh = english.with_name(english.name.replace(".en.txt", ".cy.txt"))
    assert welsh.exists()
    assert WELSH & words_of(english) <= {"a", "i"}
    assert ENGLISH & words_of(welsh) == set()
    assert marks_of(welsh) == marks_of(english)


def test_no_letter_is_in_welsh_alone():
    alone = [
        p
        for p in (ROOT / "templates" / "letters").rglob("*.cy.txt")
        if not p.with_name(p.name.replace(".cy.txt", ".en.txt")).exists()
    ]
    assert alone == []


def test_days_are_softened_after_their_prepositions():
    """*Ar ddydd Gwener*, never *ar Dydd Gwener*."""
    hard = re.compile(r"(?i)\b(?:ar|hyd|hyd at|o|tan|i) \{\{ ?[a-z_.]+\|(?:day|moment) ?\}\}")
    welsh = (path.with_name(path.name.replace(".en.txt", ".cy.txt")) for path in LETTERS)
    assert [path.name for path in welsh if hard.search(path.read_text(encoding="utf-8"))] == []
    assert softened("Dydd Gwener 20 Mawrth 2026") == "ddydd Gwener 20 Mawrth 2026"


def words_of(path: Path) -> set[str]:
    """Return the words a reader sees in a letter's text, in small letters; no tags, variables or addresses."""
    plain = re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\S+@\S+|https?://\S+", " ", path.read_text(encoding="utf-8"))
    return set(re.findall(r"[^\W\d_]+", plain.lower()))


def marks_of(path: Path) -> tuple[int, bool]:
    """Return what both texts of a letter must share: how many buttons, and whether a subject comes first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(line.startswith(">> ") for line in lines), bool(lines and lines[0].strip())


def test_days_have_their_welsh_names():
    with translation.override("cy"):
        assert day(in_portal_time(2026, 3, 20).date()) == "Dydd Gwener 20 Mawrth 2026"
        assert moment(in_portal_time(2026, 3, 20, 14, 5)) == "Dydd Gwener 20 Mawrth 2026, 2.05yp"
        assert moment(in_portal_time(2026, 8, 1, 9)) == "Dydd Sadwrn 1 Awst 2026, 9yb"
        assert clock(in_portal_time(2026, 3, 20, 14, 5)) == "2.05yp"
        assert money(125050) == "£1,250.50"


@pytest.mark.parametrize(
    ("half_days", "welsh"),
    [
        (0, "0 diwrnod"), (1, "½ diwrnod"), (2, "1 diwrnod"), (3, "1½ diwrnod"), (4, "2 ddiwrnod"), (5, "2½ diwrnod"),
        (6, "3 diwrnod"), (10, "5 diwrnod"), (12, "6 diwrnod"),
    ],
)  # fmt: skip
def test_days_are_counted_with_their_mutations(half_days, welsh):
    with translation.override("cy"):
        assert days(half_days) == welsh


@pytest.mark.parametrize(
    ("count", "welsh"),
    [(1, "1 flwyddyn"), (2, "2 flynedd"), (3, "3 blynedd"), (4, "4 o flynyddoedd"), (6, "6 blynedd")],
)
def test_years_are_counted_with_their_mutations(count, welsh):
    with translation.override("cy"):
        assert ngettext("%(count)d year", "%(count)d years", count) % {"count": count} == welsh


def test_a_choice_is_said_in_the_readers_language_not_in_that_of_the_start():
    with translation.override("cy"):
        assert Channel.LINK.label == "trwy ddolen"
    assert Channel.LINK.label == "by link"
