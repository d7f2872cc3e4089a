"""Rob says once where visitors sign in and who leads on safeguarding; Sam reads it for every visit."""

import pytest

from casework.letters import preview
from casework.models import Letter
from deployments import actions, letters
from deployments.models import VisitNotes
from tests.deployments import stage

WORDS = "Sign in at the office. Safeguarding: Ms Hill, extension 12."


def write(client, person, visit, text=WORDS):
    client.force_login(person)
    return client.post(visit.page("notes"), {"text": text})


def test_the_school_writes_it_once_for_every_visit(cast, client):
    of = stage.deployment(cast, "agreed")
    first, second = (stage.visit(cast, of=of, on=stage.school_day(after)) for after in (3, 10))
    assert write(client, cast.rob, first).status_code == 302
    notes = VisitNotes.objects.get()
    assert (notes.school, notes.text, notes.written_by) == (cast.brookside, WORDS, cast.rob)
    client.force_login(cast.sam)
    for visit in (first, second):
        assert WORDS in client.get(visit.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("name", "reads"),
    [("sam", True), ("rob", True), ("mina", True), ("hannah", False), ("dai", False)],
)
def test_the_parties_alone_read_it(cast, client, name, reads):
    visit = stage.visit(cast, of=stage.deployment(cast, "agreed"), on=stage.school_day(3))
    actions.write_notes(cast.brookside, by=cast.rob, text=WORDS)
    client.force_login(getattr(cast, name))
    response = client.get(visit.get_absolute_url())
    assert (response.status_code, WORDS in response.content.decode()) == (200, reads)


@pytest.mark.parametrize(
    ("name", "answer"),
    [("sam", 403), ("mina", 403), ("hannah", 403), ("dai", 403), ("olga", 404), ("gwen", 404)],
)
def test_others_may_not_write_it(cast, client, name, answer):
    visit = stage.visit(cast, on=stage.school_day(3))
    person = getattr(cast, name)
    assert write(client, person, visit).status_code == answer
    assert client.get(visit.page("notes")).status_code == answer
    client.force_login(person)
    if answer == 403:
        assert visit.page("notes") not in client.get(visit.get_absolute_url()).content.decode()
    assert VisitNotes.objects.count() == 0


def test_what_stood_there_before_is_kept(cast, client):
    visit = stage.visit(cast, on=stage.school_day(3))
    for text in (WORDS, "Sign in at the gate.", ""):
        write(client, cast.rob, visit, text)
    assert VisitNotes.objects.count() == 0
    kept = VisitNotes.history.order_by("history_id").values_list(
        "text", "history_type", "history_user__first_name"
    )
    assert list(kept) == [
        (WORDS, "+", "Rob"),
        ("Sign in at the gate.", "~", "Rob"),
        ("Sign in at the gate.", "-", "Rob"),
    ]
    assert Letter.objects.count() == 0


def test_a_long_story_is_not_taken(cast, client):
    visit = stage.visit(cast, on=stage.school_day(3))
    response = write(client, cast.rob, visit, "word " * 101)
    assert response.context["form"].errors == {"text": ["Cut 1 word: the most you can write is 100 words"]}


def test_the_letter_about_a_visit_has_it_or_says_that_it_is_missing(cast):
    visit = stage.visit(cast, on=stage.school_day(3))
    missing, told = "has not said yet where visitors sign in", f"tells its visitors: {WORDS}"
    for text, found in (("", (True, False)), (WORDS, (False, True))):
        actions.write_notes(cast.brookside, by=cast.rob, text=text)
        fresh = type(visit).objects.get(pk=visit.pk)
        with preview() as drafts:
            letters.visit_planned(fresh)
        assert {(missing in one.body, told in one.body) for one in drafts} == {found}


def test_online_nobody_signs_in(cast, client):
    visit = stage.visit(cast, on=stage.school_day(3), is_online=True)
    actions.write_notes(cast.brookside, by=cast.rob, text=WORDS)
    client.force_login(cast.sam)
    assert WORDS not in client.get(visit.get_absolute_url()).content.decode()
    with preview() as drafts:
        letters.visit_planned(visit)
    assert [("visitors" in one.body) for one in drafts] == [False, False]
