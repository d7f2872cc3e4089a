"""Beside a leader on the shortlist stands when they are away in these weeks and which days of the week suit."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deployments.views.proposals import SHOWN
from designation.models import Designation
from directory.calendar import said
from tests import factories
from tests.deployments import stage


def hints(client, request) -> list[list[str]]:
    return [row["hints"] for row in client.get(request.page("propose")).context["possible"]]


@pytest.fixture
def mina(cast, client):
    """Mina's browser."""
    client.force_login(cast.mina)
    return client


def test_an_absence_within_the_window_is_said_and_rules_nothing_out(cast, mina):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    first, last = request.starts_on + timedelta(days=7), request.starts_on + timedelta(days=11)
    factories.AbsenceFactory(designation=sam, starts_on=first, ends_on=last, reason="SECRET")
    factories.AbsenceFactory(designation=sam, starts_on=request.ends_on, ends_on=request.ends_on, reason="")
    after = request.ends_on + timedelta(days=1)
    factories.AbsenceFactory(designation=sam, starts_on=after, ends_on=after)
    assert hints(mina, request) == [
        [f"Away from {said(first)} to {said(last)}.", f"Away on {said(request.ends_on)}."]
    ]
    page = mina.get(request.page("propose")).content.decode()
    assert (f"Away on {said(request.ends_on)}." in page, "SECRET" in page) == (True, False)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ([0, 2], ["Days of the week that suit: Monday, Wednesday."]),
        ([0, 1, 2, 3, 4], []),
        ([], []),  # nothing said
    ],
)
def test_the_days_of_the_week_that_suit_are_said_where_some_do_not(cast, mina, days, expected):
    sam, request = stage.sam_leads(cast), stage.request(cast)
    Designation.objects.filter(pk=sam.pk).update(days_of_week=days)
    assert hints(mina, request) == [expected]


def test_the_hints_cost_the_same_for_one_and_for_all_that_are_shown(cast, mina):
    request = stage.request(cast)
    counts = []
    for more in (1, SHOWN - 1):
        for _n in range(more):
            leader = factories.DesignationFactory(
                areas=request.areas.all(), home_school__local_authority=cast.northdale, days_of_week=[1]
            )
            factories.AbsenceFactory(
                designation=leader, starts_on=request.starts_on, ends_on=request.starts_on
            )
        mina.get(request.page("propose"))
        with CaptureQueriesContext(connection) as asked:
            found = mina.get(request.page("propose")).context["possible"]
        counts.append((len(found), len(asked)))
    assert [number for number, _asked in counts] == [1, SHOWN]
    assert counts[0][1] == counts[1][1]
