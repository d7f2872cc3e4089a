"""Where the stories are told: a portal as installed, the cast and Pat of Hillside, and browsers to sit down at."""

import pytest

from designation.models import RoleType
from tests import factories
from tests.journeys.steps import desks, furnish


@pytest.fixture
def way():
    """The reader's language, and whether scripts run; a test may be told in several ways."""
    return "en-gb", True


@pytest.fixture
def sit(way, live_server, new_context):
    """Seat people at browsers of this way's language, with or without scripts."""
    furnish()
    return desks(new_context, live_server.url, way[0], scripts=way[1])


@pytest.fixture
def people(way, sit, cast):
    """The cast, speaking this way's language, and Pat, who heads Hillside and sits on the panel."""
    pat = factories.PersonFactory(first_name="Pat", last_name="Lowe", email="pat@hillside.example")
    factories.PostFactory(person=pat, school=factories.SchoolFactory(name="Hillside School"))
    factories.AreaFactory(name="Maths")
    for person in [*cast.people().values(), pat]:
        person.language = way[0]
        person.save()
    return cast, pat


@pytest.fixture
def round_(people):
    """An open round for system leaders, with Pat and Rob on its panel."""
    cast, pat = people
    made = factories.RoundFactory(role_types=[RoleType.objects.get(key="system_leader")])
    factories.PanelSeatFactory(round=made, person=pat, is_alliance_head=True)
    factories.PanelSeatFactory(round=made, person=cast.rob)
    return made


@pytest.fixture(autouse=True)
def whatever_day_it_is(monkeypatch):
    """Stories are told today: a visit planned and held in one sitting may fall on a Sunday here, and nowhere else."""
    monkeypatch.setattr("deployments.queries.visits.day_off", lambda on: "")
