"""Every letter of evaluations is there in both languages, whole, with its act in the first sentence and one button."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from casework.models import Letter
from deployments.models import Deployment
from evaluations import letters
from tests import factories
from tests.evaluations import stage

pytestmark = pytest.mark.django_db
NAMES = {path.name.split(".")[0] for path in Path("templates/letters/evaluations").glob("*.txt")}


def _all_letters(cast) -> None:
    visit = stage.visit(cast, "held")
    aim = visit.deployment.objectives.first()
    record = factories.VisitRecordFactory(visit=visit, strengths="Keen", next_visit_on=visit.on, concern=True)
    record.focus.add(aim)
    factories.VisitActionFactory(record=record, by_on=visit.on)
    record.progress.create(objective=aim, progress="green", note="Seen")
    evaluation = factories.VisitEvaluationFactory(visit=visit, change_needed=True, change_note="More days")
    letters.visit_recorded(visit, record=record)
    letters.visit_evaluated(visit, record=record, evaluation=evaluation)
    letters.record_due(visit, on=visit.on)
    record.reply, record.replied_by = "A good morning", cast.rob
    letters.record_replied(visit, record=record)
    deployment = stage.deployment(cast, Deployment.State.COMPLETED)
    letters.evaluation_due(deployment, on=visit.on)
    letters.evaluation_received(deployment)
    letters.evaluation_replied(deployment)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_every_letter_is_written_in_the_readers_language(cast, language):
    for person in (*cast.people().values(), stage.contact_of(cast)):
        person.language = language
        person.save()
    _all_letters(cast)
    written = {letter.name.split("/")[1]: letter for letter in Letter.objects.all()}
    assert set(written) == NAMES
    for name, letter in written.items():
        assert letter.language == language[:2], name
        assert len(re.findall(r"^>> ", letter.body, re.M)) == (2 if name == "visit_recorded" else 1), name
        assert "{{" not in letter.body + letter.subject, name
        assert "{%" not in letter.body + letter.subject, name
        assert ("Rydych yn" in letter.body) == (language == "cy"), name
        assert not re.search(r"\n\n\n\n", letter.body), name


def test_the_record_goes_with_its_own_text_and_two_ways_on(cast):
    _all_letters(cast)
    letter = Letter.objects.get(name="evaluations/visit_recorded", to=cast.rob)
    lines = letter.body.splitlines()
    page = [line for line in lines if line.startswith(">> Read the record")]
    assert page[0].startswith(
        f">> Read the record in the portal or reply to it | {settings.SITE_URL}/evaluations/"
    )
    assert ">> Acknowledge the visit" in lines
    assert [line for line in lines if line.startswith("- ")] == [
        "- Phonics is taught daily",
        "- Phonics is taught daily: Green (Seen)",
        f"- Share the plan: The subject lead, by {_day(letter)}",
    ]


def _day(letter: Letter) -> str:
    from casework.templatetags.casework import day

    return day(letter.case.on)
