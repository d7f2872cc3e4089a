"""Equality answers are counted when an application is sent in, and then nobody can find whose they were."""

import pytest
from django.db import IntegrityError, transaction

from casework import documents
from casework.models import Entry, Letter
from designation import actions
from designation.models import Application, EqualityCount
from tests.designation import stage

pytestmark = pytest.mark.every_database

ANSWERS = {"age": "40_49", "sex": "female", "ethnicity": "rather_not", "disability": "disabled"}


def counts():
    return {(one.question, one.answer): one.count for one in EqualityCount.objects.all()}


def part(case, section):
    return f"/designation/applications/{case.pk}/parts/{section}/"


def test_the_page_says_what_happens_to_the_answers(cast, client):
    case = stage.draft(cast, sections={})
    client.force_login(cast.sam)
    page = client.get(part(case, "equality")).content.decode()
    said = (
        "nobody but you can open them",
        "deleted from your application in the same moment",
        "who answered what",
    )
    assert [text for text in said if text not in page] == []


def test_answers_are_kept_with_the_draft_until_it_is_sent_in(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(part(case, "equality"), ANSWERS)
    case.refresh_from_db()
    assert (case.equality, counts()) == (ANSWERS, {})
    check = client.get(case.page("submit")).content.decode()
    assert ("Given: counted when you submit" in check, "40 to 49" in check) == (True, False)
    client.post(case.page("submit"))
    case.refresh_from_db()
    assert (case.state, case.equality) == ("submitted", {})
    assert counts() == dict.fromkeys(ANSWERS.items(), 1)


def test_the_second_applicant_adds_to_the_count(cast):
    for person, school in ((cast.sam, cast.oakfield), (cast.rob, cast.brookside)):
        case = stage.application(cast, "draft", applicant=person, school=school, equality={"sex": "female"})
        actions.submit(case, by=person)
    assert counts() == {("sex", "female"): 2}


def test_nothing_but_the_count_remembers(cast, client):
    case = stage.draft(cast, equality=ANSWERS)
    actions.submit(case, by=cast.sam)
    for person in (cast.sam, cast.mina):
        client.force_login(person)
        assert "40_49" not in client.get(case.get_absolute_url()).content.decode()
    paper = documents.html_of(case, "designation/application", "en")
    kept = [
        *Letter.objects.values_list("body", flat=True),
        *Entry.objects.values_list("note", flat=True),
        paper,
    ]
    assert [text for text in kept if "Equality" in text or "40_49" in text] == []


def test_sent_in_again_it_is_not_counted_again(cast):
    case = stage.draft(cast, equality={"sex": "male"})
    actions.submit(case, by=cast.sam)
    actions.send_back(case, by=cast.mina, sections=[], question="Why?", answer_by=stage.today())
    actions.resubmit(case, by=cast.sam)
    assert counts() == {("sex", "male"): 1}


def test_a_withdrawn_draft_is_not_counted(cast):
    case = stage.draft(cast, equality={"sex": "male"})
    actions.withdraw(case, by=cast.sam)
    case.refresh_from_db()
    assert (case.equality, counts()) == ({}, {})


def test_a_refused_submission_counts_nothing_and_keeps_the_answers(cast):
    case = stage.draft(cast, sections={}, equality={"sex": "male"})
    with pytest.raises(actions.Incomplete):
        actions.submit(case, by=cast.sam)
    case.refresh_from_db()
    assert (case.equality, counts()) == ({"sex": "male"}, {})


def test_the_database_holds_that_what_was_sent_in_has_none(cast):
    case = stage.application(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=case.pk).update(equality={"sex": "male"})


def test_neither_optional_part_stops_a_submission(cast, client):
    asked = [key for key in Application.Section.values if key not in Application.OPTIONAL]
    case = stage.draft(cast, sections=dict.fromkeys(asked, "completed"))
    client.force_login(cast.sam)
    page = client.get(case.page("tasks"))
    optional = [line["text"] for line in page.context["sections"] if line.get("is_optional")]
    assert (optional, page.content.decode().count("(optional)")) == (
        ["Adjustments", "Equality monitoring"],
        2,
    )
    assert client.post(case.page("submit")).status_code == 302
    case.refresh_from_db()
    assert case.state == "submitted"


def test_half_answered_is_answered(cast, client):
    case = stage.draft(cast, sections={})
    client.force_login(cast.sam)
    client.post(part(case, "equality"), {"sex": "male"})
    client.post(part(case, "adjustments"), {})
    case.refresh_from_db()
    assert (case.equality, case.sections) == (
        {"sex": "male"},
        {"equality": "completed", "adjustments": "completed"},
    )


@pytest.mark.parametrize(
    ("who", "reads"), [("sam", True), ("mina", True), ("fay", True), ("rob", False)], ids=str
)
def test_adjustments_are_read_by_those_who_interview(cast, client, who, reads):
    """Rob and Fay sit on the round's panel; only Fay meets Sam."""
    case = stage.application(cast, "invited", adjustments="A step-free room, please.")
    for member in (cast.rob, cast.fay):
        stage.seat(member)
    case.interview.panel.set([cast.fay])
    client.force_login(getattr(cast, who))
    page = client.get(case.get_absolute_url()).content.decode()
    assert ("A step-free room, please." in page, "Adjustments" in page) == (reads, True)
    paper = documents.html_of(case, "designation/application", "en")
    assert "A step-free room" not in paper
