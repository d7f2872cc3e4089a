"""Mina does not designate Sam: the seven questions, with reasons in the letter."""

from casework.models import Letter
from tests.designation import stage
from tests.designation.steps import FEEDBACK, Turned


class TestReject(Turned):
    step, source = "reject", "interviewed"
    told = {"sam": ["designation/application_unsuccessful"]}


def test_who_never_chose_a_time_can_be_closed_with_reasons(cast, client):
    case = stage.invited(cast)
    client.force_login(cast.mina)
    client.post(case.page("reject"), TestReject().answer_for(case, cast))
    case.refresh_from_db()
    assert (case.state, case.feedback) == ("unsuccessful", FEEDBACK)
    assert [one.name for one in Letter.objects.all()] == ["designation/application_unsuccessful"]


def test_closed_before_the_interview_its_time_is_free_again_and_everybody_knows(cast, client):
    case, slot = stage.invited(cast), stage.slot(cast)
    stage.interview(case, slot)
    client.force_login(cast.mina)
    client.post(case.page("reject"), TestReject().answer_for(case, cast))
    slot.refresh_from_db()
    told = Letter.objects.filter(name="designation/panel_cancelled").values_list("to", flat=True)
    assert (slot.taken_by, set(told)) == (None, {cast.rob.pk, cast.dai.pk})


def test_what_has_begun_is_recorded_first(cast, client):
    case = stage.begun(stage.application(cast, "invited"))
    client.force_login(cast.mina)
    assert client.post(case.page("reject"), TestReject().answer_for(case, cast)).status_code == 403
