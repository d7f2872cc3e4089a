"""Mina passes a concern on to the officer, who has five working days and is reminded on the last."""

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework.models import Entry, Letter
from deployments import actions, tasks
from deployments.actions import Obstacle
from deployments.models import Concern
from deployments.queries import awaiting
from directory.calendar import add_working_days
from directory.models import Person
from tests.deployments import stage
from tests.deployments.test_raise_concern import pages_of, readers
from tests.seven import SevenQuestions

WHY = "SECRET-FOR-DAI: it happened before."


class TestEscalate(SevenQuestions):
    model, step, actor = Concern, "escalate", "mina"
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {"dai": ["deployments/concern_escalated"]}

    def make(self, cast, state=None):
        if state != "escalated":
            return stage.concern(cast, state or "raised")
        return stage.concern(cast, "escalated", escalated_to=cast.hannah)

    def answer_for(self, case, cast):
        return {"to": str(cast.dai.pk), "reason": WHY}

    def test_twice_at_once(self, cast, client):
        """Whom it was passed on to already is not offered again."""
        case = self.make(cast)
        self.press(client, case, cast)
        assert list(self.press(client, case, cast).context["form"].errors) == ["to"]
        assert Entry.objects.of(case).filter(step="escalate").count() == 1

    def check(self, case, cast):
        due = add_working_days(stage.today(), 5)
        assert (case.escalated_to, case.escalated_for, case.answer_by) == (cast.dai, WHY, due)


def escalated(cast) -> Concern:
    case = stage.concern(cast)
    actions.escalate_concern(case, by=cast.mina, to=cast.dai, reason=WHY)
    return case


def test_why_is_for_those_who_deal_with_it(cast):
    case = escalated(cast)
    read = {name: pages_of(case, person, home=True) for name, person in cast.people().items()}
    assert {name for name, text in read.items() if WHY in text} == {"mina", "dai"}
    assert {name for name, text in read.items() if case.text in text} == {"mina", "dai", "rob"}
    assert [WHY in one.body for one in Letter.objects.all()] == [False]


def test_neither_whom_it_is_about_nor_who_raised_it_is_asked(cast):
    case = stage.concern(cast, whom=cast.dai)
    with pytest.raises(Obstacle, match="cannot be passed on to Dai Rowlands"):
        actions.escalate_concern(case, by=cast.mina, to=cast.dai, reason=WHY)
    assert stage.fresh(case).state == "raised"


def test_the_officer_has_a_task_and_is_reminded_once(cast):
    case = escalated(cast)
    title = "Look into the concern: Sam Okoro to Brookside Primary School"
    for name in ("dai", "mina"):
        [task] = awaiting(Person.objects.get(pk=getattr(cast, name).pk), stage.today())
        assert (task.title, task.due_on) == (title, case.answer_by)
    Letter.objects.all().delete()
    assert tasks.remind_of_concerns() == 0
    for days in (0, 1, 4):
        with freeze_time(timezone.now() + (case.answer_by - stage.today()) + stage.timedelta(days=days)):
            tasks.remind_of_concerns()
    assert [(one.to, one.name) for one in Letter.objects.all()] == [(cast.dai, "deployments/concern_due")]


def test_an_officer_who_has_left_reads_it_no_more(cast):
    case = escalated(cast)
    cast.dai.posts.update(ends_on=stage.today() - stage.timedelta(days=1))
    assert readers(case, cast, case.text) == {"mina", "rob"}
