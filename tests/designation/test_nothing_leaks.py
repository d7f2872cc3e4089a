"""What is confidential reaches those it is for, and nobody else: not by a page, letter, paper, export or log.

The words are planted in `markers.py`; the tables here say who meets which. Whoever adds a page that shows one of them
to somebody new reads the table and changes it on purpose, or mends the page.
"""

import logging
from typing import NamedTuple

import pytest
import rules
from django.db import transaction
from django.test import override_settings
from django.utils import translation

from casework.models import Letter
from designation.models import Reference
from tests import cast as stage
from tests import world as worlds
from tests.designation.markers import Mark, Met, Search, listening, marks_in, nights_later, plant

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.one_database]

# Who meets which words on a page, in a document or in an export.
PANEL = {"rob", "dai", "vera"}
ON_PAGES = {
    "REFERENCE": {"mina"} | PANEL,
    "KNOWN_FOR": {"mina"} | PANEL,
    "DECLINE": {"mina"},
    "ROBS_SCORE": {"mina", "dai"},  # Vera's own are not in yet
    "DAIS_SCORE": {"mina", "rob"},
    "MODERATION": {"mina", "rob", "dai"},
    "PENDING": {"mina"},
    "CONFLICT": {"mina"},
    "ADJUSTMENTS": {"mina", "sam"},  # and the panel of the interview, once there is one
    "EXTENSION": {"mina"},
    "HEARD_REFERENCE": {"mina", "rob", "hazel"},
    "HEARD_SCORE": {"mina", "hazel"},
    "GROUNDS": {"mina", "sam", "hazel"},
    "DOUBT": {"mina", "hannah"},
    "RELEASE": {"mina"},
    "RETRACTION": {"mina"},
    "SUSPENSION": {"mina"},
    "RENEWAL": {"mina"},
    "WITHDRAWAL": {"mina"},
    "WITHDRAWAL_WORDS": {"mina", "sam"},
}
# To whom a letter says them.
IN_LETTERS = {name: set() for name in Mark.__members__} | {"RELEASE": {"mina"}, "WITHDRAWAL_WORDS": {"sam"}}


class Found(NamedTuple):
    """What the search found; `planted` is what it finds when somebody leaves three doors open on purpose."""

    search: Search
    logged: set[str]
    planted: tuple[Met, Met, set[str]]


@pytest.fixture(scope="module")
def found(django_db_setup, django_db_blocker):
    """Search once; the world is built for it and left as it was."""
    off = override_settings(DEMO=False, SECOND_FACTOR_REQUIRED=False)
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("en-gb"), off:
        world = worlds.build(stage.gather())
        with listening() as heard:
            story = plant(world)
            search = Search(world, story)
            for look in (search.through_every_door, search.through_papers, search.through_links):
                look()
            search.through_the_administration()
            nights_later()
            search.read_letters()
        yield Found(search, marks_in(heard.getvalue()), with_three_leaks(world, story))
        transaction.set_rollback(True)


def with_three_leaks(world, story) -> tuple[Met, Met, set[str]]:
    """Search where a rule lets everybody read references, a letter says too much and a line of the log as well."""
    search, rule = Search(world, story), rules.permissions.permissions["designation.read_reference"]
    rules.set_perm("designation.read_reference", rules.always_true)
    try:
        told = Reference.objects.get(statement=Mark.REFERENCE)
        search.open(told.page("read"), ("sam", "olga"), press=True)
    finally:
        rules.set_perm("designation.read_reference", rule)
    Letter.objects.filter(to=story.people["sam"], name="designation/reference_received").update(
        body=Mark.DECLINE
    )
    search.read_letters()
    with listening() as heard:
        logging.getLogger("casework.letters").warning("not sent: %s", Mark.DOUBT)
    return search.on_pages, search.in_letters, marks_in(heard.getvalue())


def test_every_door_was_tried(found):
    assert found.search.skipped == []


def test_each_meets_on_pages_what_is_theirs_to_read(found):
    assert found.search.on_pages == ON_PAGES, found.search.told_where(ON_PAGES)


def test_letters_tell_each_what_is_theirs_to_read(found):
    assert found.search.in_letters == IN_LETTERS


def test_the_log_holds_none_of_it(found):
    assert found.logged == set()


def test_a_leak_would_be_found(found):
    on_pages, in_letters, logged = found.planted
    assert on_pages["REFERENCE"] == {"sam"}  # Olga does not even find the case
    assert in_letters["DECLINE"] - found.search.in_letters["DECLINE"] == {"sam"}
    assert logged == {"DOUBT"}
