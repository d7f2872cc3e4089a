"""A claim is queried, corrected, approved and paid; what was wrong on it is adjusted on the next one."""

from datetime import timedelta

import pytest

from deployments.models import Claim, ClaimLine
from tests.deployments import stage as support
from tests.journeys.steps import (
    fill,
    follow,
    label_of,
    letter_to,
    pass_by,
    press,
    sees,
    take_step,
    today,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_a_claim_is_queried_corrected_paid_and_adjusted_afterwards(people, sit):
    cast, _pat = people
    fund = support.fund(
        name="Early reading fund",
        amount_pence=690_00,
        brokerage="share",
        brokerage_share=1500,
        needs_order=True,
    )
    case = support.deployment(cast, "proposed", answered=("leader", "line_manager"))
    type(case.request).objects.update(state="proposed")

    # Mina lets a fund pay instead: that is a term, so all are asked anew. Rob is the last to agree: the money is kept,
    # and the rate is frozen with the brokerage.
    mina = sit(cast.mina)
    take_step(mina, case, "change_terms", "Change the terms and ask again", fund=fund.pk)
    for person in (cast.sam, cast.hannah, cast.rob):
        pass_by(person, case, "consent")
    visit(mina, fund.get_absolute_url())
    sees(mina, "15% of what the leader's school is paid, on top of it")
    sees(mina, "£690")

    # Three half days are held; one by hours.
    held = [support.visit(cast, of=case, on=today() - timedelta(days=number)) for number in (1, 2, 3)]
    for one in held:
        pass_by(cast.sam, one, "hold")
    take_step(sit(cast.sam), held[0], "time", "Save the hours", minutes="1.5")
    for one in held:
        pass_by(cast.rob, one, "acknowledge")

    # Hannah submits; Fay asks; Hannah leaves out what is in dispute and enters the number that was missing.
    hannah, fay = sit(cast.hannah), sit(cast.fay)
    claim = Claim.objects.get()
    visit(hannah, "/deployments/claims/")
    sees(hannah, "£390")
    take_step(hannah, claim, "submit", label_of(claim, "submit"), **{f"order_{fund.pk}": "PO-1"})
    question = "Was the second visit a morning?"
    take_step(fay, claim, "query", "Send it back with this question", reason=question)
    assert question in letter_to(cast.hannah, "deployments/claim_queried").body
    disputed = ClaimLine.objects.get(visit=held[1])
    take_step(
        hannah,
        claim,
        "correct",
        "Submit it again",
        answer="We look it up.",
        invoice_number="OAK-17",
        left_out=[disputed.pk],
        **{f"order_{fund.pk}": "PO-17"},
    )
    sees(hannah, "£240")
    assert "We look it up." in letter_to(cast.fay, "deployments/claim_corrected").body

    # Fay approves, reads the list and records it as paid.
    take_step(fay, claim, "approve", label_of(claim, "approve"))
    visit(fay, "/deployments/claims/to-pay/")
    sees(fay, "OAK-17")
    fill(fay, claims=[claim.pk], paid_on=today())
    press(fay, "Record these as paid")
    sees(fay, "1 claim is recorded as paid: £240.")

    # The first visit had been shorter: the paid claim stays, and the next one is less.
    wrong = claim.lines.get(visit=held[2])
    take_step(
        fay,
        claim,
        "adjust",
        "Adjust this line",
        line=str(wrong.pk),
        way="less",
        pence="30",
        reason="An hour.",
    )
    following = Claim.objects.get(state="collecting")
    visit(hannah, following)
    sees(hannah, "Adjustments of earlier claims")
    sees(hannah, "−£30")
    take_step(hannah, following, "submit", label_of(following, "submit"), **{f"order_{fund.pk}": "PO-18"})
    claim.refresh_from_db()
    following.refresh_from_db()
    assert (claim.state, claim.total_pence, following.total_pence) == ("paid", 240_00, 120_00)
    visit(mina, fund.get_absolute_url())
    follow(mina, "Funds")
    sees(mina, "£276")
