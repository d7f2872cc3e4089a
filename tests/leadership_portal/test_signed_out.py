"""A session that ends while somebody writes: what they typed waits for them on the same door, and for nobody else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from casework.models import Letter
from casework.views import typed
from tests.designation import stage

WORDS = "My school needs me more, and I say so with regret."
SENTENCE = "You had been signed out."


@pytest.fixture
def case(cast):
    return stage.designation(cast, "active")


@pytest.fixture
def door(case):
    return case.page("relinquish")


@pytest.fixture
def sam(cast):
    """Sam at a browser, signed in, who has opened a page."""
    browser = Client()
    browser.force_login(cast.sam)
    browser.get("/")
    return browser


def too_late(browser, door, **more):
    """Send the form after the session ended."""
    del browser.cookies["sessionid"]
    return browser.post(door, {"note": WORDS, "ended_for": "workload"} | more)


def test_what_was_typed_is_there_after_signing_in_and_nothing_was_sent(cast, sam, door, case):
    answer = too_late(sam, door)
    assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/accounts/login/code/")
    sam.force_login(cast.sam)
    text = sam.get(door).content.decode()
    assert (WORDS in text, SENTENCE in text) == (True, True)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("active", 0)
    assert "data-problem" not in text
    # Once: the next time the page is as it always is.
    again = sam.get(door).content.decode()
    assert (WORDS in again, SENTENCE in again) == (False, False)


def test_they_may_pass_other_pages_on_their_way_back(cast, sam, door):
    too_late(sam, door)
    sam.force_login(cast.sam)
    sam.get("/")
    assert WORDS in sam.get(door).content.decode()


def test_nobody_else_who_signs_in_there_finds_it(cast, sam, door):
    too_late(sam, door)
    sam.force_login(cast.mina)
    sam.get(door)
    assert typed.KEY not in sam.session
    sam.force_login(cast.sam)
    assert WORDS not in sam.get(door).content.decode()


def test_after_an_hour_it_is_forgotten(cast, sam, door, monkeypatch):
    too_late(sam, door)
    sam.force_login(cast.sam)
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("casework.views.typed.timezone.now", lambda: later)
    assert WORDS not in sam.get(door).content.decode()


def test_of_a_stranger_nothing_is_kept(door):
    stranger = Client()
    stranger.post(door, {"note": WORDS})
    assert typed.KEY not in stranger.session


@pytest.mark.parametrize("forged", ["1", "1:forged", ""])
def test_a_forged_cookie_keeps_nothing(sam, door, forged):
    sam.cookies[typed.COOKIE] = forged
    too_late(sam, door)
    assert typed.KEY not in sam.session


def test_a_password_is_never_kept(sam):
    del sam.cookies["sessionid"]
    sam.post("/accounts/password/set/", {"password1": "a secret 1234", "password2": "a secret 1234"})
    assert typed.KEY not in sam.session


def test_what_is_longer_than_any_form_is_not_kept(sam, door):
    too_late(sam, door, more="x" * typed.MOST_CHARACTERS)
    assert typed.KEY not in sam.session
