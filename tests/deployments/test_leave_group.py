"""Rob leaves a group with his school; Hannah, who made it, is told."""

from deployments.models import SchoolGroup
from tests.deployments import stage
from tests.seven import SevenQuestions


class TestLeave(SevenQuestions):
    model, step, actor = SchoolGroup, "leave", "rob"
    others = ("olga", "gwen", "fay", "dai", "sam", "mina", "hannah")
    told = {"hannah": ["deployments/group_left"]}

    def make(self, cast, state=None):
        return stage.group(cast, state or "running")

    def check(self, case, cast):
        assert case.members.get().left_on == stage.today()


def test_who_left_reads_the_group_still_and_does_nothing_there(cast, client):
    case = stage.group(cast)
    client.force_login(cast.rob)
    client.post(case.page("leave"))
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    assert f"Brookside Primary School, until {stage.today():%A}" in page.content.decode()
    assert [client.get(case.page(step)).status_code for step in ("meet", "welcome", "end")] == [403, 403, 403]
