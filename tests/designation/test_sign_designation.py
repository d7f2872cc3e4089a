"""Sam signs the agreement: the seven questions, once."""

from designation.models import Designation
from tests.designation import stage
from tests.designation.steps import OfSam


class TestSign(OfSam):
    step, actor = "sign", "sam"
    answer = {"agrees": "on", "signed_name": "Sam Okoro"}
    others = ("olga", "hannah", "rob", "mina")

    def check(self, case, cast):
        assert case.agreement_signed_on == stage.today()

    def test_from_these_states_only(self, cast, client):
        codes = {
            state: self.press(client, self.make(cast, state), cast).status_code
            for state in Designation.State.values
        }
        assert {state for state, code in codes.items() if code == 302} == {"designated"}
