"""Sam plans a visit: school days only, no double booking, never more than was agreed."""

import pytest
from django.db import IntegrityError, transaction

from deployments import actions
from deployments.models import Deployment, Visit
from designation.models import Absence, Designation
from tests.deployments import stage
from tests.seven import SevenQuestions


def typed(on, part="morning", **more) -> dict:
    return {
        "on_day": on.day,
        "on_month": on.month,
        "on_year": on.year,
        "part": part,
        "where": "school",
        "place": "Room 3",
        "starts_at": "9:15",
    } | more


class TestPlan(SevenQuestions):
    model, step, actor = Deployment, "plan", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")
    told = {"rob": ["deployments/visit_planned"]}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "agreed")

    def answer_for(self, case, cast):
        used = case.visits.count()
        # A week apart: of days nearer to each other two may be one over Christmas or Easter.
        return typed(stage.school_day(3 + 7 * (used + Visit.objects.count())))

    def check(self, case, cast):
        visit = case.visits.get()
        assert (visit.leader, visit.on, visit.half_days) == (cast.sam, stage.school_day(3), 1)
        assert (visit.morning, visit.afternoon, str(visit.starts_at), visit.place) == (
            True,
            False,
            "09:15:00",
            "Room 3",
        )


@pytest.fixture
def case(cast):
    return stage.deployment(cast, "agreed")


def errors(client, case, **kwargs) -> str:
    response = client.post(case.page("plan"), typed(**kwargs))
    return response.context["form"].errors.as_text() if response.status_code == 200 else ""


def saturday():
    day = stage.today()
    while day.weekday() != 5:
        day += stage.timedelta(days=1)
    return day


def test_a_weekend_is_refused_however_it_is_meant(cast, client, case):
    client.force_login(cast.sam)
    for typed_too in ({}, {"anyway": "on"}):
        said = errors(client, case, on=saturday(), **typed_too)
        assert "is at the weekend: choose a day from Monday to Friday." in said
        assert "tick the box" not in said
    assert case.visits.count() == 0


@pytest.mark.parametrize(
    ("part", "starts_at", "said"),
    [
        ("morning", "15:30", "A morning begins before 12:00."),
        ("morning", "12:00", "A morning begins before 12:00."),
        ("day", "13:00", "A visit of the whole day begins before 12:00."),
        ("afternoon", "11:59", "An afternoon begins at 12:00 or later."),
        ("morning", "11:59", ""),
        ("afternoon", "12:00", ""),
    ],
)
def test_a_visit_begins_in_the_half_of_the_day_it_takes(cast, client, case, part, starts_at, said):
    client.force_login(cast.sam)
    found = errors(client, case, on=stage.school_day(3), part=part, starts_at=starts_at)
    assert (said in found, found == "") == (True, said == "")


def test_two_visits_do_not_overlap_by_the_clock(cast, client, case):
    other = stage.deployment(cast, "agreed", half_days=2)
    stage.visit(cast, of=other, on=stage.school_day(3), starts_at="11:30")
    client.force_login(cast.sam)
    afternoon = {"on": stage.school_day(3), "part": "afternoon"}
    assert "has another visit on" in errors(client, case, **afternoon, starts_at="13:59")
    assert "has another visit on" in errors(client, case, **afternoon, starts_at="")
    assert errors(client, case, **afternoon, starts_at="14:00") == ""


def test_the_database_holds_the_half_in_which_it_begins(cast, case):
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.visit(cast, of=case, on=stage.school_day(3), starts_at="15:30")


def test_never_beyond_the_agreed_days(cast, client, case):
    client.force_login(cast.sam)
    assert errors(client, case, on=stage.school_day(3), part="day") == ""
    assert errors(client, case, on=stage.school_day(7), part="day") == ""
    assert "more days than were agreed" in errors(client, case, on=stage.school_day(11), part="morning")
    assert case.visits.count() == 2


def test_a_visit_not_held_gives_its_time_back(cast, client, case):
    stage.visit(cast, "not_held", of=case, on=stage.school_day(2), afternoon=True, half_days=2)
    client.force_login(cast.sam)
    assert errors(client, case, on=stage.school_day(3), part="day") == ""
    assert errors(client, case, on=stage.school_day(7), part="day") == ""


def test_no_half_day_is_booked_twice(cast, client, case):
    other = stage.deployment(cast, "agreed", half_days=2)
    stage.visit(cast, of=other, on=stage.school_day(3))
    client.force_login(cast.sam)
    assert "has another visit on" in errors(client, case, on=stage.school_day(3), part="morning")
    assert "has another visit on" in errors(client, case, on=stage.school_day(3), part="day")
    assert errors(client, case, on=stage.school_day(3), part="afternoon", starts_at="13:15") == ""


def test_the_database_holds_it_when_the_look_was_too_early(cast, case, monkeypatch):
    stage.visit(cast, of=case, on=stage.school_day(3))
    monkeypatch.setattr("deployments.actions.visits.obstacles_to_visit", lambda *args, **kwargs: [])
    with pytest.raises(actions.Obstacle, match="has another visit"):
        actions.plan(case, by=cast.sam, on=stage.school_day(3), morning=True, afternoon=False)
    assert case.visits.count() == 1


@pytest.mark.parametrize("until", [None, -1])
def test_a_lapsed_assurance_blocks_new_visits(cast, client, case, until):
    day = until and stage.today() + stage.timedelta(days=until)
    Designation.objects.update(assurance_until=day)
    client.force_login(cast.sam)
    assert "safeguarding assurance does not cover this day" in errors(client, case, on=stage.school_day(3))


ENDED = {"ended_for": "workload", "ended_on": stage.today()}
NOT_ACTIVE = {
    "designated": {},
    "suspended": {"suspended_for": "concern"},
    "relinquished": ENDED,
    "withdrawn": ENDED,
}


@pytest.mark.parametrize("state", NOT_ACTIVE)
def test_who_is_not_active_plans_no_new_visit(cast, client, case, state):
    planned = stage.visit(cast, of=case, on=stage.school_day(-1))
    Designation.objects.filter(pk=case.designation_id).update(state=state, **NOT_ACTIVE[state])
    client.force_login(cast.mina)
    said = errors(client, case, on=stage.school_day(3))
    assert "The designation of Sam Okoro is not active, so no new visit can be planned." in said
    actions.hold_visit(planned, by=cast.mina)  # what was agreed and planned may finish
    assert planned.state == "held"


def test_who_came_to_the_end_of_the_term_goes_on_with_what_was_agreed(cast, client, case):
    Designation.objects.filter(pk=case.designation_id).update(state="expired", ends_on=stage.today())
    client.force_login(cast.sam)
    assert errors(client, case, on=stage.school_day(3)) == ""
    assert case.visits.count() == 1


def test_not_while_the_leader_is_away(cast, client, case):
    day = stage.school_day(3)
    Absence.objects.create(designation=case.designation, starts_on=day, ends_on=day)
    client.force_login(cast.sam)
    assert "Sam Okoro is away on" in errors(client, case, on=day)


def test_not_outside_the_agreed_window(cast, client, case):
    client.force_login(cast.sam)
    assert "that is what was agreed" in errors(
        client, case, on=case.ends_on + stage.timedelta(days=1), anyway="on"
    )
