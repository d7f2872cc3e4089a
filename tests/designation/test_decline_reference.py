"""Hannah cannot give the reference: the seven questions, and her reason stays with the managers."""

from casework.models import Letter
from designation.models import Reference
from tests.designation import stage
from tests.seven import SevenQuestions

REASON = "I have only just come to this school."


class TestDecline(SevenQuestions):
    model, step, actor = Reference, "decline", "hannah"
    answer = {"reason": REASON}
    others = ("olga", "sam", "gwen", "rob", "mina")
    told = {"sam": ["designation/reference_declined"]}

    def make(self, cast, state=None):
        return stage.reference(cast, state)


def test_the_reason_is_for_managers_only(cast, client):
    case = stage.reference(cast)
    client.force_login(cast.hannah)
    client.post(case.page("decline"), TestDecline.answer)
    client.force_login(cast.sam)
    for page in (case.get_absolute_url(), case.application.get_absolute_url(), case.page("correct")):
        assert REASON not in client.get(page).content.decode()
    assert not Letter.objects.filter(body__contains=REASON).exists()
    client.force_login(cast.mina)
    assert REASON in client.get(case.get_absolute_url()).content.decode()
