"""A reference nobody answers expires by itself: when, once, in the history, who is told, and never by hand."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from casework.lifecycle import steps_open_to
from casework.models import Entry, Letter
from designation import actions, queries, tasks
from designation.models import Reference, Round
from tests.designation import stage


def asked(cast, on):
    """Return a reference asked for at noon on a day."""
    case = stage.reference(cast)
    noon = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    Reference.objects.filter(pk=case.pk).update(asked_at=noon)
    return case


def test_a_request_expires_after_twelve_weeks_and_the_applicant_is_told(cast):
    for days, state in [(83, "requested"), (84, "expired")]:
        case = asked(cast, stage.today() - timedelta(days=days))
        tasks.expire_references()
        case.refresh_from_db()
        assert case.state == state
    assert [(one.to, one.name) for one in Letter.objects.all()] == [
        (cast.sam, "designation/reference_expired")
    ]


@pytest.mark.parametrize("state", Reference.State.values)
def test_only_what_is_asked_for_expires_and_only_once(cast, state):
    case = stage.reference(cast, state)
    Reference.objects.filter(pk=case.pk).update(asked_at=timezone.now() - timedelta(days=100))
    for _ in range(2):
        tasks.expire_references()
    case.refresh_from_db()
    entries = list(Entry.objects.of(case).filter(step="expire").values_list("by", "channel", "from_state"))
    assert (case.state, entries) == (
        ("expired", [(None, "night", "requested")]) if state == "requested" else (state, [])
    )


@pytest.mark.parametrize("name", ["sam", "hannah", "mina", "olga"])
def test_nobody_lets_a_reference_expire_by_hand(cast, name):
    assert "expire" not in steps_open_to(stage.reference(cast), getattr(cast, name))


def out_of_time(cast):
    """Return what Hannah is asked for Sam's draft, whose round closed an hour ago."""
    case = stage.reference(cast, application=stage.draft(cast))
    ended = {
        "opens_at": timezone.now() - timedelta(days=60),
        "closes_at": timezone.now() - timedelta(hours=1),
    }
    Round.objects.filter(pk=case.application.round_id).update(**ended)
    return Reference.objects.get(pk=case.pk)


def test_of_a_draft_too_late_to_be_sent_in_the_referee_is_let_go(cast):
    case = out_of_time(cast)
    tasks.expire_references()
    case.refresh_from_db()
    letters = list(Letter.objects.values_list("to", "name"))
    assert (case.state, letters) == ("expired", [(cast.hannah.pk, "designation/reference_not_needed")])


def test_of_a_draft_with_more_time_the_referee_goes_on_being_asked(cast):
    case = out_of_time(cast)
    stage.extend(cast.sam, days=3)
    tasks.expire_references()
    case.refresh_from_db()
    assert (case.state, list(Reference.objects.awaited(timezone.now()))) == ("requested", [case])


def test_for_a_draft_out_of_time_nobody_is_chased_nor_asked_anew(cast, client):
    case = out_of_time(cast)
    Reference.objects.filter(pk=case.pk).update(asked_at=timezone.now() - timedelta(days=30))
    on = stage.today()
    found = [*queries.referees_due(on), *queries.applicants_due(on), *queries.handovers_due(on)]
    assert (found, [one.title for one in queries.awaiting(cast.hannah, on)]) == ([], [])
    with pytest.raises(actions.ClosedRound):
        actions.ask_referee(case.application, by=cast.sam)
    with pytest.raises(actions.ClosedRound):
        actions.correct(case, by=cast.sam, name="Hannah Price", email="h.price@oakfield.example")
    assert Letter.objects.count() == 0
