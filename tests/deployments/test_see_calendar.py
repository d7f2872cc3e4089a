"""A month at a glance: Sam's visits, absences and the days on which the schools are closed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from directory.models import InsetDay
from tests import factories
from tests.deployments import stage

PAGE = "/deployments/calendar/"
MAY = date(2026, 5, 1)


@pytest.fixture(autouse=True)
def in_may():
    """Let it be a Monday in May with two bank holidays and a half-term."""
    with freeze_time("2026-05-11 12:00"):
        yield


def rows(client, person, month: str = "") -> list[tuple[str, ...]]:
    client.force_login(person)
    shown = client.get(PAGE, {"month": month} if month else {}).context["rows"]
    return [
        (row["head"]["text"], *(cell.get("tag") or cell["text"] for cell in row["cells"])) for row in shown
    ]


BANK_HOLIDAYS = [
    ("Monday 4 May 2026", "Early May bank holiday", "", ""),
    ("Monday 25 May 2026", "Spring bank holiday", "", ""),
]


def test_a_stranger_s_month_has_the_bank_holidays(cast, client):
    assert rows(client, cast.olga) == BANK_HOLIDAYS


@pytest.mark.parametrize("name", ["sam", "rob"])
def test_the_leader_and_the_school_see_the_visit_between_the_holidays(cast, client, name):
    case = stage.deployment(cast, "agreed")
    stage.visit(cast, of=case, on=date(2026, 5, 12))
    stage.visit(cast, "not_held", of=case, on=date(2026, 5, 13))
    stage.visit(cast, of=case, on=date(2026, 6, 1))
    assert rows(client, getattr(cast, name)) == [
        BANK_HOLIDAYS[0],
        ("Tuesday 12 May 2026", "Visit of Sam Okoro, morning", "Brookside Primary School", "Planned"),
        ("Wednesday 13 May 2026", "Visit of Sam Okoro, morning", "Brookside Primary School", "Not held"),
        BANK_HOLIDAYS[1],
    ]


def test_absences_holidays_and_training_days_of_both_schools_stand_there(cast, client):
    case = stage.deployment(cast, "agreed")
    factories.AbsenceFactory(
        designation=case.designation,
        starts_on=date(2026, 4, 29),
        ends_on=date(2026, 5, 1),
        reason="An operation",
    )
    half_term = {"half_term_starts_on": date(2026, 5, 25), "half_term_ends_on": date(2026, 5, 29)}
    for starts_on, ends_on, more in (
        (date(2026, 1, 5), date(2026, 3, 27), {}),
        (date(2026, 4, 13), date(2026, 7, 17), half_term),
    ):
        factories.TermFactory(local_authority=cast.northdale, starts_on=starts_on, ends_on=ends_on, **more)
    InsetDay.objects.create(school=cast.brookside, on=date(2026, 5, 22))
    assert rows(client, cast.sam) == [
        ("Wednesday 29 April 2026 to Friday 1 May 2026", "Away", "", ""),
        BANK_HOLIDAYS[0],
        ("Friday 22 May 2026", "Training day", "Brookside Primary School", ""),
        ("Monday 25 May 2026 to Friday 29 May 2026", "School holidays", "Northdale", ""),
        BANK_HOLIDAYS[1],
    ]
    assert ("Saturday 28 March 2026 to Sunday 12 April 2026", "School holidays", "Northdale", "") in rows(
        client, cast.sam, "2026-04"
    )


@pytest.mark.parametrize(
    ("state", "offered"), [("proposed", 0), ("agreed", 1), ("active", 1), ("paused", 0), ("completed", 0)]
)
def test_a_visit_is_planned_from_here_where_the_door_is_open(cast, client, state, offered):
    case = stage.deployment(cast, state)
    for person, links in ((cast.sam, offered), (cast.rob, 0)):
        client.force_login(person)
        assert client.get(PAGE).content.decode().count(case.page("plan")) == links


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("", "May 2026"),
        ("2026-12", "December 2026"),
        ("2027-01", "January 2027"),
        ("2026-13", "May 2026"),
        ("9999-12", "May 2026"),
        ("0001-01", "May 2026"),
        ("tomorrow", "May 2026"),
    ],
)
def test_any_month_may_be_asked_for(cast, client, asked, shown):
    client.force_login(cast.sam)
    response = client.get(PAGE, {"month": asked})
    assert (response.status_code, response.context["month"]) == (200, shown)


def test_one_visit_or_thirty_are_read_with_as_many_questions(cast, client):
    client.force_login(cast.sam)
    counts = []
    for rows_ in (1, 30):
        for number in range(rows_):
            school = cast.brookside if rows_ == 1 else factories.SchoolFactory()
            case = stage.deployment(cast, "agreed", half_days=1, school=school)
            stage.visit(
                cast, of=case, on=MAY + timedelta(days=number), morning=rows_ > 1, afternoon=rows_ == 1
            )
        client.get(PAGE)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PAGE).content.decode().count("Visit of Sam Okoro") >= rows_
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 12
