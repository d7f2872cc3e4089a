"""What the steps of applications and designations share when they are asked the seven questions."""

from casework.models import Letter
from deployments.models import Deployment
from designation.models import Application, Designation
from directory.calendar import add_working_days, said
from tests.deployments import stage as support
from tests.designation import stage
from tests.seven import SevenQuestions

FEEDBACK = "Show us figures before and after."
OTHERS = ("olga", "sam", "hannah", "rob")


class Decision(SevenQuestions):
    """What every decision of the manager shares."""

    model, actor, others = Application, "mina", OTHERS
    source = "submitted"
    unseen = ("draft",)  # nobody but the applicant finds a draft

    def make(self, cast, state=None):
        stage.seat(cast.rob, is_alliance_head=True)
        return stage.application(cast, state or self.source)


class Turned(Decision):
    """A decision against, with reasons."""

    def answer_for(self, case, cast):
        return {"reasons": [case.role_type.criteria.first().pk], "feedback": FEEDBACK}

    def check(self, case, cast):
        assert (case.feedback, list(case.reasons.all())) == (FEEDBACK, [case.role_type.criteria.first()])
        letter, reason = Letter.objects.get(to=cast.sam), case.role_type.criteria.first()
        until = add_working_days(stage.today(), 10)
        assert (case.decided_by, case.appeal_by) == (cast.mina, until)
        for words in (FEEDBACK, f"- {reason}. {reason.advice}", said(until)):
            assert words in letter.body


class OfSam(SevenQuestions):
    model = Designation

    def make(self, cast, state=None):
        return stage.designation(cast, state)


class OfSamAtWork(OfSam):
    """What is open to an expired leader while work agreed before is unfinished."""

    def make(self, cast, state=None):
        Deployment.objects.filter(designation__person=cast.sam).delete()
        case = super().make(cast, state)
        if case.state == Designation.State.EXPIRED:
            support.deployment(cast, "active", designation=case)
        return case
