"""Before Sam chooses a day the planner says what is left, and which days are taken or closed."""

from datetime import date

import pytest
from freezegun import freeze_time

from deployments.models import Visit
from tests import factories
from tests.deployments import stage


@pytest.fixture(autouse=True)
def monday_in_may():
    with freeze_time("2026-05-11 12:00"):
        yield


@pytest.fixture
def case(cast):
    half_term = {"half_term_starts_on": date(2026, 5, 25), "half_term_ends_on": date(2026, 5, 29)}
    span = {"starts_on": date(2026, 4, 13), "ends_on": date(2026, 7, 1)}
    factories.TermFactory(local_authority=cast.northdale, season="summer", **span, **half_term)
    case = stage.deployment(cast, "agreed", ends_on=date(2026, 6, 30))
    other = stage.deployment(cast, "agreed", half_days=2, school=factories.SchoolFactory())
    stage.visit(cast, of=other, on=date(2026, 6, 3))
    stage.visit(cast, of=case, on=date(2026, 6, 10))
    away = {"starts_on": date(2026, 6, 15), "ends_on": date(2026, 6, 17)}
    factories.AbsenceFactory(designation=case.designation, **away)
    return case


def rows(response) -> list[tuple[str, str, str]]:
    found = response.context["taken"]
    return [(row["head"]["text"], *(cell["text"] for cell in row["cells"])) for row in found]


def test_the_planner_shows_what_is_left_and_what_takes_the_days(cast, client, case):
    client.force_login(cast.sam)
    response = client.get(case.page("plan"))
    assert "Left to plan: 1½ days. Agreed: 2 days." in response.content.decode()
    assert [what for _day, what, _where in rows(response)] == [
        "School holidays",
        "Spring bank holiday",
        "Another visit, morning",
        "Another visit, morning",
        "Away",
    ]


def test_a_visit_that_is_moved_does_not_stand_among_them(cast, client, case):
    client.force_login(cast.sam)
    visit = Visit.objects.get(deployment=case)
    response = client.get(visit.page("move"))
    assert [what for _day, what, _where in rows(response)].count("Another visit, morning") == 1
    assert "Left to plan: 2 days." in response.content.decode()
