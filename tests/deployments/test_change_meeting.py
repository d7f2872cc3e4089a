"""Somebody in a group moves a meeting or calls it off, and the others are told."""

from datetime import timedelta

import pytest

from casework.models import Letter
from casework.templatetags.casework import day
from deployments import actions
from deployments.actions import Obstacle
from deployments.models import GroupMeeting, SchoolGroup
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

LATER = stage.today() + timedelta(days=17)


class OfMeeting(SevenQuestions):
    model, actor = SchoolGroup, "rob"
    others = ("olga", "gwen", "fay", "dai", "sam")

    def make(self, cast, state=None):
        case = stage.group(cast, state or "running")
        stage.meeting(case)
        return case

    def answer_for(self, case, cast):
        return typed(self.answer | {"meeting": case.meetings.get().pk})


class TestChange(OfMeeting):
    step = "change_meeting"
    answer = {"on": LATER, "place": "Brookside", "about": "Joint lessons"}
    told = {"hannah": ["deployments/meeting_changed"]}

    def check(self, case, cast):
        assert list(case.meetings.values_list("on", "place")) == [(LATER, "Brookside")]
        words = (f"On {day(LATER)}, before: {day(stage.today() + timedelta(days=10))}", "Where: Brookside")
        assert [one in Letter.objects.get().body for one in words] == [True, True]


class TestCallOff(OfMeeting):
    step = "call_off_meeting"
    answer = {"reason": "Snow is expected."}
    told = {"hannah": ["deployments/meeting_called_off"]}

    def check(self, case, cast):
        assert case.meetings.get().called_off_because == "Snow is expected."
        assert "The reason given: Snow is expected." in Letter.objects.get().body

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        stage.meeting(case, 20)
        said = {"reason": "Snow.", "meeting": case.meetings.first().pk}
        client.force_login(cast.rob)
        assert client.post(case.page(self.step), said).status_code == 302
        again = client.post(case.page(self.step), said)
        assert "called off already" in again.context["form"].errors.as_text()
        assert list(case.meetings.values_list("called_off_because", flat=True)) == ["Snow.", ""]


def test_each_meeting_has_its_own_links(cast, client):
    case = stage.group(cast)
    over, off = stage.meeting(case, -5), stage.meeting(case, 5, called_off_because="Snow.")
    ahead = stage.meeting(case, 5)
    client.force_login(cast.rob)
    page = client.get(case.get_absolute_url())
    links = {
        row["head"]["text"]: [cell["text"] for cell in row["cells"] if "url" in cell]
        for row in page.context["meetings"]
    }
    assert links == {
        day(over.on): ["Change this meeting"],
        day(ahead.on): ["Change this meeting", "Call it off"],
    }
    assert "Called off: Snow." in page.content.decode()
    form = client.get(f"{case.page('change_meeting')}?meeting={ahead.pk}").context["form"]
    assert (form["on"].value(), form["place"].value(), form["meeting"].value()) == (
        ahead.on,
        "Oakfield",
        ahead.pk,
    )
    assert off.pk != ahead.pk


def test_what_was_is_put_right_without_a_letter(cast):
    case = stage.group(cast)
    meeting = stage.meeting(case, -5)
    actions.change_meeting(case, by=cast.rob, meeting=meeting, on=meeting.on, place="Hall", about="A plan.")
    soon = stage.meeting(case, 5)
    actions.change_meeting(case, by=cast.rob, meeting=soon, on=soon.on, place=soon.place, about="New.")
    assert (Letter.objects.count(), GroupMeeting.objects.filter(about__in=["A plan.", "New."]).count()) == (
        0,
        2,
    )


def test_two_do_not_stand_on_one_day(cast):
    case = stage.group(cast)
    meeting, other = stage.meeting(case, 5), stage.meeting(case, 9)
    with pytest.raises(Obstacle, match="stands here already"):
        actions.change_meeting(case, by=cast.rob, meeting=meeting, on=other.on)
    assert fresh(meeting).on == meeting.on


def test_what_is_over_is_not_called_off(cast):
    case = stage.group(cast)
    with pytest.raises(Obstacle, match="The day of this meeting is over"):
        actions.call_off_meeting(case, by=cast.rob, meeting=stage.meeting(case, -5), reason="Snow")
    assert Letter.objects.count() == 0


def test_on_a_day_that_was_called_off_another_may_stand(cast):
    case = stage.group(cast)
    meeting = stage.meeting(case, 5)
    actions.call_off_meeting(fresh(case), by=cast.rob, meeting=meeting, reason="Snow")
    actions.meet(fresh(case), by=cast.hannah, on=meeting.on)
    assert list(case.meetings.standing().values_list("on", flat=True)) == [meeting.on]


def test_a_meeting_of_another_group_is_not_found(cast, client):
    case, other = stage.group(cast), stage.group(cast, name="Another")
    stage.meeting(case)
    client.force_login(cast.rob)
    assert client.get(f"{case.page('change_meeting')}?meeting={stage.meeting(other).pk}").status_code == 404
