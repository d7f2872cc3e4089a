"""Mina says which fund pays: it keeps what the work may cost, gives back what was not used, and is never overdrawn."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from casework.models import Entry
from deployments import actions
from deployments.models import Claim, Deployment, Fund, Rate
from deployments.queries.funds import figures_of, with_figures
from deployments.queries.invariants.money import OF_MONEY
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

AIM = actions.Aim("One lesson structure", "Seen in every class")


def held(fund: Fund) -> tuple[int, list[int]]:
    """Return what a fund says is taken, and what its deployments say they hold."""
    return fresh(fund).taken_pence, sorted(fund.deployments.values_list("held_pence", flat=True))


def propose(cast, fund: Fund | None, half_days: int = 4, **fields) -> Deployment:
    stage.sam_leads(cast)
    request = stage.request(cast, half_days=half_days, **fields)
    return actions.propose(
        request,
        by=cast.mina,
        designation=stage.sam_leads(cast),
        half_days=half_days,
        starts_on=request.starts_on,
        ends_on=request.ends_on,
        objectives=[AIM],
        fund=fund,
    )


def agree(case: Deployment, cast) -> None:
    for person in (cast.sam, cast.hannah, cast.rob):
        actions.consent(case, by=person)


class TestFund(SevenQuestions):
    model, step, actor = Deployment, "fund", "mina"
    others = ("olga", "gwen", "fay", "dai", "sam", "hannah", "rob")

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "proposed", fund=stage.fund())

    def answer_for(self, case, cast):
        fund = Fund.objects.exclude(pk=case.fund_id).first() or stage.fund()
        return {"fund": fund.pk, "purchase_order": "PO-9"}

    def check(self, case, cast):
        before, fund = Fund.objects.order_by("pk")
        assert (case.fund, case.purchase_order, held(fund)) == (fund, "PO-9", (600_00, [600_00]))
        assert held(before) == (0, [])


def test_a_proposal_is_kept_for_and_agreed_at_the_same_cost(cast):
    fund = stage.fund(brokerage="share", brokerage_share=1500)
    case = propose(cast, fund)
    assert held(fund) == (690_00, [690_00])
    agree(case, cast)
    fund.brokerage_share = 5000
    fund.save()
    assert (fresh(case).state, fresh(case).brokerage_share, held(fund)) == (
        "agreed",
        1500,
        (690_00, [690_00]),
    )


def test_what_the_fund_has_not_is_not_proposed(cast, client):
    fund = stage.fund(amount_pence=599_99)
    request = stage.request(cast)
    day = {"day": stage.today().day, "month": stage.today().month, "year": stage.today().year}
    answer = {
        "half_days": "2",
        **{f"{name}_{part}": value for name in ("starts_on", "ends_on") for part, value in day.items()},
        "text_1": "Lessons",
        "success_criterion_1": "Seen",
        "fund": fund.pk,
        "one_time_key": "6d0e1f4e-1111-4f6e-8d5a-aaaaaaaaaaaa",
    }
    client.force_login(cast.mina)
    url = f"{request.page('propose')}{stage.sam_leads(cast).pk}/"
    response = client.post(url, answer)
    assert response.context["form"].non_field_errors() == [
        f"{fund} has £599.99 left, and this needs £600. Nothing was changed."
    ]
    assert (Deployment.objects.count(), held(fund), fresh(request).state) == (0, (0, []), "open")
    with pytest.raises(IntegrityError), transaction.atomic():
        Fund.objects.update(taken_pence=600_00)


def test_a_fund_pays_only_for_work_that_begins_in_its_time(cast):
    fund = stage.fund(ends_on=stage.today() - timedelta(days=1))
    with pytest.raises(actions.Obstacle, match="pays for work that begins from"):
        propose(cast, fund)


def test_what_the_school_does_not_pay_itself_needs_a_fund_where_there_is_one(cast):
    assert propose(cast, None, funding="grant").fund is None
    stage.fund()
    with pytest.raises(actions.Obstacle, match="Choose the fund"):
        propose(cast, None, funding="authority")
    assert propose(cast, None, funding="traded").fund is None


def test_a_rate_that_rose_meanwhile_costs_a_fund_with_no_more_left_what_was_offered(cast):
    fund = stage.fund(amount_pence=600_00)
    case = propose(cast, fund)
    Rate.objects.create(key="leader", pence_a_day=310_00, from_on=stage.today(), source="Invented")
    agree(case, cast)
    Rate.objects.all().delete()
    Rate.objects.create(key="leader", pence_a_day=500_00, from_on=stage.today(), source="Invented")
    assert (fresh(case).state, fresh(case).rate_pence, held(fund)) == ("agreed", 300_00, (600_00, [600_00]))


@pytest.mark.parametrize("end", ["refuse", "cancel", "lapse", "withdraw_request"])
def test_what_did_not_come_about_costs_nothing(cast, end):
    fund = stage.fund()
    case = propose(cast, fund)
    if end == "refuse":
        actions.refuse(case, by=cast.hannah, reason="No")
    elif end == "cancel":
        actions.cancel(case, by=cast.mina, reason="No")
    elif end == "lapse":
        case.consents.update(due_on=stage.today() - timedelta(days=1))
        actions.lapse(case)
    else:
        actions.withdraw_request(case.request, by=cast.rob)
    assert not fresh(case).is_live
    assert held(fund) == (0, [0])


@pytest.mark.parametrize("end", ["withdraw", "stop", "complete"])
def test_what_was_agreed_and_not_used_is_free_again(cast, end):
    fund = stage.fund(brokerage="day", brokerage_pence=50_00)
    case = propose(cast, fund)
    agree(case, cast)
    if end == "withdraw":
        actions.withdraw(case, by=cast.sam, ended_for="cover", reason="No")
        assert held(fund) == (0, [0])
        return
    visit = stage.visit(cast, of=fresh(case), on=stage.today())
    actions.hold_visit(visit, by=cast.sam)
    case = fresh(case)
    if end == "stop":
        actions.stop(case, by=cast.mina, ended_for="need", reason="No", look_for_another=False)
    else:
        actions.complete(case, by=cast.sam, **stage.EXIT)
    assert held(fund) == (175_00, [175_00])
    actions.retract_visit(fresh(visit), by=cast.sam, reason="Snow")
    assert held(fund) == (0, [0])


def test_the_fund_before_gets_its_money_back(cast):
    first, second = stage.fund(), stage.fund()
    case = propose(cast, first)
    actions.fund(case, by=cast.mina, fund=second)
    assert (held(first), held(second)) == ((0, []), (600_00, [600_00]))
    actions.cancel(fresh(case), by=cast.mina, reason="No")
    assert held(second) == (0, [0])


def test_figures_are_the_sums_of_their_parts(cast):
    fund = stage.fund(brokerage="share", brokerage_share=1000)
    propose(cast, fund)
    case = propose(cast, fund)
    agree(case, cast)
    for days_ago in (1, 2):
        visit = stage.visit(cast, "held", of=fresh(case), on=stage.today() - timedelta(days=days_ago))
        actions.acknowledge_visit(visit, by=cast.rob)
        claim = Claim.objects.get(state="collecting")
        actions.submit_claim(claim, by=cast.hannah)
        if days_ago == 1:
            actions.approve_claim(claim, by=cast.fay)
            actions.pay_claim(claim, by=cast.fay)
    visit = stage.visit(cast, "held", of=fresh(case), on=stage.today() - timedelta(days=3))
    actions.acknowledge_visit(visit, by=cast.rob)
    assert tuple(figures_of(with_figures(Fund.objects.all()).get())) == (
        3_000_00, 660_00, 660_00, 495_00, 330_00, 165_00, 45_00, 1_680_00,
    )  # fmt: skip


def broken() -> list[str]:
    return [one.name for one in OF_MONEY if one.broken().exists()]


def claimed(cast, case, **fields) -> Claim:
    visit = stage.visit(cast, "held", of=fresh(case), on=stage.today() - timedelta(days=1), **fields)
    actions.acknowledge_visit(visit, by=cast.rob)
    return Claim.objects.get(state="collecting")


def test_after_the_agreement_what_is_held_and_claimed_moves_to_the_new_fund(cast):
    first = stage.fund(brokerage="share", brokerage_share=1000)
    second = stage.fund(brokerage="day", brokerage_pence=50_00)
    case = propose(cast, first)
    agree(case, cast)
    claim = claimed(cast, case)
    actions.submit_claim(claim, by=cast.hannah)
    total = fresh(claim).total_pence
    actions.fund(fresh(case), by=cast.mina, fund=second, purchase_order="PO-7")
    assert (held(first), held(second)) == ((0, []), (700_00, [700_00]))
    case, line = fresh(case), claim.lines.get()
    assert (case.fund, case.purchase_order, case.brokerage_share, case.brokerage_pence) == (
        second, "PO-7", 0, 50_00,
    )  # fmt: skip
    assert (line.fund, line.brokerage_pence, fresh(claim).total_pence) == (second, 25_00, total)
    entry = Entry.objects.of(case).filter(step="fund").get()
    assert (entry.by, entry.note) == (cast.mina, f"{second} · PO-7")
    assert broken() == []


@pytest.mark.parametrize("paid", [False, True])
def test_what_is_approved_or_paid_stays_with_its_fund(cast, paid):
    first, second = stage.fund(), stage.fund()
    case = propose(cast, first)
    agree(case, cast)
    claim = claimed(cast, case)
    actions.submit_claim(claim, by=cast.hannah)
    actions.approve_claim(claim, by=cast.fay)
    if paid:
        actions.pay_claim(claim, by=cast.fay)
    with pytest.raises(actions.Obstacle, match=f"Claim {claim.reference} for this work is approved"):
        actions.fund(fresh(case), by=cast.mina, fund=second, purchase_order="PO-7")
    assert (held(first), held(second), fresh(case).purchase_order) == ((600_00, [600_00]), (0, []), "")
    assert not Entry.objects.of(case).filter(step="fund").exists()


def test_a_fund_with_too_little_left_does_not_take_agreed_work_over(cast):
    first, second = stage.fund(), stage.fund(amount_pence=599_99)
    case = propose(cast, first)
    agree(case, cast)
    with pytest.raises(actions.Obstacle, match=r"has £599\.99 left, and this needs £600"):
        actions.fund(fresh(case), by=cast.mina, fund=second)
    assert (held(first), held(second), fresh(case).fund) == ((600_00, [600_00]), (0, []), first)


def test_a_visit_acknowledged_after_the_fund_changed_is_paid_from_the_new_one(cast):
    first, second = stage.fund(), stage.fund(brokerage="share", brokerage_share=1000)
    case = propose(cast, first)
    agree(case, cast)
    visit = stage.visit(cast, "held", of=fresh(case), on=stage.today() - timedelta(days=1))
    assert visit.deployment.fund == first
    actions.fund(fresh(case), by=cast.mina, fund=second)
    actions.acknowledge_visit(visit, by=cast.rob)
    line = Claim.objects.get().lines.get()
    assert (line.fund, line.brokerage_pence) == (second, 15_00)
    assert broken() == []
