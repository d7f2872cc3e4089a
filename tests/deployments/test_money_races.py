"""Fifty for the last day of a fund, a claim submitted twice, an adjustment made twenty times: each counts once."""

import pytest

from deployments import actions
from deployments.models import Claim, ClaimLine, Deployment, Fund
from designation.models import Designation
from directory.models import Person
from tests.deployments import stage
from tests.deployments.test_races import AIM, at_once, cast, database_of_threads  # noqa: F401 - fixtures

FIFTY = 50

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def again(case):
    return type(case).objects.get(pk=case.pk)


def test_the_last_day_of_a_fund_goes_to_one_of_fifty_proposals(cast):  # noqa: F811
    sam, fund = stage.sam_leads(cast, half_days_a_term=2 * FIFTY), stage.fund(amount_pence=599_99)
    requests = [stage.request(cast, half_days=2) for _ in range(FIFTY)]

    def propose(number: int) -> None:
        request = again(requests[number])
        actions.propose(
            request,
            by=Person.objects.get(pk=cast.mina.pk),
            designation=Designation.objects.get(pk=sam.pk),
            half_days=2,
            starts_on=request.starts_on,
            ends_on=request.ends_on,
            objectives=[AIM],
            fund=again(fund),
        )

    assert at_once(propose, times=FIFTY) == {"done": 1, "Obstacle": FIFTY - 1}
    assert (again(fund).taken_pence, Deployment.objects.get().held_pence) == (300_00, 300_00)


def test_the_last_day_of_a_fund_goes_to_one_of_fifty_that_change_to_it(cast):  # noqa: F811
    sam, before, fund = (
        stage.sam_leads(cast, half_days_a_term=60),
        stage.fund(),
        stage.fund(amount_pence=300_00),
    )
    cases = [
        stage.deployment(cast, half_days=1, designation=sam, fund=before, held_pence=150_00) for _ in range(3)
    ]
    Fund.objects.filter(pk=before.pk).update(taken_pence=450_00)

    def change(number: int) -> None:
        actions.fund(again(cases[number % 3]), by=Person.objects.get(pk=cast.mina.pk), fund=again(fund))

    at_once(change, times=FIFTY)
    assert [again(one).taken_pence for one in (before, fund)] == [150_00, 300_00]
    assert sorted(Deployment.objects.values_list("fund", "held_pence")) == sorted(
        [(before.pk, 150_00), (fund.pk, 150_00), (fund.pk, 150_00)]
    )


def test_a_claim_submitted_by_twenty_is_submitted_once_and_set_off_once(cast):  # noqa: F811
    paid = stage.claim(cast, "paid")
    owing = actions.adjust_claim(paid, by=cast.fay, line=paid.lines.get(), pence=-50_00, reason="Half").claim
    claim = stage.claim(cast, term_starts_on=stage.today())
    ended = at_once(lambda _: actions.submit_claim(again(claim), by=Person.objects.get(pk=cast.hannah.pk)))
    assert ended == {"done": 1, "StepNotOpen": 19}
    assert (again(claim).total_pence, again(owing).total_pence, claim.lines.count()) == (100_00, 0, 2)


def test_a_line_adjusted_by_twenty_is_adjusted_once(cast):  # noqa: F811
    paid = stage.claim(cast, "paid")

    def adjust(_: int) -> None:
        claim = again(paid)
        fay = Person.objects.get(pk=cast.fay.pk)
        actions.adjust_claim(claim, by=fay, line=claim.lines.get(), pence=-50_00, reason="Half")

    assert at_once(adjust) == {"done": 1, "Obstacle": 19}
    assert ClaimLine.objects.filter(corrects__isnull=False).count() == 1
    assert Claim.objects.get(state="collecting").total_pence == -50_00


def test_lines_that_come_while_a_claim_is_submitted_are_counted_where_they_are(cast):  # noqa: F811
    of = stage.deployment(cast, "active", half_days=20)
    days = sorted({stage.school_day(-number) for number in range(1, 14)})[-6:]
    visits = [stage.visit(cast, "held", of=of, on=day) for day in days]
    paid = stage.claim(cast, "paid")
    actions.acknowledge_visit(visits.pop(), by=cast.rob)
    claim = Claim.objects.get(state="collecting")

    def act(number: int) -> None:
        if number < len(visits):
            actions.acknowledge_visit(again(visits[number]), by=Person.objects.get(pk=cast.rob.pk))
        elif number == len(visits):
            fay = Person.objects.get(pk=cast.fay.pk)
            actions.adjust_claim(again(paid), by=fay, line=paid.lines.get(), pence=-1_00, reason="Less")
        else:
            actions.submit_claim(again(claim), by=Person.objects.get(pk=cast.hannah.pk))

    at_once(act, times=len(visits) + 4)
    claims = list(Claim.objects.all())
    assert [one.total_pence for one in claims] == [
        sum(line.amount_pence for line in one.lines.all()) for one in claims
    ]
    assert sum(one.total_pence for one in claims) == 150_00 + 6 * 150_00 - 1_00
