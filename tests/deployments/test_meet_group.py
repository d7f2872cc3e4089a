"""A meeting of a group is written down by anybody in it."""

from deployments.models import SchoolGroup
from tests.deployments import stage
from tests.journeys.steps import typed
from tests.seven import SevenQuestions


class TestMeet(SevenQuestions):
    model, step, actor = SchoolGroup, "meet", "rob"
    answer = typed({"on": stage.today(), "place": "Brookside", "about": "Joint lessons"})
    others = ("olga", "gwen", "fay", "dai", "sam")

    def make(self, cast, state=None):
        return stage.group(cast, state or "running")

    def check(self, case, cast):
        meeting = case.meetings.get()
        assert (meeting.on, meeting.place, meeting.about) == (stage.today(), "Brookside", "Joint lessons")

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        self.press(client, case, cast)
        answer = self.press(client, case, cast)
        assert "stands here already" in answer.context["form"].errors.as_text()
        assert (case.meetings.count(), case.entries.filter(step="meet").count()) == (1, 1)
