"""Sam is not shortlisted and appeals; people who had no part in it hear the appeal, and the way is open again."""

from datetime import timedelta

import pytest

from designation import actions
from designation.models import Appeal, Application, Designation
from tests import factories
from tests.designation import stage
from tests.journeys import chapters
from tests.journeys.steps import (
    WELSH,
    fill,
    follow,
    label_of,
    letter_to,
    press,
    said,
    sees,
    sees_not,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]
GROUNDS = "Nobody looked at the figures for 2025."
REASONS = "The figures were in the application and nobody weighed them."
COMMENT = "COMMENT-OF-PAT: no figures that I can see."


@pytest.fixture
def sifted_out(people, round_):
    """Sam's application, which Pat scored, Hannah referred and Mina did not shortlist."""
    cast, pat = people
    case = stage.fill(factories.ApplicationFactory(applicant=cast.sam, school=cast.oakfield, round=round_))
    criteria = list(case.role_type.criteria.all())
    for one in criteria:
        factories.ScoreFactory(application=case, assessor=pat, criterion=one, rag="amber", comment=COMMENT)
    stage.reference(cast, "given", application=case)
    actions.sift_out(case, by=cast.mina, reasons=criteria[:1], feedback="Show us figures.")
    return case


@pytest.mark.parametrize("way", [(WELSH, True)], ids=["in Welsh"])
def test_upheld_by_others_an_appeal_leads_to_designation(people, sifted_out, sit):
    cast, pat = people
    case = sifted_out
    assert case.reference in letter_to(cast.sam, "designation/application_not_shortlisted").subject
    sam = sit(cast.sam)
    take_step(sam, case, "appeal", "Send the appeal", grounds=GROUNDS)

    # Mina is offered nobody who decided, scored or referred, herself included; she adds Olga by her address.
    mina = sit(cast.mina)
    assert str(cast.sam) in letter_to(cast.mina, "designation/appeal_lodged").body
    visit(mina, case)
    follow(mina, label_of(case, "assign"))
    sees(mina, GROUNDS)
    offered = mina.page.locator("[name=hearers]").evaluate_all("boxes => boxes.map(one => Number(one.value))")
    assert offered == [cast.rob.pk]
    fill(mina, hearers=[str(cast.rob.pk)], others=f"{cast.olga.email}\n{pat.email}")
    mina.page.get_by_role("button", name=said(mina, "Ask these people"), exact=True).click()
    sees(mina, str(pat))
    assert Appeal.objects.get().hearers.count() == 0
    fill(mina, others=cast.olga.email)
    press(mina, "Ask these people")

    # Rob is asked by letter, reads everything, reads the letter he is about to send, and upholds.
    rob = sit(cast.rob)
    assert case.reference in letter_to(cast.rob, "designation/appeal_assigned").body
    visit(rob, case)
    sees(rob, stage.WORDS)
    sees(rob, COMMENT)
    follow(rob, label_of(case, "uphold"))
    fill(rob, reasons=REASONS)
    rob.page.locator("button[name=preview]").click()
    sees(rob, REASONS)
    press(rob, "Uphold the appeal")
    case.refresh_from_db()
    assert (case.state, Appeal.objects.get().decided_by) == (Application.State.UPHELD, cast.rob)
    assert REASONS in letter_to(cast.sam, "designation/application_upheld").body
    visit(sam, case)
    sam.page.locator("summary", has_text=said(sam, "The appeal")).click()
    sees(sam, REASONS)
    sees_not(sam, "COMMENT-OF-PAT")

    # The interview Sam was kept from is held after all, and Sam is designated.
    visit(mina, case)
    on = today() + timedelta(days=7)
    times = {"how": "own", "on": on, "time": "2pm", "place": "Oakfield"}
    take_step(mina, case, "invite", "Invite to interview", **times, panel=[str(pat.pk), str(cast.rob.pk)])
    chapters.hold_interview(case)
    take_step(mina, case, "interview", "Record the interview", note="A clear and modest account.")
    take_step(mina, case, "designate", "Designate")
    case.refresh_from_db()
    made = Designation.objects.get(application=case)
    assert (case.state, case.decided_by, made.person) == (Application.State.SUCCESSFUL, cast.mina, cast.sam)
    assert letter_to(cast.sam, "designation/application_successful").case == made.application
