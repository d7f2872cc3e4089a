"""Hannah gives the safeguarding assurance: the seven questions; three years at most; the chair for a head."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework import documents
from casework.models import Document, Letter, Link
from designation import actions, letters, queries, tasks
from designation.models import Designation
from designation.terms import years_after
from directory.calendar import is_working_day
from directory.models import Post
from tests.designation import stage
from tests.designation.steps import OfSamAtWork


def boxes(name: str, day) -> dict:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def typed(*, seen=None, until=None) -> dict:
    day = seen or stage.today()
    return {"seen": "on"} | boxes("checks_seen_on", day) | (boxes("until", until) if until else {})


class TestAssure(OfSamAtWork):
    step, actor = "assure", "hannah"
    others = ("olga", "mina", "rob", "sam")

    def answer_for(self, case, cast):
        return typed(seen=stage.today() - timedelta(days=2), until=stage.today() + timedelta(days=700))

    def check(self, case, cast):
        assert (case.assurance_by, case.assurance_until, case.checks_seen_on) == (
            cast.hannah,
            stage.today() + timedelta(days=700),
            stage.today() - timedelta(days=2),
        )


def test_left_open_it_holds_three_years_from_the_day_the_certificate_was_seen(cast, client):
    case, seen = stage.designation(cast), stage.today() - timedelta(days=90)
    client.force_login(cast.hannah)
    assert client.post(case.page("assure"), typed(seen=seen)).status_code == 302
    case.refresh_from_db()
    assert case.assurance_until == years_after(seen, 3)


@pytest.mark.parametrize(
    ("seen", "until", "words"),
    [
        (0, 1200, "three years from the day the certificate was seen"),
        (-1200, None, "more than three years ago"),
        (1, None, "or earlier"),
        (0, -1, "or later"),
    ],
)
def test_an_assurance_that_cannot_be_is_refused_in_words(cast, client, seen, until, words):
    case, today = stage.designation(cast), stage.today()
    client.force_login(cast.hannah)
    until = None if until is None else today + timedelta(days=until)
    page = client.post(case.page("assure"), typed(seen=today + timedelta(days=seen), until=until))
    case.refresh_from_db()
    assert (page.status_code, words in page.content.decode(), case.assurance_until) == (200, True, None)


def test_the_letter_for_other_schools_is_made_for_active_leaders(cast):
    terms = {"checks_seen_on": stage.today(), "until": stage.today() + timedelta(days=300)}
    for state, expected in [("designated", 0), ("active", 2)]:
        actions.assure(stage.designation(cast, state), by=cast.hannah, **terms)
        assert Document.objects.filter(name="designation/assurance").count() == expected, state


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_letter_for_other_schools_says_who_until_when_and_no_more(cast, language):
    case = stage.designation(cast, "active", checks_seen_on=stage.today(), assurance_by=cast.hannah)
    html = documents.html_of(case, "designation/assurance", language)
    said = ["Sam Okoro", "Hannah Price", "Oakfield Primary School", str(case.assurance_until.year)]
    assert [words for words in said if words not in html] == []
    assert cast.sam.email not in html


def test_an_assurance_before_the_activation_brings_its_letter_with_it(cast):
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    assured = {"assurance_until": stage.today() + timedelta(days=300), "assurance_by": cast.hannah}
    actions.activate(stage.designation(cast, **done, **assured), by=cast.mina)
    assert Document.objects.filter(name="designation/assurance").count() == 2


def test_the_chair_assures_for_a_head(cast, client):
    case = stage.designation(cast)
    Designation.objects.filter(pk=case.pk).update(person=cast.hannah)
    for name, code in [("gwen", 200), ("hannah", 403), ("rob", 404)]:
        client.force_login(getattr(cast, name))
        assert client.get(case.page("assure")).status_code == code, name


def test_the_new_head_assures_after_a_change(cast, client):
    case = stage.designation(cast)
    Post.objects.filter(person=cast.hannah).update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.hannah)
    assert client.get(case.page("assure")).status_code == 404


# Reminders.


@pytest.fixture
def on_a_working_day(monkeypatch):
    """Let the night work run whatever day it is."""
    monkeypatch.setattr(tasks, "is_working_day", lambda day: True)


def told() -> list[tuple[str, str]]:
    rows = Letter.objects.filter(name__startswith="designation/assurance").order_by("pk")
    return [(row.name.removeprefix("designation/"), row.to.first_name) for row in rows]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (61, []),
        (60, [("assurance_due", "Hannah"), ("assurance_ends", "Sam")]),
        (30, [("assurance_due", "Hannah"), ("assurance_ends", "Sam")]),
        (0, [("assurance_due", "Hannah"), ("assurance_ends", "Sam")]),
        (-1, [("assurance_missing", "Hannah"), ("assurance_lapsed", "Sam")]),
    ],
)
def test_head_and_leader_are_reminded_once_a_milestone(cast, on_a_working_day, days, expected):
    stage.designation(cast, "active", assurance_until=stage.today() + timedelta(days=days))
    for _night in range(2):
        tasks.remind_of_assurances()
    assert told() == expected


def test_every_milestone_has_its_own_letter_and_a_new_assurance_its_own_milestones(cast):
    case = stage.designation(cast, "active")
    for until in (stage.today() + timedelta(days=90), stage.today() + timedelta(days=900)):
        Designation.objects.filter(pk=case.pk).update(assurance_until=until)
        for days in range(65, -1, -1):
            for found, due_on in queries.assurances_ending(until - timedelta(days=days)):
                actions.remind_of_assurance(found, due_on=due_on)
    assert [name for name, _to in told()].count("assurance_due") == 6


@pytest.mark.parametrize("state", ["expired", "relinquished", "withdrawn"])
def test_nobody_is_reminded_once_it_is_over(cast, on_a_working_day, state):
    stage.designation(cast, state, assurance_until=stage.today() + timedelta(days=5))
    tasks.remind_of_assurances()
    assert told() == []


def test_nobody_is_reminded_on_a_day_off(cast, monkeypatch):
    monkeypatch.setattr(tasks, "is_working_day", lambda day: False)
    stage.designation(cast, "active", assurance_until=stage.today() + timedelta(days=5))
    tasks.remind_of_assurances()
    assert (told(), tasks.is_working_day is is_working_day) == ([], False)


def test_the_letter_opens_the_form_and_is_dead_once_the_assurance_is_given(cast, client):
    case = stage.designation(cast, "active", assurance_until=stage.today() + timedelta(days=5))
    letters.assurance_due(case, due_on=stage.today())
    link = Link.objects.get(purpose=letters.ASSURANCE)
    assert (link.person, link.doors) == (cast.hannah, ["designation:designation-assure"])
    actions.assure(case, by=cast.hannah, checks_seen_on=stage.today(), until=years_after(stage.today(), 3))
    assert not Link.objects.get(pk=link.pk).is_live(timezone.now())
