"""Mina does not renew: the seven questions; the feedback is for Sam, the present term stands."""

from casework.models import Letter
from designation import actions
from designation.models import Renewal
from tests.designation import years
from tests.seven import SevenQuestions

FEEDBACK = "Six days in four years were too few."


class TestDecline(SevenQuestions):
    model, step = Renewal, "decline"
    others = ("olga", "sam", "hannah", "rob")
    told = {"sam": ["designation/renewal_declined"], "hannah": ["designation/staff_not_renewed"]}
    answer = {"feedback": FEEDBACK}

    def make(self, cast, state=None):
        return years.renewal(cast, state or "submitted")

    def check(self, case, cast):
        bodies = [Letter.objects.get(to=person).body for person in (cast.sam, cast.hannah)]
        assert (case.feedback, [FEEDBACK in body for body in bodies]) == (FEEDBACK, [True, False])
        assert case.designation.state == "active"


def test_it_can_be_declined_without_a_reference(cast):
    case = years.renewal(cast, "submitted", referred=False)
    actions.decline_renewal(case, by=cast.mina, feedback=FEEDBACK)
    assert case.state == "declined"


def test_the_head_does_not_read_the_feedback_on_the_page(cast, client):
    case = years.renewal(cast, "declined", feedback=FEEDBACK)
    seen = {}
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        seen[name] = FEEDBACK in client.get(case.get_absolute_url()).content.decode()
    assert seen == {"sam": True, "hannah": False, "mina": True}
