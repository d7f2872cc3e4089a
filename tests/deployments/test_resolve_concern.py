"""Mina, or the officer it was passed on to, says what was done; Rob, who raised it, is told and reads it."""

from deployments.models import Concern
from deployments.queries import awaiting
from directory.models import Person
from tests.deployments import stage
from tests.deployments.test_raise_concern import readers
from tests.seven import SevenQuestions

DONE = "SECRET-FOR-ROB: we agreed that visits begin at nine."


class TestResolve(SevenQuestions):
    model, step, actor = Concern, "resolve", "mina"
    answer = {"outcome": DONE}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {"rob": ["deployments/concern_resolved"]}

    def make(self, cast, state=None):
        return stage.concern(cast, state or "raised")

    def check(self, case, cast):
        assert (case.outcome, case.resolved_by) == (DONE, cast.mina)
        assert awaiting(Person.objects.get(pk=cast.mina.pk), stage.today()) == []


class TestResolveByTheOfficer(SevenQuestions):
    model, step, actor = Concern, "resolve", "dai"
    answer = {"outcome": DONE}
    others = ("olga", "gwen", "fay", "hannah", "sam", "rob")
    told = {"rob": ["deployments/concern_resolved"]}
    unseen = ()

    def make(self, cast, state=None):
        to = {"escalated_to": cast.dai, "escalated_for": "Please ask.", "answer_by": stage.school_day(5)}
        return stage.concern(cast, state or "escalated", **to)


def test_who_raised_it_and_who_shares_it_reads_what_was_done(cast, client):
    case = stage.concern(cast, shared_with=cast.oakfield)
    client.force_login(cast.mina)
    assert client.post(case.page("resolve"), {"outcome": DONE}).status_code == 302
    assert readers(case, cast, DONE) == {"mina", "rob", "hannah"}


def test_a_manager_it_is_about_does_not_find_it(cast, client):
    case = stage.concern(cast, whom=cast.mina)
    client.force_login(cast.mina)
    for name in ("detail", "resolve", "escalate"):
        assert client.get(case.page(name)).status_code == 404
