"""A referee's address does not work: said by Mina or found by night, told to Sam, who gives the right one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Entry, Letter, Link
from designation import actions, queries, tasks
from designation.models import Reference
from tests.designation import stage
from tests.seven import SevenQuestions


class TestBounce(SevenQuestions):
    model, step, actor = Reference, "bounce", "mina"
    others = ("olga", "sam", "hannah", "gwen", "rob")
    told = {"sam": ["designation/reference_bounced"]}

    def make(self, cast, state=None):
        return stage.reference(cast, state)


@pytest.fixture
def reference(cast):
    """The reference Hannah has been asked for by a letter."""
    case = stage.draft(cast)
    actions.ask_referee(case, by=cast.sam)
    return case.references.get()


def fail(reference, error="550 b'no such user'", **fields):
    Letter.objects.filter(object_id=reference.pk, link__isnull=False).update(
        status="failed", error=error, **fields
    )


def test_the_night_finds_a_refused_letter_and_tells_sam(reference, cast):
    fail(reference)
    tasks.bounce_references()
    reference.refresh_from_db()
    entry = Entry.objects.of(reference).get(step="bounce")
    assert (reference.state, entry.by, entry.channel) == ("bounced", None, "night")
    assert Link.objects.get(object_id=reference.pk).closed_at is not None
    letter = Letter.objects.get(name="designation/reference_bounced")
    assert (letter.to, reference.email in letter.body) == (cast.sam, True)
    tasks.bounce_references()
    assert Letter.objects.filter(name="designation/reference_bounced").count() == 1


@pytest.mark.parametrize("error", ["451 b'try later'", "[Errno 111] Connection refused", ""])
def test_a_server_that_could_not_be_reached_says_nothing_of_the_address(reference, error):
    fail(reference, error=error)
    assert list(queries.bounced_references()) == []


def test_the_newest_letter_counts(reference):
    fail(reference)
    actions.remind_referee(reference, due_on=stage.today())
    assert list(queries.bounced_references()) == []
    newest = Letter.objects.filter(name="designation/reference_due")
    newest.update(status="failed", error="554 b'blocked'", created_at=timezone.now() + timedelta(minutes=1))
    assert list(queries.bounced_references()) == [reference]


def test_sam_corrects_the_address_and_the_referee_is_asked_again(reference, cast, client):
    actions.bounce(reference, by=None)
    client.force_login(cast.sam)
    tasks_page = client.get(reference.application.page("tasks")).content.decode()
    assert ("came back" in tasks_page, "Ask my referee now" in tasks_page) == (True, False)
    assert "Correct the address of your referee: Hannah Price" in client.get("/").content.decode()
    right = {"name": "Hannah Price", "email": "h.price@oakfield.example"}
    assert client.post(reference.page("correct"), right).status_code == 302
    states = list(reference.application.references.order_by("pk").values_list("email", "state"))
    assert states == [("hannah@oakfield.example", "replaced"), ("h.price@oakfield.example", "requested")]


@pytest.mark.parametrize("state", ["bounced", "declined"])
def test_submitting_does_not_ask_the_same_address_again(reference, cast, state):
    if state == "bounced":
        actions.bounce(reference, by=None)
    else:
        actions.decline(reference, by=cast.hannah, reason="I am away.")
    actions.submit(reference.application, by=cast.sam)
    assert [one.state for one in reference.application.references.all()] == [state]


def test_the_panel_sees_that_it_came_back(reference, cast, client):
    actions.submit(reference.application, by=cast.sam)
    actions.bounce(reference, by=cast.mina)
    client.force_login(cast.mina)
    assert "Address does not work" in client.get(reference.application.get_absolute_url()).content.decode()
    assert "The address does not work." in client.get(reference.get_absolute_url()).content.decode()
