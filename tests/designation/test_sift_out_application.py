"""Mina does not shortlist Sam: the seven questions, reasons in the letter, read before it is sent."""

from django.utils import timezone

from casework.models import Letter
from designation import actions
from designation.models import Reference
from tests import factories
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


def test_who_was_still_asked_for_a_reference_need_not_write_and_is_asked_again_when_an_appeal_is_upheld(cast):
    case = stage.application(cast)
    asked = stage.reference(cast, application=case)
    reasons = [case.role_type.criteria.first() or factories.CriterionFactory(role_type=case.role_type)]
    actions.sift_out(case, by=cast.mina, reasons=reasons, feedback=FEEDBACK)
    asked.refresh_from_db()
    assert (asked.state, Letter.objects.get(to=cast.hannah).name) == (
        "expired",
        "designation/reference_not_needed",
    )
    actions.appeal(case, by=cast.sam, grounds=stage.GROUNDS)
    actions.uphold(case, by=cast.rob, reasons="We read it again.")
    again = case.references.get(state="requested")
    assert (again.referee, list(Reference.objects.awaited(timezone.now()))) == (cast.hannah, [again])
