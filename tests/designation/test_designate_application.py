"""Mina designates Sam: the seven questions, four years, and never twice to a role."""

from designation.models import Designation
from designation.terms import ends_on
from tests import factories
from tests.designation import stage
from tests.designation.steps import Decision


class TestDesignate(Decision):
    step, source = "designate", "interviewed"
    told = {"sam": ["designation/application_successful"], "hannah": ["designation/assurance_requested"]}

    def make(self, cast, state=None):
        Designation.objects.all().delete()
        return super().make(cast, state)

    def answer_for(self, case, cast):
        day = stage.today()
        boxes = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
        return boxes | {"areas": [factories.AreaFactory(name="Maths").pk], "feedback": "Well done."}

    def check(self, case, cast):
        made = case.designation
        today = stage.today()
        assert (made.person, made.home_school, made.state, made.starts_on, made.ends_on) == (
            cast.sam,
            cast.oakfield,
            "designated",
            today,
            ends_on(today, 4),
        )
        assert ([area.name for area in made.areas.all()], made.half_days_a_term) == (["Maths"], 10)


def test_nobody_is_designated_twice_to_a_role(cast, client):
    case = stage.application(cast, "interviewed")
    stage.designation(cast, "active", role_type=case.role_type)
    client.force_login(cast.mina)
    response = client.post(case.page("designate"), TestDesignate().answer_for(case, cast))
    assert b"is designated to this role already" in response.content
    case.refresh_from_db()
    assert (case.state, Designation.objects.count()) == ("interviewed", 1)


def test_the_release_the_head_agreed_becomes_the_leaders_days(cast, client):
    case = stage.application(cast, "interviewed")
    stage.reference(cast, "given", application=case, release_half_days=6)
    client.force_login(cast.mina)
    client.post(case.page("designate"), TestDesignate().answer_for(case, cast))
    assert Designation.objects.get().half_days_a_term == 6
