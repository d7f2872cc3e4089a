"""A visit recorded as held is contested by the school: the leader answers, a manager decides, and it is final."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework.lifecycle import StepNotOpen
from casework.models import Entry, Letter, Link
from deployments import actions, tasks
from deployments.models import ClaimLine, Visit
from deployments.queries import home
from deployments.queries.money import half_days_left
from designation.models import Evidence
from directory.calendar import add_working_days, said
from evaluations.models import VisitRecord
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions


def day():
    return stage.school_day(-Visit.objects.count() * 4 - 1)


class TestContest(SevenQuestions):
    model, step, actor = Visit, "contest", "rob"
    answer = {"reason": "Sam was ill."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam")
    told = {"sam": ["deployments/visit_disputed"], "mina": ["deployments/visit_contested"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "held", on=day())

    def check(self, case, cast):
        assert (case.disputed_by, case.disputed_because) == (cast.rob, "Sam was ill.")


@pytest.mark.parametrize(
    ("state", "step", "actor"),
    [("held", "contest", "rob"), ("disputed", "uphold", "mina"), ("disputed", "overturn", "mina")],
)
def test_the_page_shows_the_letters_that_then_go_out(cast, client, state, step, actor):
    visit = stage.visit(cast, state, on=day())
    client.force_login(getattr(cast, actor))
    shown = [(one.to, one.name, one.subject) for one in client.get(visit.page(step)).context["drafts"]]
    assert client.post(visit.page(step), {"reason": "Sam was ill."}).status_code == 302
    assert shown == [(one.to, one.name, one.subject) for one in Letter.objects.order_by("pk")]
    assert len(shown) == 2


def test_the_letter_shown_says_by_when_it_is_decided(cast, client):
    visit = stage.visit(cast, "held", on=day(), state_at=timezone.now() - timedelta(days=30))
    client.force_login(cast.rob)
    bodies = [one.body for one in client.get(visit.page("contest")).context["drafts"] if one.to == cast.mina]
    assert [said(add_working_days(stage.today(), 5)) in one for one in bodies] == [True]


class TestAnswer(SevenQuestions):
    model, step, actor = Visit, "answer", "sam"
    answer = {"account": "I met Ann Reed at nine."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "mina")
    told = {"rob": ["deployments/visit_answered"], "mina": ["deployments/visit_answered"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "disputed", on=day())

    def check(self, case, cast):
        assert case.account == "I met Ann Reed at nine."


class TestUphold(SevenQuestions):
    model, step, actor = Visit, "uphold", "mina"
    answer = {"reason": "Ann Reed says so too."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")
    told = {"rob": ["deployments/visit_upheld"], "sam": ["deployments/visit_upheld"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "disputed", on=day())

    def check(self, case, cast):
        assert (case.acknowledged_by, case.settled_because) == (cast.mina, "Ann Reed says so too.")
        assert ClaimLine.objects.get().visit == case
        assert Evidence.objects.count() == 1


class TestOverturn(SevenQuestions):
    model, step, actor = Visit, "overturn", "mina"
    answer = {"reason": "Sam had the wrong day."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "rob", "sam")
    told = {"rob": ["deployments/visit_overturned"], "sam": ["deployments/visit_overturned"]}

    def make(self, cast, state=None):
        return stage.visit(cast, state or "disputed", on=day())

    def check(self, case, cast):
        assert (case.missed_because, case.settled_because) == ("Sam did not come.", "Sam had the wrong day.")
        assert ClaimLine.objects.count() == 0
        assert half_days_left(case.deployment) == 4


@pytest.fixture
def contested(cast):
    case = stage.visit(cast, of=stage.deployment(cast, "active"))
    actions.hold_visit(case, by=cast.sam)
    factories.VisitRecordFactory(visit=case)
    actions.contest_visit(case, by=cast.rob, reason="Sam was ill.")
    return case


def test_while_it_is_disputed_it_counts_for_nobody_and_its_time_stays_taken(cast, contested):
    assert Evidence.objects.count() == 0
    assert Link.objects.filter(closed_at=None).count() == 0
    assert half_days_left(contested.deployment) == 3
    assert tasks.presume_visits() == 0
    with pytest.raises(actions.Obstacle, match="another visit"):
        actions.plan(
            contested.deployment, by=cast.sam, on=contested.on, morning=True, afternoon=False, anyway=True
        )
    assert fresh(contested).state == "disputed"


@pytest.mark.parametrize("decide", [actions.uphold_visit, actions.overturn_visit])
def test_what_was_written_stays_however_it_is_decided(cast, contested, decide):
    decide(contested, by=cast.mina, reason="Both were heard.")
    assert VisitRecord.objects.sent().filter(visit=contested).exists()


def test_the_school_cannot_contest_again_what_was_decided(cast, contested):
    actions.uphold_visit(contested, by=cast.mina, reason="Both were heard.")
    with pytest.raises(StepNotOpen):
        actions.contest_visit(contested, by=cast.rob, reason="Still not.")


def test_the_school_may_take_its_word_back(cast, contested):
    actions.acknowledge_visit(contested, by=cast.rob)
    assert (contested.state, contested.is_upheld, Evidence.objects.count()) == ("acknowledged", False, 1)


def test_both_sides_words_and_the_decision_stand_on_the_page_and_in_the_history(cast, client, contested):
    actions.answer_visit(contested, by=cast.sam, account="I met Ann Reed at nine.")
    client.force_login(cast.mina)
    answer = client.get(contested.page("uphold"))
    said = [(fact["term"], fact["value"]) for fact in answer.context["facts"]]
    assert said == [("Rob Ellis says", "Sam was ill."), ("Sam Okoro says", "I met Ann Reed at nine.")]
    assert ["Sam was ill." in answer.content.decode(), "at nine." in answer.content.decode()] == [True, True]
    actions.uphold_visit(contested, by=cast.mina, reason="Both were heard.")
    client.force_login(cast.rob)
    page = client.get(contested.get_absolute_url()).content.decode()
    for words in ("Sam was ill.", "I met Ann Reed at nine.", "Both were heard.", "Mina"):
        assert words in page
    steps = Entry.objects.of(contested).order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["hold", "contest", "answer", "uphold"]


def test_manager_and_leader_have_it_on_their_home_page_until_it_is_done(cast, contested):
    def titles(person):
        return [task.title for task in home.awaiting(person, stage.today()) if str(contested) in task.title]

    assert titles(cast.mina) == [f"Decide whether this visit was held: {contested}"]
    assert titles(cast.sam) == [f"Say what happened: {contested}"]
    actions.answer_visit(contested, by=cast.sam, account="I met Ann Reed at nine.")
    assert titles(cast.sam) == []
    actions.overturn_visit(contested, by=cast.mina, reason="Both were heard.")
    assert titles(cast.mina) == []


def test_a_manager_who_went_there_leaves_it_to_another(cast):
    of = stage.deployment(cast, "active", designation=stage.leader(cast.mina, cast.oakfield))
    case = stage.visit(cast, "disputed", of=of)
    assert not cast.mina.has_perm("deployments.uphold_visit", case)
    assert not cast.mina.has_perm("deployments.overturn_visit", case)


@pytest.mark.parametrize(("decide", "taken"), [(actions.uphold_visit, 1), (actions.overturn_visit, 0)])
def test_of_work_that_was_stopped_the_half_day_waits_for_the_decision(cast, contested, decide, taken):
    ending = {"ended_for": "need", "reason": "No.", "look_for_another": True}
    actions.stop(contested.deployment, by=cast.mina, **ending)
    assert stage.taken() == 1
    decide(contested, by=cast.mina, reason="Both were heard.")
    assert stage.taken() == taken


def test_managers_are_reminded_once_when_the_decision_is_late(cast, contested):
    late = add_working_days(stage.today(), 5)
    with freeze_time(f"{late} 12:00"):
        assert (tasks.remind_of_disputes(), tasks.remind_of_disputes()) == (1, 1)
    told = Letter.objects.filter(name="deployments/dispute_due").values_list("to__first_name", flat=True)
    assert list(told) == ["Mina"]
