"""What the steps of applications and designations share when they are asked the seven questions."""

from casework.models import Letter
from designation.models import Application, Designation
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
        letter = Letter.objects.get(to=cast.sam)
        assert (FEEDBACK in letter.body, str(case.role_type.criteria.first()) in letter.body) == (True, True)


class OfSam(SevenQuestions):
    model = Designation

    def make(self, cast, state=None):
        return stage.designation(cast, state)
