"""The deadline is the person's own and holds to the second, whatever the clocks do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from casework.models import Letter
from casework.templatetags.casework import moment
from designation import actions, queries
from designation.models import Application, Round
from tests.designation import stage

LONDON, UTC = ZoneInfo("Europe/London"), ZoneInfo("UTC")
SECOND = timedelta(seconds=1)


def closing(case, closes):
    Round.objects.filter(pk=case.round_id).update(
        opens_at=closes - timedelta(days=30), closes_at=closes.astimezone(UTC)
    )
    return Application.objects.get(pk=case.pk)


def submit_at(case, at, client, cast, monkeypatch):
    """Press the button at a moment and return the state the application is in."""
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: at)
        client.force_login(cast.sam)
        client.post(case.page("submit"))
    return Application.objects.values_list("state", flat=True).get(pk=case.pk)


@pytest.mark.parametrize(
    ("closes", "in_utc", "said"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=LONDON), "23:59", "Saturday 28 March 2026, 11.59pm"),
        (datetime(2026, 3, 29, 23, 59, tzinfo=LONDON), "22:59", "Sunday 29 March 2026, 11.59pm"),
        (datetime(2026, 10, 24, 23, 59, tzinfo=LONDON), "22:59", "Saturday 24 October 2026, 11.59pm"),
        (datetime(2026, 10, 25, 23, 59, tzinfo=LONDON), "23:59", "Sunday 25 October 2026, 11.59pm"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=LONDON, fold=1), "01:30", "Sunday 25 October 2026, 1.30am"),
        (datetime(2026, 7, 3, 16, 0, tzinfo=LONDON), "15:00", "Friday 3 July 2026, 4pm"),
    ],
)
def test_london_time_holds_over_both_clock_changes(cast, client, monkeypatch, closes, in_utc, said):
    case = closing(stage.draft(cast), closes)
    assert (f"{case.deadline.astimezone(UTC):%H:%M}", moment(case.deadline)) == (in_utc, said)
    real = closes.astimezone(UTC)
    assert submit_at(case, real, client, cast, monkeypatch) == "draft"
    assert submit_at(case, real - SECOND, client, cast, monkeypatch) == "submitted"


def test_more_time_is_for_one_person_and_to_the_second(cast, client, monkeypatch):
    case = stage.draft(cast)
    own = stage.extend(cast.sam, days=2)
    assert case.deadline == own.until
    assert submit_at(case, own.until, client, cast, monkeypatch) == "draft"
    assert submit_at(case, own.until - SECOND, client, cast, monkeypatch) == "submitted"
    other = stage.application(cast, "draft", applicant=cast.rob, school=cast.brookside)
    assert other.deadline == other.round.closes_at


def test_an_earlier_own_deadline_never_shortens(cast):
    case = stage.draft(cast)
    stage.extend(cast.sam, days=-2)
    assert case.deadline == case.round.closes_at


@pytest.fixture
def late(cast):
    """Sam's draft in a round that closed yesterday, with two more days."""
    case = stage.draft(cast)
    Round.objects.filter(pk=case.round_id).update(closes_at=timezone.now() - timedelta(days=1))
    stage.extend(cast.sam, days=3)
    return Application.objects.get(pk=case.pk)


def test_with_more_time_everything_says_so(late, cast, client):
    client.force_login(cast.sam)
    said = moment(late.deadline)
    for page in ("tasks", "submit"):
        assert said in client.get(late.page(page)).content.decode(), page
    tasks = [(str(one.title), one.due_on) for one in queries.awaiting(cast.sam, stage.today())]
    assert tasks == [("Finish your application", timezone.localdate(late.deadline))]
    actions.ask_referee(late, by=cast.sam)
    assert said in Letter.objects.get(name="designation/reference_requested").body


def test_with_more_time_one_may_begin_in_a_closed_round(late, cast, client):
    late.delete()
    client.force_login(cast.sam)
    address = f"/designation/rounds/{late.round_id}/apply/"
    assert client.get(address).status_code == 200
    client.post(address, {"role_type": late.role_type_id})
    assert Application.objects.get(applicant=cast.sam).state == "draft"
    client.force_login(cast.rob)
    assert client.get(address).status_code == 302


def test_too_late_says_until_when_it_was(late, cast, client, monkeypatch):
    with monkeypatch.context() as clock:
        clock.setattr(timezone, "now", lambda: late.deadline)
        client.force_login(cast.sam)
        said = client.post(late.page("submit")).content.decode()
    assert f"until {moment(late.deadline)}" in said
