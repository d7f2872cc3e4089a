"""Sam sends the answers: the seven questions, a new copy, and the terms it was first sent in under."""

import pytest

from casework.models import Document
from designation import actions
from designation.models import Application, PendingDecision, Score
from directory.models import Person
from tests import factories
from tests.designation import stage
from tests.seven import SevenQuestions


class TestResubmit(SevenQuestions):
    model, step, actor = Application, "resubmit", "sam"
    others = ("olga", "hannah", "rob", "mina", "gwen")
    told = {"hannah": ["designation/reference_requested"], "sam": ["designation/application_resubmitted"]}

    def make(self, cast, state=None):
        return stage.application(cast, state or "returned", role_name="Guide", years=3, least_months=12)

    def check(self, case, cast):
        kept = (case.role_name, case.years, case.least_months, case.asked_again, case.question)
        assert kept == ("Guide", 3, 12, [], "")
        copies = Document.objects.filter(object_id=case.pk).values_list("name", "language")
        assert set(copies) == {("designation/application", "en"), ("designation/application", "cy")}


def test_half_an_answer_is_not_sent(cast):
    case = stage.application(cast, "returned", sections={"role": "started"})
    with pytest.raises(actions.Incomplete):
        actions.resubmit(case, by=cast.sam)


def test_the_newest_copy_is_offered(cast, client):
    case = stage.draft(cast)
    actions.submit(case, by=cast.sam)
    first = {one.pk for one in case.documents.all()}
    stage_back = {"sections": [], "question": "Why?", "answer_by": stage.today()}
    actions.send_back(case, by=cast.mina, **stage_back)
    actions.resubmit(case, by=cast.sam)
    client.force_login(cast.sam)
    offered = {one.pk for one in client.get(case.get_absolute_url()).context["copies"]}
    assert (len(offered), offered & first) == (2, set())


def sheet(case, rag, comment):
    found = {}
    for one in case.role_type.criteria.all():
        found |= {f"rag_{one.pk}": rag, f"comment_{one.pk}": comment}
    return found


def colours(case):
    return set(Score.objects.counting().filter(application=case).values_list("rag", flat=True))


@pytest.fixture
def answered(cast, client):
    """Return an application Rob scored red, against which a decision was prepared, and that came back answered."""
    case = stage.application(cast)
    stage.seat(cast.rob)
    factories.CriterionFactory(role_type=case.role_type)
    client.force_login(cast.rob)
    client.post(case.page("score"), sheet(case, "red", "No figures"))
    reason = case.role_type.criteria.first()
    actions.prepare(case, by=cast.mina, decision="sift_out", reasons=[reason], feedback="No figures")
    actions.send_back(case, by=cast.mina, sections=[], question="Which figures?", answer_by=stage.today())
    assert not PendingDecision.objects.exists()
    assert client.get(case.page("score")).status_code == 409
    actions.resubmit(case, by=cast.sam)
    client.force_login(Person.objects.get(pk=cast.rob.pk))
    return case


def test_the_answers_can_change_a_score(client, answered):
    listed = client.get(f"/designation/rounds/{answered.round_id}/panel/").content.decode()
    assert ("Changed since you scored." in listed, answered.page("score") in listed) == (True, True)
    assert colours(answered) == set()  # it was about what the application said before
    assert client.post(answered.page("score"), sheet(answered, "green", "They are there")).status_code == 302
    assert colours(answered) == {"green"}
    typed = dict.fromkeys(answered.role_type.criteria.values_list("pk", flat=True), ("red", ""))
    rob = Person.objects.get(email="rob@brookside.example")
    with pytest.raises(actions.AlreadyScored):
        actions.score(answered, by=rob, scores=typed, stage="shortlist", sent=True)


def test_half_a_sheet_written_anew_counts_as_little_as_any_draft(client, answered):
    first = answered.role_type.criteria.first()
    client.post(answered.page("score"), {f"rag_{first.pk}": "amber", "later": "1"})
    assert colours(answered) == set()
