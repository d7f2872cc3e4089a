"""Hannah takes one more school into her group; its head is told."""

import pytest

from deployments import actions
from deployments.models import SchoolGroup
from tests.deployments import stage
from tests.factories import PostFactory, SchoolFactory
from tests.seven import SevenQuestions


class TestWelcome(SevenQuestions):
    model, step, actor = SchoolGroup, "welcome", "hannah"
    others = ("olga", "gwen", "fay", "dai", "sam", "rob")
    told = {"rob": ["deployments/group_joined"]}

    def make(self, cast, state=None):
        case = stage.group(cast, state or "running")
        case.members.all().delete()
        return case

    def answer_for(self, case, cast):
        return {"school": cast.brookside.pk}

    def check(self, case, cast):
        assert [member.school for member in case.members.all()] == [cast.brookside]

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        self.press(client, case, cast)
        answer = self.press(client, case, cast)
        assert "is in the group already" in answer.context["form"].errors.as_text()
        assert (case.members.count(), case.entries.filter(step="welcome").count()) == (1, 1)


def test_a_school_that_left_may_come_back(cast):
    case = stage.group(cast)
    actions.leave(case, by=cast.rob)
    actions.welcome(case, by=cast.hannah, school=cast.brookside)
    assert case.members.get().left_on is None


def test_the_lead_school_is_in_it_already(cast):
    with pytest.raises(actions.Obstacle, match="Oakfield Primary School is in the group already"):
        actions.welcome(stage.group(cast), by=cast.hannah, school=cast.oakfield)


def test_a_school_without_a_head_joins_and_nobody_is_told(cast):
    case, school = stage.group(cast), SchoolFactory()
    PostFactory(school=school, role="headteacher", confirmed_at=None)
    actions.welcome(case, by=cast.hannah, school=school)
    assert (case.members.count(), case.letters.count()) == (2, 0)
