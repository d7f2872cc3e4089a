"""Sam moves a planned visit to another day in one step; everybody reads from which day to which, calendars follow."""

from datetime import time

import pytest
from icalendar import Calendar

from casework.models import Entry, Letter
from deployments import actions, letters
from deployments.models import Visit
from directory.calendar import said
from tests.deployments import stage
from tests.deployments.test_plan_deployment import typed
from tests.seven import SevenQuestions


class TestMove(SevenQuestions):
    model, step, actor = Visit, "move", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")
    told = {"rob": ["deployments/visit_moved"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "planned", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def answer_for(self, case, cast):
        return typed(stage.school_day(3 + 3 * Visit.objects.count()), "afternoon", starts_at="13:30")

    def check(self, case, cast):
        assert (case.on, case.morning, case.afternoon) == (stage.school_day(6), False, True)
        assert (case.starts_at, case.moves) == (time(13, 30), 1)


@pytest.fixture
def case(cast):
    return stage.visit(cast, on=stage.school_day(5))


def move(case, cast, **fields) -> None:
    day = {"on": stage.school_day(9), "morning": True, "afternoon": False}
    actions.move_visit(case, by=cast.sam, **day | fields)


def test_letter_and_history_say_from_when_to_when_and_the_calendar_follows(cast, case):
    before = said(case.on)
    move(case, cast)
    letter = Letter.objects.get(name="deployments/visit_moved")
    assert (before in letter.body, said(case.on) in letter.body) == (True, True)
    [event] = Calendar.from_ical(letter.calendar).walk("VEVENT")
    assert (event["UID"].split("@")[0], int(event["SEQUENCE"])) == (case.reference, 1)
    assert before in Entry.objects.of(case).get(step="move").note
    actions.miss_visit(case, by=cast.rob, reason="Snow.")
    [event] = Calendar.from_ical(Letter.objects.get(name="deployments/visit_missed").calendar).walk("VEVENT")
    assert (event["STATUS"], int(event["SEQUENCE"])) == ("CANCELLED", 2)


def test_it_does_not_stand_in_its_own_way(cast):
    of = stage.deployment(cast, "agreed", half_days=1)
    case = stage.visit(cast, of=of, on=stage.school_day(5))
    move(case, cast, on=case.on, starts_at=time(10, 0))
    assert (case.on, case.starts_at) == (stage.school_day(5), time(10, 0))


def test_what_forbids_a_plan_forbids_a_move(cast, client, case):
    other = stage.deployment(cast, "agreed", half_days=2)
    stage.visit(cast, of=other, on=stage.school_day(9))
    with pytest.raises(actions.Obstacle, match="has another visit"):
        move(case, cast)
    with pytest.raises(actions.Obstacle, match="more days than were agreed"):
        move(
            stage.visit(cast, of=stage.deployment(cast, "agreed", half_days=1), on=stage.school_day(15)),
            cast,
            on=stage.school_day(20),
            afternoon=True,
        )
    client.force_login(cast.sam)
    response = client.post(case.page("move"), typed(stage.school_day(9)))
    assert "has another visit" in response.context["form"].errors.as_text()
    assert stage.fresh(case).on == stage.school_day(5)


@pytest.mark.parametrize(
    ("day", "words", "other"), [(5, "will not be held", "was not held"), (-3, "was not held", "will not be")]
)
def test_a_visit_that_is_still_to_come_will_not_be_held(cast, day, words, other):
    case = stage.visit(cast, on=stage.school_day(day))
    actions.miss_visit(case, by=cast.rob, reason="Snow.")
    letter = Letter.objects.get(name="deployments/visit_missed")
    assert (words in letter.body, other in letter.body + letter.subject) == (True, False)


@pytest.mark.parametrize(("day", "asks"), [(5, True), (-3, False)])
def test_nobody_is_asked_to_keep_a_past_day_free(cast, day, asks):
    of = stage.deployment(cast, "agreed")
    actions.plan(of, by=cast.sam, on=stage.school_day(day), morning=True, afternoon=False, anyway=True)
    assert ("Please keep" in Letter.objects.get(name="deployments/visit_planned").body) == asks


def test_who_did_not_ask_reads_who_asked(cast):
    request = stage.request(cast, made_by=cast.dai, contact=cast.rob)
    letters.request_received(request)
    bodies = {one.to: one.body for one in Letter.objects.filter(name="deployments/request_received")}
    assert ("your request" in bodies[cast.dai], "your request" in bodies[cast.rob]) == (True, False)
    assert str(cast.dai) in bodies[cast.rob]
