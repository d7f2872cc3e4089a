"""Sam withdraws: the seven questions, and referees still waited for are let go."""

from casework.models import Letter, Link
from designation.models import Application
from tests.designation import stage
from tests.seven import SevenQuestions


class TestWithdraw(SevenQuestions):
    model, step, actor = Application, "withdraw", "sam"
    answer = {"reason": "I am moving away."}
    others = ("olga", "hannah", "rob", "mina")
    told = {"sam": ["designation/application_withdrawn"]}

    def make(self, cast, state=None):
        return stage.application(cast, state)


def test_a_referee_still_waited_for_is_told_and_the_link_is_dead(cast, client):
    case = stage.draft(cast)
    client.force_login(cast.sam)
    client.post(f"/designation/applications/{case.pk}/ask/")
    client.post(case.page("withdraw"), {})
    asked = case.references.get()
    assert asked.state == "expired"
    assert Link.objects.get(object_id=asked.pk).closed_at is not None
    told = Letter.objects.filter(to=cast.hannah).order_by("pk").values_list("name", flat=True)
    assert list(told) == ["designation/reference_requested", "designation/reference_not_needed"]


def test_after_withdrawing_one_may_apply_again(cast, client):
    case = stage.application(cast)
    client.force_login(cast.sam)
    client.post(case.page("withdraw"), {})
    again = stage.round_()
    client.post(f"/designation/rounds/{again.pk}/apply/", {"role_type": again.role_types.get().pk})
    assert sorted(Application.objects.values_list("state", flat=True)) == ["draft", "withdrawn"]
