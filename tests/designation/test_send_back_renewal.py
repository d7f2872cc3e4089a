"""Mina asks Sam for more about the renewal: the seven questions, and what was filed is Sam's to change again."""

from casework.models import Letter
from designation import actions
from designation.models import Renewal
from tests.designation import years
from tests.seven import SevenQuestions

QUESTION = "How do you know that reading rose?"


class TestSendBack(SevenQuestions):
    model, step = Renewal, "send_back"
    others = ("olga", "sam", "hannah", "rob")
    told = {"sam": ["designation/renewal_sent_back"]}
    answer = {"question": QUESTION}

    def make(self, cast, state=None):
        return years.renewal(cast, state or "submitted")

    def check(self, case, cast):
        assert QUESTION in Letter.objects.get(to=cast.sam).body


def test_it_can_be_written_and_submitted_again(cast):
    case = years.renewal(cast, "submitted")
    actions.send_back_renewal(case, by=cast.mina, question=QUESTION)
    actions.write_renewal(case, by=cast.sam, impact="Tests show it.", areas=case.areas.all())
    actions.submit_renewal(case, by=cast.sam, signed_name="Sam Okoro")
    assert (case.state, case.impact) == ("submitted", "Tests show it.")
