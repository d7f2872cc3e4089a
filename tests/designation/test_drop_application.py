"""Mina drops a decision nobody was told: the seven questions."""

from designation.actions import prepare
from designation.models import Application, PendingDecision
from tests.designation import stage
from tests.designation.steps import OTHERS
from tests.seven import SevenQuestions


class TestDrop(SevenQuestions):
    model, step, actor, others = Application, "drop", "mina", OTHERS
    unseen = ("draft",)

    def make(self, cast, state=None):
        case = stage.application(cast, state)
        if not state:
            prepare(case, by=cast.mina, decision="shortlist")
        else:  # it has moved on since
            PendingDecision.objects.create(application=case, step="shortlist", by=cast.mina)
        return case

    def check(self, case, cast):
        assert PendingDecision.objects.count() == 0

    def test_from_these_states_only(self, cast, client):
        """From wherever the application has moved to meanwhile."""
        for state in Application.State.values:
            response = self.press(client, self.make(cast, state), cast)
            assert response.status_code == (404 if state == "draft" else 302), state

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        assert [self.press(client, case, cast).status_code for _ in range(2)] == [302, 409]
