"""Sam says that the visit was held: the first one starts the work, and Rob is asked to acknowledge it."""

import pytest

from casework.models import Entry, Link
from deployments import actions
from deployments.models import Visit
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestHold(SevenQuestions):
    model, step, actor = Visit, "hold", "sam"
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob")
    told = {"rob": ["deployments/visit_held"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "planned", on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        case.deployment.refresh_from_db()
        assert case.deployment.state == "active"
        assert Entry.objects.of(case.deployment).get(step="start").by is None
        assert Link.objects.get().doors == ["deployments:visit-acknowledge"]


def test_the_second_visit_starts_nothing(cast):
    case = stage.visit(cast, of=stage.deployment(cast, "active"))
    actions.hold_visit(case, by=cast.sam)
    assert not Entry.objects.of(case.deployment).exists()


def test_a_visit_whose_day_has_not_come_was_not_held(cast, client):
    case = stage.visit(cast, on=stage.school_day(4))
    client.force_login(cast.sam)
    assert case.page("hold") not in client.get(case.get_absolute_url()).content.decode()
    assert client.post(case.page("hold")).status_code == 403
    with pytest.raises(actions.Obstacle):
        actions.hold_visit(case, by=cast.sam)
    case.refresh_from_db()
    assert case.state == "planned"
