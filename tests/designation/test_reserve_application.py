"""Mina puts Sam on the reserve list: the seven questions."""

from casework.models import Entry
from tests.designation import stage
from tests.designation.steps import FEEDBACK, Decision


class TestReserve(Decision):
    step, source = "reserve", "interviewed"
    answer = {"feedback": FEEDBACK}
    told = {"sam": ["designation/application_reserved"]}

    def make(self, cast, state=None):
        case = super().make(cast, state)
        if state == "upheld":  # after an appeal only whoever was interviewed
            Entry.objects.create(case=case, step="interview", by=cast.mina, to_state="interviewed")
        return case


def test_an_appeal_upheld_before_the_interview_opens_no_reserve_list(cast, client):
    case = stage.application(cast, "upheld")
    client.force_login(cast.mina)
    assert client.post(case.page("reserve"), {"feedback": FEEDBACK}).status_code == 403
