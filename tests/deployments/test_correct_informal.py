"""Rob puts right what Hannah recorded, and Hannah is told."""

from deployments.models import InformalSupport
from tests.deployments import stage
from tests.journeys.steps import typed
from tests.seven import SevenQuestions


class TestCorrect(SevenQuestions):
    model, step, actor = InformalSupport, "correct", "rob"
    answer = typed(
        {
            "who": "Sam and Ann",
            "focus": "Phonics",
            "half_days": "2",
            "starts_on": stage.today(),
            "ends_on": stage.today(),
        }
    )
    others = ("olga", "gwen", "fay", "dai", "sam")
    told = {"hannah": ["deployments/informal_corrected"]}

    def make(self, cast, state=None):
        return stage.informal(cast, state or "objected")

    def test_does_it(self, cast, client):
        case = self.make(cast)
        assert self.press(client, case, cast).status_code == 302
        case = stage.fresh(case)
        assert (case.state, case.who, case.half_days) == ("recorded", "Sam and Ann", 4)


def test_the_form_begins_with_what_is_recorded(cast, client):
    case = stage.informal(cast)
    client.force_login(cast.mina)
    form = client.get(case.page("correct")).context["form"]
    assert (form["who"].value(), form["half_days"].value()) == ("Sam Okoro", "1")
