"""Fay puts right a line of an approved claim: the claim stays as it was, the next one pays more or less."""

import pytest
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string

from deployments import actions
from deployments.models import Claim, ClaimLine
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

WHY = "It was half a morning."


def adjust(cast, claim: Claim, pence: int, line: ClaimLine | None = None) -> ClaimLine:
    return actions.adjust_claim(claim, by=cast.fay, line=line or claim.lines.get(), pence=pence, reason=WHY)


class TestAdjust(SevenQuestions):
    model, step, actor = Claim, "adjust", "fay"
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_adjusted"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "approved")

    def answer_for(self, case, cast):
        free = case.lines.filter(correction__isnull=True).first() or case.lines.first()
        return {"line": free.pk, "way": "less", "pence": "50.10", "reason": WHY}

    def check(self, case, cast):
        made = ClaimLine.objects.get(corrects__isnull=False)
        assert (made.amount_pence, made.reason, made.corrects.claim) == (-50_10, WHY, case)
        assert (case.total_pence, made.claim.state, made.claim.total_pence) == (150_00, "collecting", -50_10)

    def test_twice_at_once(self, cast, client):
        """A line is adjusted once: the second press finds it done, and the database holds it."""
        case = self.make(cast)
        answer = self.answer_for(case, cast)
        client.force_login(cast.fay)
        assert client.post(case.page("adjust"), answer).status_code == 302
        assert list(client.post(case.page("adjust"), answer).context["form"].errors) == ["line"]
        with pytest.raises(actions.Obstacle, match="adjusted already"):
            adjust(cast, case, -1, line=case.lines.get())
        made = ClaimLine.objects.get(corrects__isnull=False)
        made.pk = None
        with pytest.raises(IntegrityError), transaction.atomic():
            made.save(force_insert=True)


def test_the_next_claim_is_less_by_it(cast):
    paid = stage.claim(cast, "paid")
    adjust(cast, paid, -50_00)
    following = Claim.objects.get(state="collecting")
    actions.acknowledge_visit(stage.visit(cast, "held", on=stage.today()), by=cast.rob)
    actions.submit_claim(following, by=cast.hannah)
    assert (fresh(following).total_pence, following.lines.count()) == (100_00, 2)


def test_a_claim_below_nothing_waits_and_is_set_off_against_the_next(cast, client):
    paid = stage.claim(cast, "paid")
    adjust(cast, paid, -100_00)
    owing = Claim.objects.get(state="collecting")
    client.force_login(cast.hannah)
    response = client.post(owing.page("submit"), {})
    assert response.context["form"].non_field_errors() == [
        "With the adjustments this claim comes to −£100. It waits for the next visits."
    ]
    later = stage.claim(cast, term_starts_on=stage.today())
    actions.submit_claim(later, by=cast.hannah)
    assert (fresh(later).total_pence, later.lines.count()) == (50_00, 2)
    assert (fresh(owing).state, fresh(owing).total_pence, owing.lines.count()) == ("collecting", 0, 0)


def test_more_than_was_paid_is_not_taken_back_and_a_correction_is_corrected(cast):
    paid = stage.claim(cast, "paid")
    with pytest.raises(actions.Obstacle, match="Only £150 was paid"):
        adjust(cast, paid, -150_01)
    first = adjust(cast, paid, -100_00)
    Claim.objects.filter(pk=first.claim_id).update(
        state="approved", total_pence=1, submitted_by=cast.hannah, approved_by=cast.fay
    )
    with pytest.raises(actions.Obstacle, match="Only £50 was paid"):
        adjust(cast, fresh(first.claim), -50_01, first)
    second = adjust(cast, fresh(first.claim), 20_00, first)
    assert (second.corrects, second.amount_pence) == (first, 20_00)


def test_the_fund_gets_back_what_is_taken_back_with_its_brokerage(cast):
    fund = stage.fund(taken_pence=172_50)
    case = stage.deployment(cast, "completed", fund=fund, held_pence=172_50)
    visit = stage.visit(cast, "acknowledged", of=case)
    claim = stage.claim(cast, "paid", with_line=False, total_pence=150_00)
    line = stage.line(claim, visit, brokerage_pence=22_50)
    made = adjust(cast, claim, -50_00, line)
    assert (made.brokerage_pence, fresh(fund).taken_pence, fresh(case).held_pence) == (-7_50, 115_00, 115_00)
    fund.refresh_from_db()
    Claim.objects.filter(pk=made.claim_id).update(
        state="approved", total_pence=1, submitted_by=cast.hannah, approved_by=cast.fay
    )
    with pytest.raises(actions.Obstacle, match="left, and this needs"):
        adjust(cast, fresh(made.claim), 9_000_00, made)
    assert fresh(fund).taken_pence == 115_00


def test_the_page_and_the_statement_show_it(cast, client):
    paid = stage.claim(cast, "paid")
    made = adjust(cast, paid, -50_00)
    client.force_login(cast.hannah)
    page = client.get(made.claim.get_absolute_url()).content.decode()
    assert (WHY in page, "−£50" in page, paid.reference in page) == (True, True, True)


def test_the_statement_says_every_line_and_the_brokerage(cast):
    fund = stage.fund(taken_pence=1_000_00)
    claim = stage.claim(cast, "approved", total_pence=260_00)
    claim.lines.update(fund=fund, brokerage_pence=22_50)
    group = stage.facilitation(cast, "acknowledged")
    about = {"facilitation": group, "on": group.on, "half_days": 0, "minutes": 150, "rate_pence": 300_00}
    ClaimLine.objects.create(claim=claim, amount_pence=150_00, **about)
    earlier = stage.claim(cast, "paid")
    adjusted = {
        "corrects": earlier.lines.get(),
        "reason": WHY,
        "on": group.on,
        "half_days": 0,
        "rate_pence": 1,
    }
    ClaimLine.objects.create(
        claim=claim, deployment=earlier.lines.get().deployment, amount_pence=-40_00, **adjusted
    )
    text = render_to_string("documents/deployments/statement.html", {"case": claim, "language": "en"})
    for words in (
        "£150",
        "2 h 30 min",
        f"Adjustment of claim {earlier.reference}: {WHY}",
        "−£40",
        "£260",
        "£22.50",
    ):
        assert words in text
