"""A sweep does for each what is due for each: one that cannot be done keeps none of the others waiting."""

from types import SimpleNamespace

import pytest

from casework.lifecycle import StepNotOpen
from casework.tasks import SweepFailed, each
from directory.models import Person
from tests.factories import PersonFactory

pytestmark = pytest.mark.every_database


@pytest.fixture
def three(db):
    return [PersonFactory(last_name=name) for name in ("One", "Two", "Three")]


def rename(person: Person, name: str = "Done", *, title: str = "") -> bool | None:
    Person.objects.filter(pk=person.pk).update(last_name=name, title=title)
    if person.last_name == "Two":
        raise ZeroDivisionError
    if person.last_name == "Three":
        raise StepNotOpen(SimpleNamespace(state="closed"), "rename")
    return None


def names(people) -> list[tuple[str, str]]:
    return [
        (one.last_name, one.title)
        for one in Person.objects.filter(pk__in=[p.pk for p in people]).order_by("pk")
    ]


def test_one_that_fails_is_undone_and_keeps_no_other_from_being_done(three):
    one, two, _three = three
    with pytest.raises(SweepFailed, match="1 of 2 failed"):
        each((rename, [two, one]))
    assert names([one, two]) == [("Done", ""), ("Two", "")]


def test_what_moved_on_meanwhile_is_passed_over(three):
    one, _two, last = three
    assert (each((rename, [last, one])), names([one, last])) == (1, [("Done", ""), ("Three", "")])


def test_what_is_found_in_tuples_goes_on_in_order_or_by_name(three):
    one, _two, _three = three
    assert each((rename, [(one, "Again")])) == 1
    assert names([one]) == [("Again", "")]
    assert each((rename, [(one, "Named", "Dr")], "name", "title"), (lambda _one: False, [one])) == 1
    assert names([one]) == [("Named", "Dr")]
