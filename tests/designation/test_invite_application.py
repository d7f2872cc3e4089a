"""Mina invites Sam to an interview: to choose a time, to a free one, or to one they agreed; the seven questions."""

from datetime import timedelta

import pytest

from casework.models import Letter
from designation import actions
from designation.models import Conflict, Interview, Slot
from tests.designation import stage
from tests.designation.calendars import entries
from tests.designation.steps import Decision

INVITED = {
    "sam": ["designation/application_invited"],
    "rob": ["designation/panel_invited"],
    "dai": ["designation/panel_invited"],
}


def agreed(cast, clock="2.30pm", days=9, **typed):
    """Return what Mina types about a time she agreed with Sam."""
    day = stage.today() + timedelta(days=days)
    boxes = {"how": "own", "on_day": day.day, "on_month": day.month, "on_year": day.year, "time": clock}
    panel = [one.pk for one in stage.panel(cast)]
    return boxes | {"minutes": "40", "place": "Oakfield, the library", "panel": panel} | typed


class TestInvite(Decision):
    step, source = "invite", "shortlisted"
    told = INVITED

    def answer_for(self, case, cast):
        Slot.objects.all().delete()  # of Sam's application before
        return agreed(cast)

    def check(self, case, cast):
        held = case.interview
        assert (held.at, held.minutes, held.place, set(held.panel.all())) == (
            stage.at("14:30", 9),
            40,
            "Oakfield, the library",
            {cast.rob, cast.dai},
        )
        slot = Slot.objects.get()
        assert (slot.taken_by, slot.at, slot.round) == (case, held.at, case.round)
        letter = Letter.objects.get(to=cast.sam)
        assert ("2.30pm" in letter.subject, "Oakfield, the library" in letter.body) == (True, True)


class TestInviteToAFreeTime(Decision):
    step, source = "invite", "shortlisted"
    told = INVITED

    def answer_for(self, case, cast):
        Slot.objects.all().delete()
        return {"how": "slot", "slot": stage.slot(cast).pk}

    def check(self, case, cast):
        slot = Slot.objects.get()
        assert (slot.taken_by, case.interview.at, set(case.interview.panel.all())) == (
            case,
            stage.at("14:30"),
            {cast.rob, cast.dai},
        )


class TestInviteToChoose(Decision):
    step, source = "invite", "shortlisted"
    answer = {"how": "choose"}
    told = {"sam": ["designation/booking_requested"]}

    def make(self, cast, state=None):
        Slot.objects.all().delete()
        stage.slot(cast)
        return super().make(cast, state)

    def check(self, case, cast):
        link = Letter.objects.get(to=cast.sam).link
        assert (link.doors, link.person) == (["designation:application-book"], cast.sam)
        assert not Interview.objects.filter(application=case).exists()


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ({"time": "soon"}, "Enter a time, like 2pm or 14:30"),
        ({"time": ""}, "Enter a time, like 2pm or 14:30"),
        ({"on_day": "", "on_month": "", "on_year": ""}, "Enter a date"),
        ({"place": ""}, "Enter a place, or a link to join online"),
        ({"panel": []}, "Choose who is on the panel"),
        ({"how": ""}, "Choose how the time is set"),
    ],
)
def test_an_invitation_says_when_where_and_with_whom(cast, client, typed, problem):
    case = TestInvite().make(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("invite"), agreed(cast, **typed))
    assert problem in response.content.decode()
    case.refresh_from_db()
    assert (case.state, Slot.objects.count()) == ("shortlisted", 0)


def refused(client, case, typed) -> str:
    """Press the button and return the page, on which nothing has happened."""
    response = client.post(case.page("invite"), typed)
    case.refresh_from_db()
    assert (response.status_code, case.state, Interview.objects.count()) == (200, "shortlisted", 0)
    return response.content.decode()


def test_one_member_is_no_panel_and_neither_are_two_without_a_head_of_the_alliance(cast, client):
    case = TestInvite().make(cast)
    stage.seat(cast.fay)
    client.force_login(cast.mina)
    assert "Choose at least two members" in refused(client, case, agreed(cast, panel=[cast.rob.pk]))
    two = agreed(cast, panel=[cast.dai.pk, cast.fay.pk])
    assert "at least one member who is a head of an alliance school" in refused(client, case, two)
    three = agreed(cast, panel=[cast.dai.pk, cast.fay.pk, cast.rob.pk])
    assert client.post(case.page("invite"), three).status_code == 302


def test_a_member_with_a_conflict_is_not_offered_and_not_accepted(cast, client):
    case = TestInvite().make(cast)
    stage.seat(cast.hannah)  # Sam's own head
    stage.panel(cast)
    Conflict.objects.create(application=case, member=cast.dai, kind="family")
    client.force_login(cast.mina)
    page = client.get(case.page("invite")).content.decode()
    assert ("Rob Ellis" in page, "Dai Rowlands" in page, "Hannah Price" in page) == (True, False, False)
    with pytest.raises(actions.UnfitPanel, match="Dai Rowlands has a conflict of interest"):
        actions.invite(case, by=cast.mina, at=stage.at(), place="Oakfield", panel=[cast.rob, cast.dai])
    case.refresh_from_db()
    assert case.state == "shortlisted"


def test_nobody_sits_in_two_places_at_once_but_back_to_back_is_well(cast, client):
    case = TestInvite().make(cast)
    stage.slot(cast, "14:00", 9, minutes=30)
    client.force_login(cast.mina)
    page = refused(client, case, agreed(cast, "2.15pm"))
    assert "has another interview time then" in page
    assert "has another interview time then" in refused(client, case, agreed(cast, "1.30pm"))
    assert client.post(case.page("invite"), agreed(cast, "2.30pm")).status_code == 302


def test_an_interview_is_in_the_future(cast, client):
    case = TestInvite().make(cast)
    client.force_login(cast.mina)
    assert "The interview must be in the future" in refused(client, case, agreed(cast, "0:00", 0))
    assert "Enter a date that is" in refused(client, case, agreed(cast, days=-1))


def test_nobody_is_asked_to_choose_where_nothing_is_free(cast, client):
    case = TestInvite().make(cast)
    stage.panel(cast)
    client.force_login(cast.mina)
    page = client.get(case.page("invite")).content.decode()
    assert ("No interview time is free" in page, 'value="choose"' in page) == (True, False)
    with pytest.raises(actions.NoFreeTime, match="There is no free time for Sam Okoro"):
        actions.invite(case, by=cast.mina)
    case.refresh_from_db()
    assert case.state == "shortlisted"


def test_every_letter_of_an_invitation_is_read_first(cast, client):
    case = TestInvite().make(cast)
    client.force_login(cast.mina)
    page = client.post(case.page("invite"), agreed(cast) | {"preview": "1"}).content.decode()
    assert [f"To {one}" in page for one in (cast.sam, cast.rob, cast.dai)] == [True, True, True]
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("shortlisted", 0)


def test_everybody_gets_an_entry_for_their_calendar_under_one_name(cast, client):
    case = TestInvite().make(cast)
    client.force_login(cast.mina)
    client.post(case.page("invite"), agreed(cast))
    found = entries("application_invited") + entries("panel_invited")
    uid = f"interview-{case.interview.pk}@"
    assert [(one.to, one.sequence, one.method, one.status) for one in found] == [
        (one.email, 0, "REQUEST", "CONFIRMED") for one in (cast.sam, *case.interview.panel.all())
    ]
    assert {one.uid.startswith(uid) for one in found} == {True}


def test_adjustments_are_told_to_the_panel_of_the_interview_and_stand_in_no_calendar(cast, client):
    case = stage.application(cast, "shortlisted", adjustments="A ground-floor room.")
    client.force_login(cast.mina)
    client.post(case.page("invite"), agreed(cast))
    told = {letter.to: "A ground-floor room." in letter.body for letter in Letter.objects.all()}
    assert told == {cast.sam: False, cast.rob: True, cast.dai: True}
    assert [one for one in Letter.objects.all() if "ground-floor" in one.calendar] == []
