"""Every letter of designation reads well in both languages, and asks nothing of those it does not concern."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from casework.letters import preview
from casework.models import Letter
from designation import letters
from designation.models import Designation, PendingDecision
from tests import factories
from tests.designation import stage, years

TEXTS = Path(settings.BASE_DIR) / "templates/letters/designation"
OF_APPLICATIONS = {
    "application_submitted": ("submitted", {}),
    "application_withdrawn": ("withdrawn", {}),
    "application_returned": (
        "returned",
        {"sections": ["impact"], "question": "How many children?", "answer_by": stage.today()},
    ),
    "application_resubmitted": ("submitted", {}),
    "application_proceeded": ("submitted", {}),
    "application_answer_due": ("returned", {"due_on": stage.today()}),
    "application_unfinished": ("draft", {"due_on": stage.today()}),
    "application_shortlisted": ("shortlisted", {}),
    "application_not_shortlisted": ("not_shortlisted", {"feedback": "More figures."}),
    "application_reserved": ("reserve", {"feedback": "Nearly there."}),
    "application_unsuccessful": ("unsuccessful", {"feedback": "More figures."}),
    "application_successful": ("successful", {"feedback": "Well done."}),
    "application_upheld": ("upheld", {"reasons": "We read it again."}),
    "application_dismissed": ("dismissed", {"reasons": "We read it again."}),
    "appeal_received": ("appealed", {}),
    "appeal_lodged": ("appealed", {}),
}
OF_ENDINGS = {
    "designation_suspended": ("suspended", {"suspended_for": "concern"}),
    "designation_resumed": ("active", {}),
    "designation_relinquished": ("relinquished", {}),
    "designation_withdrawn": ("withdrawn", {"ended_for": "terms", "words": "You told nobody."}),
    "designation_reinstated": ("active", {"reasons": "We read it again."}),
    "designation_dismissed": ("withdrawn", {"reasons": "We read it again."}),
}
TURNED_DOWN = ("not_shortlisted", "unsuccessful")
OF_REFERENCES = [
    "reference_requested", "reference_due", "reference_outstanding", "reference_received", "reference_declined",
    "reference_bounced",
    "reference_expired", "reference_set_aside", "reference_not_needed",
]  # fmt: skip
OF_DESIGNATIONS = [
    "ask_assurance", "assurance_lapsed", "days_allowed", "designation_activated", "designation_expired",
    "designation_held_back", "designation_moved", "release_requested", "release_confirmed", "release_refused",
]  # fmt: skip


def speak(cast, language):
    for person in cast.people().values():
        person.language = language
        person.save()


def drafts(cast, language):
    """Return every letter of the app, written in one language; what belongs to no case is written for good."""
    speak(cast, language)
    with preview() as written:
        of_applications(cast)
        of_interviews(cast)
        of_appeals(cast)
        of_designations(cast)
        of_moves(cast)
        for name in OF_REFERENCES:
            getattr(letters, name)(stage.reference(cast))
        of_rounds(cast)
        years.every_letter(cast)
    return {letter.name: letter for letter in [*written, *Letter.objects.filter(language=language[:2])]}


def of_applications(cast):
    for name, (state, words) in OF_APPLICATIONS.items():
        case = stage.application(cast, state)
        reasons = {"reasons": list(case.role_type.criteria.all()[:2])} if state in TURNED_DOWN else {}
        getattr(letters, name)(case, **words, **reasons)
    prepared = stage.application(cast)
    PendingDecision.objects.create(application=prepared, step="shortlist", by=cast.mina)
    letters.decision_dropped(prepared, by=cast.olga)
    letters.applicant_withdrew(prepared, dropped=prepared.pending)


def of_interviews(cast):
    case = stage.invited(cast, adjustments="A table near the door.")
    letters.booking_requested(case)
    letters.booking_due(case, due_on=stage.today())
    meeting = stage.interview(case, stage.slot(cast))
    for name in ("application_invited", "interview_booked", "interview_rescheduled", "interview_missed"):
        getattr(letters, name)(case, interview=meeting)
    letters.interview_due(case, interview=meeting)
    letters.panel_unfit(case, interview=meeting)
    members = list(meeting.panel.all())
    letters.panel_invited(case, interview=meeting, members=members)
    letters.interview_cancelled(case, interview=meeting, members=members)


def of_appeals(cast):
    appealed = stage.application(cast, "appealed")
    letters.appeal_assigned(appealed, [cast.rob])
    letters.appeal_released(appealed, [cast.olga])


def of_designations(cast):
    for name, (state, words) in OF_ENDINGS.items():
        getattr(letters, name)(stage.designation(cast, state), **words)
    for name in OF_DESIGNATIONS:
        getattr(letters, name)(stage.designation(cast, "active"))
    letters.assurance_due(stage.designation(cast, "active"), due_on=stage.today())
    letters.assurance_retracted(stage.designation(cast, "active"), by=cast.olga)


def of_moves(cast):
    """Write what follows a move to Brookside: asked again, in question, and where nobody is known to answer."""
    moved = stage.designation(cast, "active")
    letters.release_due(moved, due_on=stage.today())
    letters.release_in_question(moved, by=cast.hannah, reason="We are three teachers short.")
    letters.staff_moved(moved, cast.oakfield)
    alone = factories.SchoolFactory(name="Westhay Primary School")
    Designation.objects.filter(pk=moved.pk).update(home_school=alone)
    letters.release_requested(Designation.objects.get(pk=moved.pk))


def of_rounds(cast):
    """Write what the people of a round are told; a seat and more time are nobody's case, so they are stored."""
    letters.scores_due(stage.seat(cast.rob), due_on=stage.today(), still=3)
    letters.panel_seated(stage.seat(cast.rob))
    letters.deadline_extended(
        stage.round_().extensions.filter(person=cast.sam).first() or stage.extend(cast.sam)
    )
    letters.round_extended(stage.draft(cast))


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
