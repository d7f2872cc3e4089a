"""A month at a glance: Sam's visits, absences and the days on which the schools are closed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from deployments.models import Deployment
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


def rows(client, person, month: str = "", **asked: str) -> list[tuple[str, ...]]:
    """Return what stands in the grid, day by day: the day, what, where, on which side and in what state."""
    client.force_login(person)
    weeks = client.get(PAGE, ({"month": month} if month else {}) | asked).context["weeks"]
    assert {len(week) for week in weeks} == {7}
    return [
        (one["text"], *(line.get(name, "") for name in ("text", "where", "side", "tag")))
        for week in weeks
        for one in week
        for line in one["lines"]
    ]


def short(found: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Leave out the bank holidays."""
    return [line for line in found if "bank holiday" not in line[1]]


BANK_HOLIDAYS = [
    ("Monday 4 May 2026", "Early May bank holiday", "", "", ""),
    ("Monday 25 May 2026", "Spring bank holiday", "", "", ""),
]


def test_a_stranger_s_month_has_the_bank_holidays(cast, client):
    assert rows(client, cast.olga) == BANK_HOLIDAYS


@pytest.mark.parametrize(
    ("name", "side"), [("sam", ""), ("rob", "Coming in"), ("hannah", "Out"), ("mina", "")]
)
def test_the_leader_and_the_school_see_the_visit_between_the_holidays(cast, client, name, side):
    case = stage.deployment(cast, "agreed")
    stage.visit(cast, of=case, on=date(2026, 5, 12))
    stage.visit(cast, "not_held", of=case, on=date(2026, 5, 13))
    stage.visit(cast, of=case, on=date(2026, 6, 1))
    assert rows(client, getattr(cast, name)) == [
        BANK_HOLIDAYS[0],
        ("Tuesday 12 May 2026", "Visit of Sam Okoro, morning", "Brookside Primary School", side, "Planned"),
        (
            "Wednesday 13 May 2026",
            "Visit of Sam Okoro, morning",
            "Brookside Primary School",
            side,
            "Not held",
        ),
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
    half_term_days = [
        (f"{name} {25 + at} May 2026", "School holidays", "Northdale", "", "")
        for at, name in enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))
    ]
    assert short(rows(client, cast.sam)) == [
        ("Friday 1 May 2026", "Away", "", "", ""),
        ("Friday 22 May 2026", "Training day", "Brookside Primary School", "", ""),
        *half_term_days,
    ]
    april = rows(client, cast.sam, "2026-04")
    assert ("Sunday 12 April 2026", "School holidays", "Northdale", "", "") in april
    assert ("Thursday 30 April 2026", "Away", "", "", "") in april


def test_a_manager_sees_all_or_the_cases_she_looks_after(cast, client):
    mine, other = stage.deployment(cast, "agreed"), stage.deployment(cast, "agreed")
    Deployment.objects.filter(pk=mine.pk).update(looked_after_by=cast.mina)
    stage.visit(cast, of=mine, on=date(2026, 5, 12))
    stage.visit(cast, of=other, on=date(2026, 5, 13))
    days = {
        whose: [line[0] for line in short(rows(client, cast.mina, whose=whose))]
        for whose in ("", "all", "mine")
    }
    both = ["Tuesday 12 May 2026", "Wednesday 13 May 2026"]
    assert days == {"": both, "all": both, "mine": both[:1]}
    page = client.get(PAGE, {"whose": "mine", "month": "2026-05"}).content.decode()
    assert "?month=2026-06&amp;whose=mine" in page


@pytest.mark.parametrize("name", ["olga", "fay", "gwen"])
def test_nobody_else_sees_a_visit_by_asking_for_all(cast, client, name):
    stage.visit(cast, of=stage.deployment(cast, "agreed"), on=date(2026, 5, 12))
    assert rows(client, getattr(cast, name), whose="all") == BANK_HOLIDAYS


def test_the_grid_is_a_table_with_a_caption_and_the_days_in_words(cast, client):
    client.force_login(cast.sam)
    page = client.get(PAGE).content.decode()
    assert "<caption>Visits, absences and holidays in May 2026</caption>" in page
    assert [f'role="columnheader">{name}</th>' in page for name in ("Monday", "Sunday")] == [True, True]
    assert (page.count('aria-current="date"'), page.count("<time datetime=")) == (1, 31)


@pytest.mark.parametrize("name", ["sam", "rob", "hannah", "mina"])
def test_the_menu_leads_there(cast, client, name):
    client.force_login(getattr(cast, name))
    assert f'href="{PAGE}"' in client.get("/").content.decode()


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
