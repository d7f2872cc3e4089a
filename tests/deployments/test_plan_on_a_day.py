"""Which days the planner refuses, each with a sentence that says why: closed schools, and a leader who is elsewhere."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from freezegun import freeze_time

from deployments import actions
from deployments.models import Visit
from designation.models import RoleType
from directory.models import InsetDay
from tests import factories
from tests.deployments import stage

SCHOOL = "Brookside Primary School"


@pytest.fixture(autouse=True)
def monday_in_may():
    with freeze_time("2026-05-11 12:00"):
        yield


@pytest.fixture
def case(cast):
    """Agreed work, with the summer term of the authority entered, and a training day of the school."""
    factories.TermFactory(
        local_authority=cast.northdale,
        season="summer",
        starts_on=date(2026, 4, 13),
        ends_on=date(2026, 7, 1),
        half_term_starts_on=date(2026, 5, 25),
        half_term_ends_on=date(2026, 5, 29),
    )
    InsetDay.objects.create(school=cast.brookside, on=date(2026, 6, 8))
    return stage.deployment(cast, "agreed", ends_on=date(2026, 7, 31))


def plan(case, cast, day: date, **fields) -> Visit:
    return actions.plan(case, by=cast.sam, on=day, **({"morning": True, "afternoon": False} | fields))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 5, 27), "Wednesday 27 May 2026"),  # half-term
        (date(2026, 6, 8), "Monday 8 June 2026"),  # a training day
        (date(2026, 7, 2), "Thursday 2 July 2026"),  # after the end of term
    ],
)
def test_a_day_without_pupils_is_refused_and_can_be_meant(cast, case, day, said):
    with pytest.raises(actions.Obstacle) as obstacle:
        plan(case, cast, day)
    assert obstacle.value.sentences == [f"{said} is not a school day at {SCHOOL}."]
    assert plan(case, cast, day, anyway=True).on == day


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 5, 16), "Saturday 16 May 2026 is at the weekend: choose a day from Monday to Friday."),
        (date(2026, 5, 17), "Sunday 17 May 2026 is at the weekend: choose a day from Monday to Friday."),
        (date(2026, 5, 25), "Monday 25 May 2026 is a bank holiday: choose another day."),
    ],
)
@pytest.mark.parametrize("anyway", [True, False])
def test_a_weekend_and_a_bank_holiday_are_never_planned(cast, case, day, said, anyway):
    with pytest.raises(actions.Obstacle) as obstacle:
        plan(case, cast, day, anyway=anyway)
    assert obstacle.value.sentences == [said]


def test_a_school_day_is_open(cast, case):
    assert plan(case, cast, date(2026, 5, 18)).state == "planned"


def another(cast, **fields):
    """Return agreed work of Sam's at another school, under another designation."""
    role = RoleType.objects.create(key="second", name="A second role")
    second = factories.DesignationFactory(
        person=cast.sam, home_school=cast.oakfield, role_type=role, half_days_a_term=60
    )
    return stage.deployment(cast, "agreed", designation=second, school=factories.SchoolFactory(), **fields)


@pytest.mark.parametrize(
    ("first", "second", "free"),
    [
        ((True, False), (True, False), False),
        ((True, False), (False, True), True),
        ((False, True), (True, True), False),
        ((True, True), (False, True), False),
    ],
)
def test_no_half_day_is_booked_twice_whatever_role_the_leader_goes_in(cast, case, first, second, free):
    day = date(2026, 5, 18)
    stage.visit(cast, of=another(cast), on=day, morning=first[0], afternoon=first[1], half_days=sum(first))
    wanted = {"morning": second[0], "afternoon": second[1]}
    if free:
        assert plan(case, cast, day, **wanted).on == day
        return
    with pytest.raises(
        actions.Obstacle, match="Sam Okoro has another visit on Monday 18 May 2026 at that time"
    ):
        plan(case, cast, day, **wanted)


@pytest.mark.parametrize("state", Visit.COUNTED)
def test_the_database_holds_it_between_two_roles(cast, case, state):
    day = date(2026, 5, 18)
    stage.visit(cast, state, of=another(cast), on=day)
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.visit(cast, of=case, on=day)
    stage.visit(cast, "not_held", of=case, on=day)


@pytest.mark.parametrize(("until", "is_free"), [(date(2026, 5, 17), False), (date(2026, 5, 18), True)])
def test_the_assurance_must_cover_the_day_itself(cast, case, until, is_free):
    type(case.designation).objects.filter(pk=case.designation_id).update(assurance_until=until)
    case.refresh_from_db()
    if is_free:
        assert plan(case, cast, date(2026, 5, 18)).on == date(2026, 5, 18)
        return
    with pytest.raises(actions.Obstacle, match="The safeguarding assurance does not cover this day"):
        plan(case, cast, date(2026, 5, 18))


@pytest.mark.parametrize("day", [date(2026, 5, 18), date(2026, 5, 20)])
def test_the_first_and_last_day_of_an_absence_are_both_away(cast, case, day):
    factories.AbsenceFactory(
        designation=case.designation, starts_on=date(2026, 5, 18), ends_on=date(2026, 5, 20)
    )
    with pytest.raises(actions.Obstacle, match="Sam Okoro is away on"):
        plan(case, cast, day)
    assert plan(case, cast, date(2026, 5, 21)).state == "planned"
