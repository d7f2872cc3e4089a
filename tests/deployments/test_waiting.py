"""How long requests wait: in working time, so that no weekend and no bank holiday makes anybody late."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time
from hypothesis import given
from hypothesis import strategies as st

from deployments.models import SupportRequest
from deployments.queries.waiting import (
    is_late,
    longest_first,
    offer_due_on,
    offer_due_words,
    urgent_first,
    waited,
    waiting_words,
)
from directory.calendar import LONDON, add_working_hours, is_working_day, working_time_between
from tests.deployments import stage

HOUR = timedelta(hours=1)
moments = st.integers(0, 15_000).map(lambda count: datetime(2025, 1, 1, tzinfo=LONDON) + count * HOUR)
hours = st.integers(0, 300)


def at(day: int, hour: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


def london(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (at(9, 15), at(11, 15)),  # Monday to Wednesday
        (at(12, 15), at(16, 15)),  # Thursday, over the weekend, to Monday
        (at(14, 10), at(18)),  # Saturday counts from Monday's first minute
        (datetime(2026, 4, 2, 12, tzinfo=LONDON), datetime(2026, 4, 8, 12, tzinfo=LONDON)),  # Easter
        (london(2026, 11, 13, 16, 59), london(2026, 11, 17, 16, 59)),  # Friday, a minute to five
        (london(2026, 11, 13, 23, 59), london(2026, 11, 17, 23, 59)),  # Friday's last minute
        (london(2026, 12, 24, 12), london(2026, 12, 30, 12)),  # Christmas, and Boxing Day's substitute
        (london(2026, 12, 31, 9), london(2027, 1, 5, 9)),  # New Year
        (london(2026, 5, 1, 16, 59), london(2026, 5, 6, 16, 59)),  # Friday before a bank holiday Monday
        (london(2026, 5, 4, 10), london(2026, 5, 7)),  # asked on that Monday: from Tuesday's first minute
        (london(2026, 3, 27, 12), london(2026, 3, 31, 12)),  # over the night the clocks go forward
    ],
)
def test_48_working_hours_are_two_working_days(asked, due):
    assert add_working_hours(asked, 48) == due


@given(moments, hours)
def test_what_was_added_has_passed(start, count):
    assert working_time_between(start, add_working_hours(start, count)) == count * HOUR


@given(moments, hours, hours)
def test_more_hours_are_never_sooner(start, some, more):
    assert add_working_hours(start, some) <= add_working_hours(start, some + more)


@given(moments, moments, moments)
def test_time_passes_once(one, two, three):
    first, second, third = sorted((one, two, three))
    whole = working_time_between(first, third)
    assert whole == working_time_between(first, second) + working_time_between(second, third)
    assert timedelta() <= whole <= third.astimezone() - first.astimezone() + HOUR


@given(moments)
def test_an_offer_is_due_on_a_working_day_and_late_just_after(asked):
    request = SupportRequest(state="open", state_at=asked)
    due = add_working_hours(asked, 48)
    assert is_working_day(offer_due_on(request))
    assert not is_late(request, due)
    assert is_late(request, add_working_hours(due, 1))


def test_waiting_is_said_in_words():
    asked = at(12, 15)  # Thursday
    assert waited(asked, at(12, 15)) == "0 hours"
    assert waited(asked, at(12, 16)) == "1 hour"
    assert waited(asked, at(15, 23)) == "1 working day"
    assert waited(asked, at(16, 15)) == "2 working days"
    open_one = SupportRequest(state="open", state_at=asked, created_at=asked)
    assert waiting_words(open_one, at(16, 15)) == "2 working days"
    assert waiting_words(open_one, at(17, 15)) == "Late: 3 working days"
    assert offer_due_words(open_one, at(16, 15)) == "By Monday 16 November 2026"
    assert offer_due_words(open_one, at(17, 15)) == "An offer was due by Monday 16 November 2026"


def test_a_school_waits_since_it_asked_and_a_refusal_does_not_make_it_newer():
    again = {"state_at": at(17, 15), "created_at": at(12, 15)}
    refused = SupportRequest(state="open", **again)
    assert waiting_words(refused, at(18, 15)) == (
        "4 working days; a leader is looked for again for 1 working day"
    )
    assert waiting_words(refused, at(20, 15)) == (
        "Late: 6 working days; a leader is looked for again for 3 working days"
    )
    proposed = SupportRequest(state="proposed", **again)
    assert waiting_words(proposed, at(18, 15)) == "4 working days; answers are awaited for 1 working day"


def test_the_board_has_first_who_asked_first_whoever_was_refused(cast):
    first, second = stage.request(cast), stage.request(cast)
    SupportRequest.objects.filter(pk=first.pk).update(state_at=timezone.now() + timedelta(hours=1))
    assert [one.pk for one in longest_first(SupportRequest.objects.all())] == [first.pk, second.pk]
    assert [one.pk for one in urgent_first(SupportRequest.objects.all())] == [first.pk, second.pk]


@pytest.mark.parametrize("state", ["proposed", "matched", "closed", "withdrawn", "unmet"])
def test_only_an_open_request_waits_for_an_offer(state):
    request = SupportRequest(state=state, state_at=at(2))
    assert not is_late(request, at(20))
    assert offer_due_words(request, at(20)) == ""
    assert bool(waiting_words(request, at(20))) == (state == "proposed")


def test_the_school_reads_by_when_it_has_an_offer(cast, client):
    with freeze_time("2026-11-12 15:00"):
        request = stage.request(cast)
        client.force_login(cast.rob)
        assert "By Monday 16 November 2026" in client.get(request.get_absolute_url()).content.decode()
    with freeze_time("2026-11-17 15:01"):
        client.force_login(cast.rob)
        page = client.get(request.get_absolute_url()).content.decode()
    assert "An offer was due by Monday 16 November 2026" in page
    assert offer_due_on(request) == date(2026, 11, 16)
