"""The leader's own pages take few queries, and the same however much there is on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from designation.models import Designation
from tests import factories
from tests.deployments.stage import deployment
from tests.designation import stage, years


def counted(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def ended(cast) -> None:
    """Give Sam a designation that has ended with work left, and one that was withdrawn, each with days away."""
    for state, more in [("expired", {}), ("withdrawn", {"ended_for": "terms", "ended_on": stage.today()})]:
        case = factories.DesignationFactory(person=cast.sam, home_school=cast.oakfield, state=state, **more)
        on = stage.today() + timedelta(days=9)
        factories.AbsenceFactory(designation=case, starts_on=on, ends_on=on)
        deployment(cast, "active", designation=case)


def test_my_designation_takes_as_many_queries_for_two_as_for_thirty(cast, client):
    years.renewal(cast, designation=years.leader(cast, release_asked_at=timezone.now()))
    client.force_login(cast.sam)
    counts = []
    for more in (1, 14):
        for _one in range(more):
            ended(cast)
        counts.append(counted(client, reverse("designation:mine")))
    assert counts[0] == counts[1] <= 12


def test_days_away_are_offered_for_what_has_ended_only_with_work_left(cast, client):
    years.leader(cast, left=-200, state="expired")
    client.force_login(cast.sam)
    url, case = reverse("designation:mine"), Designation.objects.get()
    assert case.page("excuse") not in client.get(url).content.decode()
    deployment(cast, "active", designation=case)
    assert case.page("excuse") in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["sam", "hannah", "mina"])
def test_the_file_takes_at_most_ten_queries_however_much_is_in_it(cast, client, name):
    case = years.leader(cast, state="expired", left=-10, release_asked_at=timezone.now())
    years.renewal(cast, "submitted", designation=case)
    client.force_login(getattr(cast, name))
    counts = []
    for more in (1, 29):
        for one in range(more):
            years.evidence(case, "cpd", minutes=90, filed_by=cast.sam)
            due_on = stage.today() - timedelta(days=400 * (more + one))
            years.review(
                cast, "concluded", designation=case, due_on=due_on, starts_on=due_on - timedelta(days=364)
            )
        counts.append(counted(client, case.page("evidence")))
    assert counts[0] == counts[1] <= 10


@pytest.mark.parametrize("name", ["sam", "hannah", "mina"])
def test_what_has_ended_and_may_yet_be_renewed_takes_at_most_twelve(cast, client, name):
    case = years.leader(cast, state="expired", left=-10, release_asked_at=timezone.now())
    deployment(cast, "active", designation=case)
    years.renewal(cast, "submitted", designation=case)
    client.force_login(getattr(cast, name))
    assert counted(client, case.get_absolute_url()) <= 12
