"""Everybody agrees that somebody else pays: the fund is chosen, looked at, and the money kept moves with the change."""

import pytest

from deployments import actions
from deployments.models import Claim, ClaimLine, Deployment, Variation
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.deployments.test_vary_deployment import vary


def paid_by(cast, fund=None, funding="school", **fields) -> Deployment:
    """Return work of two days at £300 that a fund pays, kept by it."""
    share = fields.get("brokerage_share", 0)
    held = 600_00 + 600_00 * share // 10000 if fund else 0
    made = stage.deployment(cast, "active", fund=fund, held_pence=held, **fields)
    made.request.funding = funding
    made.request.save()
    if fund:
        type(fund).objects.filter(pk=fund.pk).update(taken_pence=held)
    return made


def to(case, by, funding, **fields) -> Variation:
    return vary(case, by, half_days=4, funding=funding, **fields)


def agree(made: Variation, cast) -> None:
    for consent in made.consents.filter(decision="asked"):
        actions.consent_variation(Variation.objects.in_full().get(pk=made.pk), by=consent.asked_of)


def stands(case) -> tuple:
    case = fresh(case)
    return case.request.funding, case.fund, case.held_pence


def test_the_school_pays_and_the_fund_gets_its_money_back(cast):
    fund = stage.fund()
    case = paid_by(cast, fund, "grant", brokerage_share=1000, purchase_order="PO-1")
    made = to(case, cast.rob, "school")
    assert stands(case) == ("grant", fund, 660_00)
    agree(made, cast)
    assert stands(case) == ("school", None, 0)
    assert (fresh(fund).taken_pence, fresh(case).brokerage_share, fresh(case).purchase_order) == (0, 0, "")


def test_a_fund_pays_and_keeps_the_money_with_its_brokerage(cast):
    case, fund = paid_by(cast), stage.fund(brokerage="share", brokerage_share=1000)
    made = to(case, cast.mina, "grant", fund=fund)
    assert (fresh(fund).taken_pence, stands(case)) == (0, ("school", None, 0))
    agree(made, cast)
    assert stands(case) == ("grant", fund, 660_00)
    assert (fresh(fund).taken_pence, fresh(case).brokerage_share, fresh(case).rate_pence) == (
        660_00,
        1000,
        300_00,
    )


def test_another_fund_takes_over_with_more_days(cast):
    before, after = stage.fund(amount_pence=600_00), stage.fund()
    case = paid_by(cast, before, "authority")
    agree(vary(case, cast.mina, half_days=6, funding="grant", fund=after), cast)
    assert (stands(case), fresh(before).taken_pence) == (("grant", after, 900_00), 0)


def test_the_fund_is_asked_for_and_has_enough(cast):
    case = paid_by(cast)
    poor = stage.fund(amount_pence=599_99)
    with pytest.raises(actions.Obstacle, match="Choose the fund it is paid from"):
        to(case, cast.rob, "grant")
    with pytest.raises(actions.Obstacle, match=r"£599\.99 left, and this needs £600"):
        to(case, cast.mina, "grant", fund=poor)
    assert not Variation.objects.exists()


def test_what_the_fund_has_no_more_when_all_agree_moves_nothing(cast):
    case, fund = paid_by(cast), stage.fund()
    made = to(case, cast.mina, "grant", fund=fund)
    type(fund).objects.update(amount_pence=500_00)
    with pytest.raises(actions.Obstacle, match="£500 left"):
        agree(made, cast)
    assert (stands(case), fresh(made).state) == (("school", None, 0), "proposed")


def test_work_acknowledged_and_not_claimed_yet_moves_with_it(cast):
    fund = stage.fund()
    case = paid_by(cast, fund, "grant")
    visit = stage.visit(cast, "held", of=case)
    actions.acknowledge_visit(visit, by=cast.rob)
    other = stage.fund(brokerage="share", brokerage_share=1000)
    agree(to(case, cast.mina, "authority", fund=other), cast)
    line = ClaimLine.objects.get()
    assert (line.fund, line.amount_pence, line.brokerage_pence) == (other, 150_00, 15_00)


def test_work_that_was_claimed_stays_with_who_pays_it(cast):
    fund = stage.fund()
    case = paid_by(cast, fund, "grant")
    actions.acknowledge_visit(stage.visit(cast, "held", of=case), by=cast.rob)
    actions.submit_claim(Claim.objects.get(), by=cast.hannah)
    with pytest.raises(actions.Obstacle, match="is claimed already"):
        to(case, cast.rob, "school")


def test_what_is_claimed_before_all_agree_stays_too(cast):
    fund = stage.fund()
    case = paid_by(cast, fund, "grant")
    actions.acknowledge_visit(stage.visit(cast, "held", of=case), by=cast.rob)
    made = to(case, cast.rob, "school")
    actions.submit_claim(Claim.objects.get(), by=cast.hannah)
    with pytest.raises(actions.Obstacle, match="is claimed already"):
        agree(made, cast)
    assert stands(case) == ("grant", fund, 600_00)


def test_only_a_manager_chooses_from_the_funds(cast, client):
    case, fund = paid_by(cast), stage.fund()
    client.force_login(cast.rob)
    assert "fund" not in client.get(case.page("vary")).context["form"].fields
    client.force_login(cast.mina)
    answer = changes.answer(case, half_days="2", ends_on=case.ends_on, funding="grant")
    for _ in range(2):
        assert client.post(case.page("vary"), answer | {"fund": fund.pk}).status_code == 302
    assert Variation.objects.get().fund == fund
    body = client.get(Variation.objects.get().get_absolute_url()).content.decode()
    client.force_login(cast.rob)
    other = client.get(Variation.objects.get().get_absolute_url()).content.decode()
    assert [str(fund) in page for page in (body, other)] == [True, False]
