"""Hannah ends her group and says what came of it; everybody in it is told."""

from casework.models import Letter
from deployments import actions
from deployments.models import SchoolGroup
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestEnd(SevenQuestions):
    model, step, actor = SchoolGroup, "end", "hannah"
    answer = {"came_of": "One shared plan for reading."}
    others = ("olga", "gwen", "fay", "dai", "sam", "rob")
    told = {"rob": ["deployments/group_ended"]}

    def make(self, cast, state=None):
        return stage.group(cast, state or "running")

    def check(self, case, cast):
        assert (case.state, case.came_of) == ("ended", "One shared plan for reading.")


def test_who_left_before_is_not_told(cast):
    case = stage.group(cast)
    actions.leave(case, by=cast.rob)
    actions.end(case, by=cast.mina, came_of="Little")
    letters = Letter.objects.filter(name="deployments/group_ended")
    assert [letter.to for letter in letters] == [cast.hannah]
