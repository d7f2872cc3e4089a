"""Mina goes on without the answers once their day has passed: the seven questions, and never before."""

from datetime import timedelta

from designation.models import Application
from tests.designation import stage
from tests.designation.steps import OTHERS
from tests.seven import SevenQuestions


class TestProceed(SevenQuestions):
    model, step, actor, others = Application, "proceed", "mina", OTHERS
    unseen = ("draft",)
    told = {"sam": ["designation/application_proceeded"]}

    def make(self, cast, state=None):
        yesterday = stage.today() - timedelta(days=1)
        return stage.application(cast, state or "returned", answer_by=yesterday)

    def check(self, case, cast):
        assert (case.asked_again, case.question, case.answer_by) == ([], "", None)


def test_not_before_the_day_has_passed(cast, client):
    case = stage.application(cast, "returned", answer_by=stage.today())
    client.force_login(cast.mina)
    assert client.post(case.page("proceed")).status_code == 403
    case.refresh_from_db()
    assert case.state == "returned"
