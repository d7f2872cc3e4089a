"""A term ends by itself: when, once, in the history, who is told, and never by hand."""

from datetime import timedelta

import pytest

from casework.lifecycle import steps_open_to
from casework.models import Entry, Letter
from designation import tasks
from designation.models import Designation
from tests.designation import stage


def test_a_term_expires_the_day_after_its_last(cast):
    case = stage.designation(cast, "active")
    for ends_on, state in [(stage.today(), "active"), (stage.today() - timedelta(days=1), "expired")]:
        Designation.objects.filter(pk=case.pk).update(ends_on=ends_on)
        tasks.expire_designations()
        case.refresh_from_db()
        assert case.state == state
    assert [(one.to, one.name) for one in Letter.objects.all()] == [
        (cast.sam, "designation/designation_expired")
    ]


@pytest.mark.parametrize("state", Designation.State.values)
def test_only_active_terms_expire_and_only_once(cast, state):
    case = stage.designation(cast, state)
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    for _ in range(2):
        tasks.expire_designations()
    case.refresh_from_db()
    entries = list(Entry.objects.of(case).filter(step="expire").values_list("by", "channel", "from_state"))
    assert (case.state, entries) == (
        ("expired", [(None, "night", "active")]) if state == "active" else (state, [])
    )


@pytest.mark.parametrize("name", ["sam", "hannah", "mina", "olga"])
def test_nobody_lets_a_term_expire_by_hand(cast, name):
    assert "expire" not in steps_open_to(stage.designation(cast, "active"), getattr(cast, name))
