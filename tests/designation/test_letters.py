"""Every letter of designation reads well in both languages, and asks nothing of those it does not concern."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from casework.letters import preview
from designation import letters
from tests.designation import stage

TEXTS = Path(settings.BASE_DIR) / "templates/letters/designation"
PLACE = {"at": timezone.now(), "place": "Oakfield", "online_link": "https://meet.example/x"}
OF_APPLICATIONS = {
    "application_submitted": ("submitted", {}),
    "application_withdrawn": ("withdrawn", {}),
    "application_shortlisted": ("shortlisted", {}),
    "application_not_shortlisted": ("not_shortlisted", {"feedback": "More figures."}),
    "application_invited": ("invited", PLACE),
    "application_reserved": ("reserve", {"feedback": "Nearly there."}),
    "application_unsuccessful": ("unsuccessful", {"feedback": "More figures."}),
    "application_successful": ("successful", {"feedback": "Well done."}),
}
TURNED_DOWN = ("not_shortlisted", "unsuccessful")
OF_REFERENCES = [
    "reference_requested", "reference_due", "reference_outstanding", "reference_received", "reference_declined",
    "reference_expired", "reference_set_aside", "reference_not_needed",
]  # fmt: skip
OF_DESIGNATIONS = ["ask_assurance", "designation_activated", "designation_expired"]


def speak(cast, language):
    for person in cast.people().values():
        person.language = language
        person.save()


def drafts(cast, language):
    """Return every letter of the app, written in one language."""
    speak(cast, language)
    with preview() as written:
        for name, (state, words) in OF_APPLICATIONS.items():
            case = stage.application(cast, state)
            reasons = {"reasons": list(case.role_type.criteria.all()[:2])} if state in TURNED_DOWN else {}
            getattr(letters, name)(case, **words, **reasons)
        for name in OF_REFERENCES:
            getattr(letters, name)(stage.reference(cast))
        for name in OF_DESIGNATIONS:
            getattr(letters, name)(stage.designation(cast, "active"))
    return {letter.name: letter for letter in written}


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_every_letter_is_written_in_both_languages(cast, language):
    written = drafts(cast, language)
    files = {f"designation/{path.name.split('.')[0]}" for path in TEXTS.glob(f"*.{language[:2]}.txt")}
    assert set(written) == files
    for letter in written.values():
        assert (letter.language, bool(letter.subject), len(letter.subject) < 120) == (
            language[:2],
            True,
            True,
        )
        assert not re.search(r"[{}]|None|  ", letter.body), letter.name
        assert not re.search(r"\n{4,}", letter.body), letter.name


def test_each_text_stands_in_both_languages():
    names = {
        language: {p.name.split(".")[0] for p in TEXTS.glob(f"*.{language}.txt")} for language in ("en", "cy")
    }
    assert names["en"] == names["cy"]


def test_welsh_letters_are_not_english(cast):
    english, welsh = drafts(cast, "en-gb"), drafts(cast, "cy")
    same = [name for name in english if english[name].subject == welsh[name].subject]
    assert same == []


def test_the_deadline_is_said_with_its_weekday(cast):
    reference = stage.reference(cast)
    with preview() as written:
        letters.reference_requested(reference)
    closes = timezone.localtime(reference.application.round.closes_at)
    assert f"{closes:%A} {closes.day} {closes:%B %Y}" in written[0].body
