"""A term ends by itself: when, once, in the history, who is told, and never by hand."""

from datetime import timedelta

import pytest

from casework.lifecycle import steps_open_to
from casework.models import Entry, Letter
from designation import queries, tasks
from designation.models import Designation
from tests import factories
from tests.designation import stage, years


def test_a_term_expires_the_day_after_its_last(cast):
    case = stage.designation(cast, "active")
    for ends_on, state in [(stage.today(), "active"), (stage.today() - timedelta(days=1), "expired")]:
        Designation.objects.filter(pk=case.pk).update(ends_on=ends_on)
        tasks.expire_designations()
        case.refresh_from_db()
        assert case.state == state
    told = [(one.to, one.name) for one in Letter.objects.order_by("name", "to__first_name")]
    assert told == [
        (cast.sam, "designation/designation_expired"),
        (cast.hannah, "designation/staff_expired"),
        (cast.mina, "designation/staff_expired"),
    ]


@pytest.mark.parametrize("state", Designation.State.values)
def test_only_running_terms_expire_and_only_once(cast, state):
    case = stage.designation(cast, state)
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    for _ in range(2):
        tasks.expire_designations()
    case.refresh_from_db()
    entries = list(Entry.objects.of(case).filter(step="expire").values_list("by", "channel", "from_state"))
    assert (case.state, entries) == (
        ("expired", [(None, "night", state)]) if state in Designation.LIVE else (state, [])
    )


@pytest.mark.parametrize("name", ["sam", "hannah", "mina", "olga"])
def test_nobody_lets_a_term_expire_by_hand(cast, name):
    assert "expire" not in steps_open_to(stage.designation(cast, "active"), getattr(cast, name))


def expired(cast) -> dict[str, str]:
    """Return what Sam, Hannah and Mina read once the term has ended."""
    Designation.objects.update(ends_on=stage.today() - timedelta(days=1))
    tasks.expire_designations()
    return {one.to.first_name: one.body for one in Letter.objects.filter(name__endswith="_expired")}


def test_who_was_turned_down_reads_nothing_of_a_renewal_at_the_end(cast):
    years.renewal(cast, "declined")
    told = expired(cast)
    assert {name: "If a renewal is decided" in body for name, body in told.items()} == {
        "Sam": False,
        "Hannah": False,
        "Mina": False,
    }
    assert {name: "no further term follows" in body for name, body in told.items()} == {
        "Sam": True,
        "Hannah": True,
        "Mina": True,
    }


def test_a_suspension_is_not_over_with_the_term_and_the_letters_say_so(cast):
    stage.designation(cast, "suspended", suspended_for="concern")
    told = expired(cast)
    assert {name: "still suspended" in body for name, body in told.items()} == {
        "Sam": True,
        "Hannah": True,
        "Mina": True,
    }
    assert [body for body in told.values() if "to its end;" in body or "to their end;" in body] == []


# Never activated.


def lapsed(cast, **fields) -> Designation:
    """Return Sam's designation whose last day passed before anybody activated it."""
    case = stage.designation(cast, "designated", **fields)
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    tasks.expire_designations()
    return Designation.objects.get(pk=case.pk)


def test_one_that_was_never_activated_ends_too_and_those_concerned_read_so(cast):
    case = lapsed(cast)
    told = [(one.to, one.name) for one in Letter.objects.order_by("name", "to__first_name")]
    assert (case.state, told) == (
        "expired",
        [
            (cast.sam, "designation/designation_lapsed"),
            (cast.hannah, "designation/staff_lapsed"),
            (cast.mina, "designation/staff_lapsed"),
        ],
    )


@pytest.mark.parametrize(
    "done", [{}, {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}]
)
def test_what_never_began_is_not_renewed(cast, client, done):
    case = lapsed(cast, **done)
    client.force_login(cast.sam)
    assert client.get(case.page("begin_renewal")).status_code == 403
    asked = [task.title for task in queries.awaiting(cast.sam, stage.today())]
    assert [title for title in asked if "another term" in title] == []


def test_the_role_is_free_for_another_designation(cast):
    case = lapsed(cast)
    again = factories.DesignationFactory(person=cast.sam, role_type=case.role_type)
    assert again.state == "active"


def test_the_page_says_that_it_never_began(cast, client):
    case = lapsed(cast)
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        assert "It ended before it was activated." in page, name
