"""A visit is called off by itself: its leader has left, or its deployment did not come about; calendars follow."""

from datetime import time, timedelta

import pytest
from icalendar import Calendar

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Visit
from designation.models import Designation
from directory.models import Person
from tests.deployments import stage
from tests.deployments.stage import fresh, leaves, sweep

D = Designation.State


def told(name: str) -> list[str]:
    letters = Letter.objects.filter(name=f"deployments/{name}")
    return sorted(letters.values_list("to__first_name", flat=True))


@pytest.mark.parametrize("state", ["agreed", "active"])
def test_visits_after_the_last_day_are_called_off_with_a_letter(cast, state):
    case = stage.deployment(cast, state)
    before, after = (stage.visit(cast, of=case, on=stage.today() + timedelta(days=n)) for n in (-3, 5))
    leaves(D.WITHDRAWN, days_ago=1)
    assert (sweep(), sweep()) == ([1, 0], [0, 0])
    assert (fresh(before).state, fresh(after).state, fresh(case).state) == ("planned", "not_held", state)
    assert (told("visit_called_off"), Letter.objects.count()) == (["Rob", "Sam"], 2)
    entry = Entry.objects.of(after).get(step="call_off")
    assert (entry.by, entry.channel, entry.note) == (None, "night", "")


def test_on_the_last_day_itself_a_visit_still_stands(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.today())
    leaves(D.RELINQUISHED)
    assert (sweep(), fresh(visit).state) == ([0, 0], "planned")


def test_every_calendar_takes_the_visit_out(cast, client):
    visit = stage.visit(
        cast, of=stage.deployment(cast, "agreed"), on=stage.school_day(5), afternoon=True, half_days=2
    )
    client.force_login(cast.rob)
    file = client.get(f"/deployments/visits/{visit.pk}/visit.ics").content
    leaves(D.WITHDRAWN)
    sweep()
    kept = Calendar.from_ical(file).walk("VEVENT")[0]
    letters = Letter.objects.filter(name="deployments/visit_called_off").order_by("to__first_name")
    for letter, person in zip(letters, [cast.rob, cast.sam], strict=True):
        gone = Calendar.from_ical(letter.calendar)
        [event] = gone.walk("VEVENT")
        assert (gone["METHOD"], event["STATUS"], event["ATTENDEE"]) == (
            "CANCEL",
            "CANCELLED",
            f"mailto:{person.email}",
        )
        assert [str(event[name]) for name in ("UID", "SUMMARY")] == [
            str(kept[name]) for name in ("UID", "SUMMARY")
        ]
        assert [event[name].dt for name in ("DTSTART", "DTEND")] == [
            kept[name].dt for name in ("DTSTART", "DTEND")
        ]
        assert event["SEQUENCE"] > kept["SEQUENCE"]


def test_what_the_letter_put_in_a_calendar_the_letter_takes_out(cast):
    case = stage.deployment(cast, "agreed")
    actions.plan(
        case, by=cast.mina, on=stage.school_day(3), morning=True, afternoon=False, starts_at=time(9, 15)
    )
    leaves(D.WITHDRAWN)
    sweep()
    for person in (cast.sam, cast.rob):
        letters = Letter.objects.filter(to=person).exclude(calendar="").order_by("pk")
        entries = [Calendar.from_ical(letter.calendar) for letter in letters]
        assert [entry["METHOD"] for entry in entries] == ["REQUEST", "CANCEL"]
        events = [entry.walk("VEVENT")[0] for entry in entries]
        assert [event["SEQUENCE"] for event in events] == [0, 1]
        assert len({(str(event["UID"]), event["DTSTART"].dt, event["DTEND"].dt) for event in events}) == 1


@pytest.mark.parametrize(("after", "entries"), [(5, 1), (0, 1), (-1, 0)])
def test_a_visit_that_will_not_be_leaves_calendars_and_one_that_was_not_stays(cast, after, entries):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.today() + timedelta(days=after))
    actions.miss_visit(visit, by=cast.rob, reason="Inspection")
    assert Letter.objects.get(to=cast.sam).calendar.count("METHOD:CANCEL") == entries


@pytest.mark.parametrize(
    ("language", "why"),
    [("en-gb", "The leader's designation has ended."), ("cy", "Mae dynodiad yr arweinydd")],
)
def test_why_is_said_in_the_reader_s_language_on_the_page_and_in_the_letter(cast, client, language, why):
    case = stage.deployment(cast, "active")
    visit = stage.visit(cast, of=case, on=stage.school_day(5))
    Person.objects.filter(pk=cast.rob.pk).update(language=language)
    leaves(D.WITHDRAWN)
    sweep()
    client.force_login(cast.rob)
    page = client.get(visit.get_absolute_url()).content.decode()
    assert (why in page.replace("&#x27;", "'"), why in Letter.objects.get(to=cast.rob).body) == (True, True)
    if language == "en-gb":
        assert ("Nothing more: the visit was called off." in page, "may plan another day" in page) == (
            True,
            False,
        )


def test_a_visit_somebody_missed_meanwhile_stays_as_they_said(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.school_day(5))
    leaves(D.WITHDRAWN)
    stale = fresh(visit)
    actions.miss_visit(visit, by=cast.rob, reason="Inspection")
    assert actions.call_off_visit(stale, because=Visit.LEADER_LEFT) is False
    assert (fresh(visit).missed_because, told("visit_called_off")) == ("Inspection", [])


@pytest.mark.parametrize("state", [one for one in Visit.State.values if one != "planned"])
def test_only_planned_visits_are_called_off(cast, state):
    visit = stage.visit(cast, state, on=stage.school_day(5))
    leaves(D.WITHDRAWN)
    assert sweep() == [0, 0]
    assert (fresh(visit).state, actions.call_off_visit(visit, because=Visit.LEADER_LEFT)) == (state, False)


def test_a_withdrawal_after_agreement_takes_the_visits_out_of_calendars_too(cast):
    case = stage.deployment(cast, "agreed")
    stage.visit(cast, of=case, on=stage.school_day(5))
    actions.withdraw(case, by=cast.rob, ended_for="other", reason="An inspection")
    letters = Letter.objects.filter(name="deployments/visit_called_off")
    assert [("METHOD:CANCEL" in one.calendar, "did not come about" in one.body) for one in letters] == [
        (True, True)
    ] * 2


def test_nobody_has_the_button(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.school_day(5))
    people = cast.people().items()
    assert [name for name, one in people if one.has_perm("deployments.call_off_visit", visit)] == []
