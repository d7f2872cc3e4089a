"""Sam looks back on the year: the seven questions, and again until it is concluded."""

from designation.models import Review
from tests.designation import years
from tests.seven import SevenQuestions


class TestReflect(SevenQuestions):
    model, step, actor = Review, "reflect", "sam"
    others = ("olga", "hannah", "mina", "rob", "gwen")
    answer = {"reflection": "I gave six days and learned to listen."}

    def make(self, cast, state=None):
        return years.review(cast, state)

    def check(self, case, cast):
        assert case.reflection == self.answer["reflection"]


def test_what_was_written_can_be_written_anew(cast, client):
    case = years.review(cast, reflection="First words")
    client.force_login(cast.sam)
    assert b"First words" in client.get(case.page("reflect")).content
    client.post(case.page("reflect"), {"reflection": "Better words"})
    case.refresh_from_db()
    assert case.reflection == "Better words"
