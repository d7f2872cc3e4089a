"""A fund whose brokerage is inside the rate pays the rate and no more: the school gets the rest, to the penny."""

import pytest

from deployments import actions
from deployments.models import Claim, ClaimLine, Facilitation, Fund, Rate
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_fund_deployment import agree, propose
from tests.deployments.test_vary_funding import agree as agree_change
from tests.deployments.test_vary_funding import paid_by, to

# Charge 350, to the school 297.50, 15 per cent to the broker (handbook 2.5).
CHARGE, SHARE = 350_00, 1500


@pytest.fixture
def inside(db) -> Fund:
    for key in ("leader", "facilitation"):
        Rate.objects.update_or_create(
            key=key, from_on=stage.school_day(-1), defaults={"pence_a_day": CHARGE, "source": "Invented"}
        )
    return stage.fund(brokerage="in", brokerage_share=SHARE)


def test_the_fund_pays_the_rate_and_the_school_is_paid_the_rest(cast, inside):
    case = propose(cast, inside)
    assert fresh(inside).taken_pence == 2 * CHARGE
    agree(case, cast)
    case = fresh(case)
    assert (case.rate_pence, case.brokerage_share, case.brokerage_pence) == (297_50, 0, 52_50)
    visit = stage.visit(cast, "planned", of=case, on=stage.today(), afternoon=True, half_days=2)
    actions.hold_visit(visit, by=cast.sam)
    actions.acknowledge_visit(visit, by=cast.rob)
    line = ClaimLine.objects.get()
    assert (line.amount_pence, line.brokerage_pence) == (297_50, 52_50)
    assert (Claim.objects.get().total_pence, fresh(inside).taken_pence) == (297_50, 2 * CHARGE)


def test_work_with_a_group_too(cast, inside):
    actions.record_facilitation(
        by=cast.mina, designation=stage.sam_leads(cast), school=cast.brookside, group="Writing",
        on=stage.school_day(-1), minutes=300, fund=inside,
    )  # fmt: skip
    made = Facilitation.objects.get()
    assert (made.rate_pence, made.amount_pence, made.brokerage_pence) == (297_50, 297_50, 52_50)
    assert (made.held_pence, fresh(inside).taken_pence) == (CHARGE, CHARGE)


def test_what_was_agreed_with_the_school_is_not_cut_when_such_a_fund_takes_over(cast, inside):
    case = paid_by(cast)
    agree_change(to(case, cast.mina, "grant", fund=inside), cast)
    case = fresh(case)
    assert (case.rate_pence, case.brokerage_share, case.brokerage_pence, case.held_pence) == (
        300_00,
        0,
        0,
        600_00,
    )


def test_the_page_says_it_in_words(cast, client, inside):
    client.force_login(cast.fay)
    facts = client.get(inside.get_absolute_url()).context["facts"]
    words = "15% of the day rate; the leader's school is paid the rest of it"
    assert {"term": "Brokerage", "value": words} in facts
