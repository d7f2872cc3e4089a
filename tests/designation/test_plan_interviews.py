"""Mina plans the interviews of a round: adds times, changes and removes free ones, invites many at once."""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Letter
from designation import actions
from designation.models import Application, Conflict, Slot
from tests import factories
from tests.designation import stage

CLOSED = ("olga", "sam", "hannah", "rob", "fay")


def door(name: str, *args) -> str:
    return reverse(f"designation:{name}", args=args)


def series(cast, days: int = 31, **typed) -> dict:
    """Return what Mina types: one afternoon from 2pm to 5pm, 45 minutes each with a quarter of an hour between."""
    day = stage.today() + stage.timedelta(days=days)
    boxes = {"on_day": day.day, "on_month": day.month, "on_year": day.year, "time": "2pm", "until": "17:00"}
    panel = [one.pk for one in stage.panel(cast)]
    plan = {"minutes": "45", "gap": "15", "place": "Oakfield", "panel": panel, "one_time_key": uuid4()}
    return boxes | plan | typed


def add(client, cast, **typed) -> str:
    """Add a series as Mina and return the page when it was refused."""
    response = client.post(door("round-interviews-add", stage.round_().pk), series(cast, **typed))
    return response.content.decode() if response.status_code == 200 else ""


@pytest.fixture
def mina(cast, client):
    """Mina's browser."""
    client.force_login(cast.mina)
    return client


def test_a_series_is_cut_by_length_and_break(cast, mina):
    assert add(mina, cast) == ""
    slots = Slot.objects.order_by("at")
    assert [slot.at for slot in slots] == [stage.at("14:00"), stage.at("15:00"), stage.at("16:00")]
    first = slots[0]
    assert (first.minutes, first.place, set(first.panel.all())) == (45, "Oakfield", {cast.rob, cast.dai})


def test_one_time_needs_no_end_and_a_double_click_makes_one(cast, mina):
    typed = series(cast, until="")
    for _press in range(2):
        response = mina.post(door("round-interviews-add", stage.round_().pk), typed)
        assert response.status_code == 302
    assert [slot.at for slot in Slot.objects.all()] == [stage.at("14:00")]


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"until": "14:30"}, "No interview of this length ends by then"),
        ({"minutes": "20"}, "Enter 30 or more"),
        ({"minutes": "90"}, "Enter 60 or less"),
        ({"place": ""}, "Enter a place, or a link to join online"),
        ({"panel": []}, "Choose who is on the panel"),
        ({"days": 29}, "is before the interviews of this round begin"),
        ({"days": 36}, "is after the last day for interviews of this round"),
        ({"days": -1}, "Enter a date that is"),
        ({"time": "now"}, "Enter a time, like 2pm or 14:30"),
        ({"time": "0:00", "until": "23:59", "minutes": "30", "gap": "0"}, "add fewer at once"),
    ],
)
def test_a_time_that_does_not_fit_says_how_to_mend_it(cast, mina, typed, problem):
    assert problem in add(mina, cast, **typed)
    assert Slot.objects.count() == 0


def test_a_panel_is_two_with_a_head_of_the_alliance_and_in_one_place_at_a_time(cast, mina):
    stage.panel(cast)
    stage.seat(cast.fay)
    assert "Choose at least two members" in add(mina, cast, panel=[cast.rob.pk])
    two = [cast.dai.pk, cast.fay.pk]
    assert "at least one member who is a head of an alliance school" in add(mina, cast, panel=two)
    stage.slot(cast, "16:30", minutes=30)
    assert "has another interview time then" in add(mina, cast)
    assert Slot.objects.count() == 1  # of a series that does not fit none is added
    assert add(mina, cast, until="16:30") == ""


def test_a_day_that_is_no_working_day_is_pointed_out_and_allowed(cast, mina):
    ahead = next(
        days for days in range(30, 37) if (stage.today() + stage.timedelta(days=days)).weekday() == 6
    )
    stage.Round.objects.filter(pk=stage.round_().pk).update(interviews_from=None, interviews_to=None)
    response = mina.post(door("round-interviews-add", stage.round_().pk), series(cast, ahead), follow=True)
    assert "is not a working day" in response.content.decode()
    assert Slot.objects.count() == 3


def test_a_series_keeps_to_the_clock_on_the_wall_when_the_clocks_change(cast, mina):
    stage.Round.objects.filter(pk=stage.round_().pk).update(interviews_from=None, interviews_to=None)
    changes = [days for days in range(2, 400) if _hours(days) != 24][:2]
    for days in changes:
        for before in (1, 0):
            Slot.objects.all().delete()
            assert add(mina, cast, days=days - before) == ""
            walls = [stage.timezone.localtime(slot.at) for slot in Slot.objects.order_by("at")]
            assert [f"{wall:%H:%M}" for wall in walls] == ["14:00", "15:00", "16:00"]


def _hours(days: int) -> float:
    """Return how long the day so many days ahead is in London."""
    return (stage.at("00:00", days + 1).timestamp() - stage.at("00:00", days).timestamp()) / 3600


def test_a_free_time_is_changed_and_removed(cast, mina):
    slot = stage.slot(cast)
    page = mina.get(door("slot-change", slot.pk)).content.decode()
    assert ('value="14:30"' in page, "Oakfield, the library" in page) == (True, True)
    typed = series(cast, time="9.15", minutes="30", place="", online_link="https://meet.example/9")
    assert mina.post(door("slot-change", slot.pk), typed).status_code == 302
    slot.refresh_from_db()
    assert (slot.at, slot.minutes, slot.online_link) == (stage.at("09:15"), 30, "https://meet.example/9")
    assert mina.get(door("slot-remove", slot.pk)).status_code == 200
    assert Slot.objects.count() == 1
    mina.post(door("slot-remove", slot.pk))
    assert Slot.objects.count() == 0


def test_a_time_somebody_has_taken_is_neither_changed_nor_removed_here(cast, mina):
    slot, case = stage.slot(cast), stage.invited(cast)
    stage.interview(case, slot)
    for name in ("slot-change", "slot-remove"):
        response = mina.post(door(name, slot.pk), series(cast), follow=True)
        assert "Somebody has taken this time" in response.content.decode()
    stale = Slot.objects.get(pk=slot.pk)
    with pytest.raises(actions.SlotTaken):
        actions.remove_slot(stale, by=cast.mina)
    with pytest.raises(actions.SlotTaken):
        actions.change_slot(stale, by=cast.mina, at=stage.at("09:00"), minutes=30, panel=stage.panel(cast))
    assert (Slot.objects.get().at, Slot.objects.get().taken_by) == (stage.at(), case)


def test_only_managers_plan(cast, client):
    slot = stage.slot(cast)
    pages = [door(f"round-interviews{one}", slot.round_id) for one in ("", "-add", "-invite")]
    pages += [door("slot-change", slot.pk), door("slot-remove", slot.pk)]
    for name in CLOSED:
        client.force_login(getattr(cast, name))
        assert [client.get(page).status_code for page in pages] == [403] * 5, name
        assert [client.post(page).status_code for page in pages[1:]] == [403] * 4, name
    assert Slot.objects.count() == 1


def test_the_calendar_shows_who_comes_when_before_whom_and_who_has_no_time(cast, mina):
    stage.slot(cast, "16:00")
    booked = stage.invited(cast)
    stage.interview(booked, stage.slot(cast))
    waits = stage.invited(cast, applicant=cast.olga, school=cast.brookside)
    page = re.sub(r"\s+", " ", mina.get(door("round-interviews", booked.round_id)).content.decode())
    assert "2.30pm – 3.15pm" in page
    assert re.search(r"Sam Okoro</a></span></td> <td[^>]*><span>Rob Ellis, Dai Rowlands", page)
    assert ("1 time is free" in page, f'<a href="{waits.get_absolute_url()}">Olga Stone</a>' in page) == (
        True,
        True,
    )


def invited(client, *cases: Application, **typed):
    chosen = {"applications": [case.pk for case in cases]} | typed
    return client.post(door("round-interviews-invite", stage.round_().pk), chosen, follow=True)


def shortlisted(cast) -> tuple[Application, Application]:
    """Return the applications of Sam and Olga, both on the shortlist."""
    other = stage.application(cast, "shortlisted", applicant=cast.olga, school=factories.SchoolFactory())
    return stage.application(cast, "shortlisted"), other


def test_times_are_written_as_everywhere_in_the_portal(cast, mina):
    stage.slot(cast, "08:00"), stage.slot(cast, "14:30")
    page = mina.get(door("round-interviews", stage.round_().pk)).content.decode()
    times = re.findall(r'<th scope="row" role="rowheader">(.+?)</th>', page)
    assert times == ["8am – 8.45am", "2.30pm – 3.15pm"]


def test_many_are_invited_at_once_after_reading_their_letters(cast, mina):
    stage.slot(cast)
    stage.slot(cast, "16:00")
    cases = shortlisted(cast)
    page = invited(mina, *cases, preview="1").content.decode()
    assert [f"To {case.applicant}" in page for case in cases] == [True, True]
    assert Letter.objects.count() == 0
    assert "2 invitations are on their way" in invited(mina, *cases).content.decode()
    assert {letter.to for letter in Letter.objects.filter(name="designation/booking_requested")} == {
        cast.sam,
        cast.olga,
    }
    assert set(Application.objects.values_list("state", flat=True)) == {"invited"}


def test_who_cannot_be_invited_holds_up_nobody(cast, mina):
    stage.slot(cast)
    mine, other = shortlisted(cast)
    Conflict.objects.create(application=other, member=cast.dai, kind="family")
    page = mina.get(door("round-interviews-invite", mine.round_id)).content.decode()
    assert ("1 free time" in page, "0 free times" in page) == (True, True)
    assert "There are fewer free times than applicants: 1 for 2." in page
    page = invited(mina, mine, other).content.decode()
    assert ("There is no free time for Olga Stone" in page, "1 invitation is on its way" in page) == (
        True,
        True,
    )
    states = {one.applicant: one.state for one in Application.objects.all()}
    assert states == {cast.sam: "invited", cast.olga: "shortlisted"}


def test_a_manager_who_applies_does_not_invite_themselves(cast, mina):
    stage.slot(cast)
    own = stage.application(cast, "shortlisted", applicant=cast.mina, school=factories.SchoolFactory())
    page = invited(mina, own).content.decode()
    own.refresh_from_db()
    assert ("Mina Shah, System leader" in page, own.state) == (False, "shortlisted")


def counted(client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


@pytest.mark.parametrize("name", ["round-interviews", "round-interviews-invite"])
def test_thirty_cost_as_many_queries_as_one(cast, mina, name):
    stage.slot(cast)
    stage.interview(stage.invited(cast), stage.slot(cast, "16:00"))
    stage.application(cast, "shortlisted", applicant=cast.olga)
    page = door(name, stage.round_().pk)
    counted(mina, page)
    one = counted(mina, page)
    for number in range(30):
        days, clock = 31 + number % 4, f"{8 + number % 3:02d}:{number % 4}0"
        taken = stage.invited(cast, applicant=factories.PersonFactory(), school=factories.SchoolFactory())
        stage.interview(taken, stage.slot(cast, clock, days))
        stage.slot(cast, "17:00", days)
        factories.ApplicationFactory(round=stage.round_(), state="shortlisted")
        stage.invited(cast, applicant=factories.PersonFactory(), school=factories.SchoolFactory())
    assert (counted(mina, page), one <= 12) == (one, True)


def test_with_everybody_invited_nobody_is_left_to_invite(cast, mina):
    page = mina.get(door("round-interviews-invite", stage.round_().pk)).content.decode()
    assert ("Nobody is left to invite" in page, "Send the invitations" in page) == (True, False)
