"""Nobody at Brookside says anything about a visit: they are reminded; after ten working days it counts by itself."""

from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from casework import links
from casework.models import Entry, Letter, Link
from deployments import actions, tasks
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries import due
from directory.calendar import LONDON, add_working_days, is_working_day, working_days_between
from tests.deployments import stage
from tests.deployments.stage import fresh

MONDAY = date(2026, 6, 8)


def held(cast, days_ago: int, **fields) -> Visit:
    """Return a visit recorded as held, by the leader, so many working days ago."""
    visit = stage.visit(cast, "held", on=stage.school_day(-1), **fields)
    asked = add_working_days(stage.today(), -days_ago)
    at = timezone.make_aware(datetime.combine(asked, datetime.min.time())) + timedelta(hours=12)
    Visit.objects.filter(pk=visit.pk).update(state_at=at)
    return fresh(visit)


@pytest.fixture
def a_working_day(monkeypatch):
    """Let today be a Monday on which the alliance works, whatever day it is."""
    noon = datetime(2026, 6, 8, 12, tzinfo=LONDON)
    monkeypatch.setattr(timezone, "now", lambda: noon)
    return noon


def told(name: str) -> list[str]:
    return sorted(Letter.objects.filter(name=f"deployments/{name}").values_list("to__first_name", flat=True))


def test_after_ten_working_days_it_counts_and_can_be_claimed(cast, a_working_day):
    visit = held(cast, 11)
    assert (tasks.presume_visits(), tasks.presume_visits()) == (1, 0)
    visit = fresh(visit)
    assert (visit.state, visit.acknowledged_by, visit.acknowledged_by_itself) == ("acknowledged", None, True)
    assert list(ClaimLine.objects.values_list("visit", "amount_pence")) == [(visit.pk, 150_00)]
    entry = Entry.objects.of(visit).get(step="presume")
    assert (entry.by, entry.channel, entry.from_state) == (None, "night", "held")
    assert told("visit_presumed") == ["Rob"]


@pytest.mark.parametrize("days", [0, 5, 10])
def test_until_the_tenth_working_day_is_over_the_school_has_its_say(cast, a_working_day, days):
    visit = held(cast, days)
    assert (tasks.presume_visits(), fresh(visit).state) == (0, "held")


@pytest.mark.parametrize(
    ("recorded", "last"),
    [
        (datetime(2026, 12, 11, 16, 59, tzinfo=LONDON), date(2026, 12, 29)),  # Friday, over Christmas
        (datetime(2026, 12, 18, 16, 59, tzinfo=LONDON), date(2027, 1, 6)),  # over Christmas and New Year
        (datetime(2026, 4, 24, 23, 59, tzinfo=LONDON), date(2026, 5, 11)),  # over a bank holiday Monday
        (datetime(2026, 5, 2, 10, tzinfo=LONDON), date(2026, 5, 18)),  # a Saturday, before that Monday
    ],
)
def test_a_school_has_ten_working_days_over_holidays_too(cast, recorded, last):
    visit = stage.visit(cast, "held")
    Visit.objects.filter(pk=visit.pk).update(state_at=recorded)
    assert due.acknowledgement_due_on(fresh(visit)) == last
    assert due.to_presume(last) == []
    assert due.to_presume(add_working_days(last, 1)) == [visit]


@pytest.mark.parametrize("state", [one for one in Visit.State.values if one != "held"])
def test_only_a_held_visit_counts_by_itself(cast, state):
    visit = stage.visit(cast, state)
    assert (actions.presume_visit(visit), fresh(visit).state) == (False, state)
    assert Letter.objects.count() == 0


def test_who_acknowledged_meanwhile_is_named(cast):
    visit = held(cast, 11)
    stale = fresh(visit)
    actions.acknowledge_visit(visit, by=cast.rob)
    assert actions.presume_visit(stale) is False
    assert (fresh(visit).acknowledged_by, fresh(visit).acknowledged_by_itself) == (cast.rob, False)
    assert ClaimLine.objects.count() == 1


def test_nobody_has_the_button(cast):
    visit = held(cast, 11)
    people = cast.people().items()
    assert [name for name, one in people if one.has_perm("deployments.presume_visit", visit)] == []


@pytest.mark.parametrize(("days", "sent"), [(4, []), (5, ["Rob"]), (7, ["Rob"]), (10, ["Rob"]), (11, [])])
def test_the_school_is_reminded_once_from_the_fifth_working_day(cast, a_working_day, days, sent):
    held(cast, days)
    tasks.remind_schools()
    tasks.remind_schools()
    assert told("acknowledgement_due") == sent


def test_by_the_reminder_s_link_the_school_may_say_that_it_was_not_held(cast, client, a_working_day):
    visit = held(cast, 5)
    tasks.remind_schools()
    assert Link.objects.get().doors == ["deployments:visit-acknowledge", "deployments:visit-contest"]
    address = urlsplit(links.url_of(Link.objects.get())).path
    page = client.get(address).content.decode()
    assert [label in page for label in ("Acknowledge this visit", "It was not held")] == [True, True]
    answer = client.post(f"{address}visit-contest/", {"reason": "Sam was ill."})
    assert (answer.status_code, fresh(visit).state) == (302, "disputed")
    assert (client.get(address).status_code, tasks.presume_visits()) == (200, 0)


def test_nothing_runs_on_a_day_off(cast):
    held(cast, 30)
    sunday = MONDAY - timedelta(days=1)
    assert (due.to_presume(sunday), due.acknowledgements_due(sunday)) == ([], [])


@pytest.mark.parametrize("first", [date(2026, 3, 27), date(2025, 12, 18), MONDAY])
def test_the_day_in_the_letter_is_the_last_before_it_counts(cast, first):
    """Over Easter, over Christmas, and in plain weeks: the sweep keeps the promise of the letter."""
    visit = stage.visit(cast, "held")
    Visit.objects.filter(pk=visit.pk).update(
        state_at=datetime.combine(first, datetime.min.time(), LONDON), answer_due_on=None
    )
    last = due.acknowledgement_due_on(fresh(visit))
    assert working_days_between(first, last) == 10
    days = [last + timedelta(days=after) for after in range(-3, 9)]
    found = [day for day in days if due.to_presume(day)]
    assert found == [day for day in days if day > last and is_working_day(day)]


def test_the_page_and_the_claim_say_that_nobody_acknowledged_it(cast, client, a_working_day):
    visit = held(cast, 11)
    client.force_login(cast.rob)
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "or says by Friday 5 June 2026 that it was not held" in page
    tasks.presume_visits()
    page = client.get(visit.get_absolute_url()).content.decode()
    assert "By itself: the school said nothing in ten working days" in page
    assert "Nobody objected in ten working days: the visit counts as acknowledged" in page
    client.force_login(cast.hannah)
    claim = client.get(Claim.objects.get().get_absolute_url()).content.decode()
    assert claim.count("By itself") == 1
