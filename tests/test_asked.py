"""Which tests are asked once more on another database: all that is ever sent is sent again, and no more than needed."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.asked import asked_again, cheapest, kind


@dataclass(frozen=True)
class Item:
    """A test as pytest knows it."""

    name: str
    markers: dict[str, Any] = field(default_factory=dict, hash=False)
    fixturenames: tuple[str, ...] = ()

    @property
    def nodeid(self) -> str:
        return self.name

    def get_closest_marker(self, name: str) -> Any:
        return self.markers.get(name)


def names_of(items: list[Item], notes: dict[str, tuple[float, list[str]]]) -> set[str]:
    return {item.name for item in asked_again(items, notes)}  # type: ignore[arg-type,attr-defined]


def test_numbers_and_the_length_of_a_list_make_no_new_statement():
    few = kind('SELECT "a" FROM "b" WHERE "c" IN (%s, %s) LIMIT 21', "")
    assert few == kind('SELECT "a" FROM "b" WHERE "c" IN (%s, %s, %s) LIMIT 1', "")
    assert few != kind('SELECT "a" FROM "b" WHERE "d" IN (%s, %s) LIMIT 21', "")


def test_a_statement_that_locks_or_is_refused_is_another():
    plain, locks, refused = (kind("SELECT 1", how) for how in ("", "lock ()", "refused"))
    assert len({plain, locks, refused}) == 3


@pytest.mark.parametrize(
    ("tests", "chosen"),
    [
        ({"one": (1, ["a"]), "the same again": (2, ["a"])}, ["one"]),
        ({"one": (1, ["a"]), "both": (1, ["a", "b"])}, ["both"]),
        ({"dear": (9, ["a", "b"]), "one": (1, ["a"]), "the other": (1, ["b"])}, ["one", "the other"]),
        ({"nothing": (1, [])}, []),
        ({"known": (1, ["heard"]), "new": (1, ["heard", "new"])}, ["new"]),
    ],
)
def test_the_cheapest_that_ask_everything_are_chosen(tests, chosen):
    assert sorted(cheapest(tests, {"heard"})) == sorted(chosen)


@pytest.mark.parametrize(
    "always",
    [
        Item("always", {"every_database": True}),
        Item("always", {"services": True}),
        Item("always", {}, ("transactional_db",)),
        Item("always", {"django_db": pytest.mark.django_db(transaction=True).mark}),
    ],
)
def test_what_each_database_answers_in_its_own_way_is_always_asked(always):
    items = [always, Item("dear"), Item("cheap")]
    notes = {"always": (9.0, ["a"]), "dear": (2.0, ["a", "b"]), "cheap": (1.0, ["b"])}
    assert names_of(items, notes) == {"always", "cheap"}


def test_a_test_nobody_noted_is_asked():
    assert names_of([Item("new"), Item("old")], {"old": (1.0, [])}) == {"new"}


def test_what_is_the_same_on_any_database_is_never_asked_twice():
    one = Item("one", {"one_database": True})
    assert names_of([one, Item("old")], {"one": (1.0, ["a"]), "old": (1.0, ["a", "b"])}) == {"old"}
