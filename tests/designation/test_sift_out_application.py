"""Mina does not shortlist Sam: the seven questions, reasons in the letter, read before it is sent."""

from casework.models import Letter
from tests.designation import stage
from tests.designation.steps import FEEDBACK, Turned


class TestSiftOut(Turned):
    step = "sift_out"
    told = {"sam": ["designation/application_not_shortlisted"]}


def test_the_letter_is_read_before_it_is_sent(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    typed = {"reasons": [case.role_type.criteria.first().pk], "feedback": FEEDBACK}
    page = client.post(case.page("sift_out"), typed | {"preview": "1"}).content.decode()
    assert ("The letter as it will be sent" in page, page.count(FEEDBACK)) == (True, 2)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("submitted", 0)


def test_turning_down_needs_reasons_and_feedback(cast, client):
    case = stage.application(cast)
    client.force_login(cast.mina)
    response = client.post(case.page("sift_out"), {})
    assert (
        b"Choose at least one criterion" in response.content,
        b"Write the feedback" in response.content,
    ) == (
        True,
        True,
    )
