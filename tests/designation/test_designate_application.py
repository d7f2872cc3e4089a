"""Mina designates Sam: the seven questions, four years, and never twice to a role."""

from datetime import timedelta

import pytest

from casework.models import Entry, Letter
from designation import actions
from designation.models import Application, Area, Designation
from designation.terms import ends_on
from tests import factories
from tests.designation import stage
from tests.designation.steps import Decision


class TestDesignate(Decision):
    step, source = "designate", "interviewed"
    told = {"sam": ["designation/application_successful"], "hannah": ["designation/assurance_requested"]}

    def make(self, cast, state=None):
        Designation.objects.all().delete()
        case = super().make(cast, state)
        if state == "upheld":  # after an appeal only whoever was interviewed is designated
            Entry.objects.create(case=case, step="interview", by=cast.mina, to_state="interviewed")
        return case

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
        assert (case.decided_by, made.with_support) == (cast.mina, False)


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


def test_who_is_designated_with_support_reads_it_in_the_letter_and_the_designation_knows(cast, client):
    case = stage.application(cast, "interviewed")
    client.force_login(cast.mina)
    typed = TestDesignate().answer_for(case, cast) | {"with_support": "on"}
    page = client.post(case.page("designate"), typed | {"preview": "1"}).content.decode()
    assert "designated with support" in page
    client.post(case.page("designate"), typed)
    case.refresh_from_db()
    assert (case.with_support, case.designation.with_support) == (True, True)
    assert "designated with support" in Letter.objects.get(to=cast.sam).body
    assert "Designated with support" in client.get(case.designation.get_absolute_url()).content.decode()


def test_the_term_is_as_long_as_it_was_when_the_application_was_sent_in(cast, client):
    case = stage.application(cast, "interviewed")
    Application.objects.filter(pk=case.pk).update(years=3)
    client.force_login(cast.mina)
    client.post(case.page("designate"), TestDesignate().answer_for(case, cast))
    assert Designation.objects.get().ends_on == ends_on(stage.today(), 3)


def test_an_area_no_longer_offered_is_not_chosen_beforehand(cast, client):
    case = stage.application(cast, "interviewed")
    Area.objects.filter(name="Science").update(active_to=stage.today() - timedelta(days=1))
    client.force_login(cast.mina)
    form = client.get(case.page("designate")).context["form"]
    assert [area.name for area in form.fields["areas"].initial] == ["Maths"]


def test_nobody_is_designated_in_no_area(cast):
    case = stage.application(cast, "interviewed")
    with pytest.raises(actions.Refusal, match="Choose at least one area"):
        actions.designate(case, by=cast.mina, areas=[], starts_on=stage.today())
    assert not Designation.objects.exists()


@pytest.mark.parametrize("days", [-400, 400])
def test_the_first_day_lies_within_a_year(cast, client, days):
    case, day = stage.application(cast, "interviewed"), stage.today() + timedelta(days=days)
    client.force_login(cast.mina)
    typed = {"starts_on_day": day.day, "starts_on_month": day.month, "starts_on_year": day.year}
    answer = client.post(case.page("designate"), typed | {"areas": [case.areas.first().pk]})
    assert list(answer.context["form"].errors) == ["starts_on"]
