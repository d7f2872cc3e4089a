"""A year of random work: statements reconcile to the penny, funds are sums of their parts, nothing is paid twice."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from math import floor
from random import Random
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.lifecycle import StepNotOpen
from deployments import actions
from deployments.models import Claim, ClaimLine, Deployment, Facilitation, Fund, Rate, Variation, Visit
from deployments.queries.funds import figures_of, with_figures
from tests.cast import Cast
from tests.deployments import stage

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.every_database]
AIM = actions.Aim("One lesson structure", "Seen in every class")
PARTIES = ("leader", "line_manager", "receiving_head")


def penny(exact: Fraction) -> int:
    """Round half up, of what is below nothing as of what is above."""
    return floor(abs(exact) + Fraction(1, 2)) * (1 if exact >= 0 else -1)


class Year:
    """What people do in a year, each act with two numbers that choose on what and how much; and what must be true."""

    def __init__(self, cast: Cast, clock: Any) -> None:
        self.cast, self.clock = cast, clock
        self.sam = stage.sam_leads(cast, half_days_a_term=200)
        self.funds = [
            stage.fund(amount_pence=4_000_00, brokerage="share", brokerage_share=1255),
            stage.fund(amount_pence=9_000_01, brokerage="day", brokerage_pence=33_33),
            stage.fund(amount_pence=5_000_00, brokerage="in", brokerage_share=1433),
            None,
        ]
        self.agreed: dict[int, tuple] = {}
        self.statements: dict[int, tuple] = {}
        self.done: Counter = Counter()

    def act(self, name: str, one: int, other: int) -> None:
        """Do one thing; what is not open or not possible changes nothing."""
        try:
            with transaction.atomic():
                getattr(self, name)(one, other)
        except (StepNotOpen, actions.Obstacle):
            return
        self.done[name] += 1

    # What they do.

    def wait(self, one: int, other: int) -> None:
        self.clock.tick(timedelta(days=1 + one % 12))

    def change_rate(self, one: int, other: int) -> None:
        values = {"pence_a_day": 200_00 + other, "minutes_a_day": 240 + one % 120, "source": "Invented"}
        Rate.objects.update_or_create(key="leader", from_on=stage.today(), defaults=values)

    def change_brokerage(self, one: int, other: int) -> None:
        Fund.objects.filter(brokerage="share").update(brokerage_share=1 + other % 2000)

    def agree(self, one: int, other: int) -> None:
        made = self._arrange(one, said_yes=PARTIES, fund=self.funds[other % 4])
        made.refresh_from_db()
        self.agreed[made.pk] = terms(made)

    def propose(self, one: int, other: int) -> None:
        """Propose work that nobody has agreed to yet: the fund keeps what it may cost."""
        self._arrange(one, said_yes=PARTIES[:2], fund=self.funds[other % 3])

    def _arrange(self, one: int, **fields) -> Deployment:
        return actions.record_arrangement(
            by=self.cast.mina,
            school=self.cast.brookside,
            designation=self.sam,
            area=stage.phonics(),
            kind="coaching",
            half_days=1 + one % 6,
            starts_on=stage.today(),
            ends_on=stage.today() + timedelta(days=60),
            objective=AIM,
            said_on=stage.today(),
            **fields,
        )

    def pay_from_another(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.filter(state="proposed"), one)
        actions.fund(case, by=self.cast.mina, fund=self.funds[other % 3])

    def give_up(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.filter(state="proposed"), one)
        actions.cancel(case, by=self.cast.mina, reason="No")

    def vary(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.underway(), one)
        dates = {"starts_on": case.starts_on, "ends_on": case.ends_on}
        change = actions.vary(case, by=self.cast.rob, half_days=1 + other % 9, reason="More", **dates)
        for person in (self.cast.sam, self.cast.hannah) if one % 2 else ():
            actions.consent_variation(change, by=person)

    def refuse_change(self, one: int, other: int) -> None:
        change = self.pick(Variation.objects.filter(state="proposed"), one)
        actions.refuse_variation(change, by=self.cast.sam, reason="No")

    def undo(self, one: int, other: int) -> None:
        """Take back all that was paid for a line: nothing of it, nor of its brokerage, is left."""
        claim = self.pick(Claim.objects.filter(state__in=["approved", "paid"]), one)
        line = self.pick(claim.lines.filter(corrects=None, amount_pence__gt=0), other)
        given = {"line": line, "pence": -line.amount_pence, "reason": "It was not"}
        made = actions.adjust_claim(claim, by=self.cast.fay, **given)
        assert made.brokerage_pence == -line.brokerage_pence

    def hold(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.underway(), one)
        left = case.half_days - sum(visit.half_days for visit in case.visits.counted())
        half = 1 + other % 2
        if half > left or Visit.objects.counted().filter(on=stage.today()).exists():
            raise actions.Obstacle
        visit = stage.visit(
            self.cast, "planned", of=case, on=stage.today(), afternoon=half == 2, half_days=half
        )
        actions.hold_visit(visit, by=self.cast.sam)

    def time(self, one: int, other: int) -> None:
        actions.time_visit(
            self.pick(Visit.objects.filter(state="held"), one), by=self.cast.sam, minutes=1 + other % 300
        )

    def acknowledge(self, one: int, other: int) -> None:
        actions.acknowledge_visit(self.pick(Visit.objects.filter(state="held"), one), by=self.cast.rob)

    def disallow(self, one: int, other: int) -> None:
        visit = self.pick(Visit.objects.filter(state="acknowledged"), one)
        actions.disallow_visit(visit, by=self.cast.mina, reason="No")

    def miss(self, one: int, other: int) -> None:
        actions.retract_visit(
            self.pick(Visit.objects.filter(state="held"), one), by=self.cast.sam, reason="Snow"
        )

    def facilitate(self, one: int, other: int) -> None:
        group = {"group": f"Group {one % 3}", "school": self.cast.brookside, "on": stage.today()}
        sam = {"by": self.cast.sam, "designation": self.sam}
        actions.record_facilitation(**sam, **group, minutes=1 + other % 500, fund=self.funds[one % 4])

    def acknowledge_group(self, one: int, other: int) -> None:
        row = self.pick(Facilitation.objects.filter(state="recorded"), one)
        actions.acknowledge_facilitation(row, by=self.cast.rob)

    def refuse_group(self, one: int, other: int) -> None:
        row = self.pick(Facilitation.objects.filter(state="recorded"), one)
        actions.refuse_facilitation(row, by=self.cast.rob, reason="No")

    def fund_group(self, one: int, other: int) -> None:
        row = self.pick(Facilitation.objects.exclude(state="refused"), one)
        actions.fund_facilitation(row, by=self.cast.mina, fund=self.funds[other % 4])

    def disallow_group(self, one: int, other: int) -> None:
        row = self.pick(Facilitation.objects.filter(state="acknowledged"), one)
        actions.disallow_facilitation(row, by=self.cast.mina, reason="No")

    def withdraw(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.filter(state="agreed"), one)
        actions.withdraw(case, by=self.cast.sam, ended_for="dates", reason="No")

    def stop(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.all(), one)
        actions.stop(case, by=self.cast.mina, ended_for="need", reason="No", look_for_another=False)

    def complete(self, one: int, other: int) -> None:
        case = self.pick(Deployment.objects.filter(state="active"), one)
        actions.complete(case, by=self.cast.sam, **stage.EXIT)

    def submit(self, one: int, other: int) -> None:
        actions.submit_claim(self.pick(Claim.objects.filter(state="collecting"), one), by=self.cast.hannah)

    def query(self, one: int, other: int) -> None:
        actions.query_claim(
            self.pick(Claim.objects.filter(state="submitted"), one), by=self.cast.fay, reason="?"
        )

    def correct(self, one: int, other: int) -> None:
        claim = self.pick(Claim.objects.filter(state="queried"), one)
        disputed = list(claim.lines.all())[: other % 3]
        actions.correct_claim(claim, by=self.cast.hannah, answer="So", left_out=disputed)

    def approve(self, one: int, other: int) -> None:
        claim = self.pick(Claim.objects.filter(state="submitted"), one)
        actions.approve_claim(claim, by=self.cast.fay)
        self.statements[claim.pk] = statement(claim)

    def pay(self, one: int, other: int) -> None:
        actions.pay_claim(self.pick(Claim.objects.filter(state="approved"), one), by=self.cast.fay)

    def unpay(self, one: int, other: int) -> None:
        actions.unpay_claim(self.pick(Claim.objects.filter(state="paid"), one), by=self.cast.fay, reason="No")

    def repay(self, one: int, other: int) -> None:
        claim = self.pick(Claim.objects.filter(state="collecting", total_pence__lt=0), one)
        actions.repay_claim(claim, by=self.cast.fay, paid_on=stage.today())
        if other % 2:  # it did not come in after all
            actions.unrepay_claim(claim, by=self.cast.fay, reason="No")

    def adjust(self, one: int, other: int) -> None:
        claim = self.pick(Claim.objects.filter(state__in=["approved", "paid", "repaid"]), one)
        line = self.pick(claim.lines.all(), other)
        pence = other % 300_00 - 200_00 or 1
        actions.adjust_claim(claim, by=self.cast.fay, line=line, pence=pence, reason="It was less")

    def pick(self, rows: Any, number: int) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise actions.Obstacle
        return found[number % len(found)]

    # What must be true.

    def reconcile(self) -> None:
        self.every_acknowledged_visit_is_on_one_claim_at_its_worth()
        self.every_claim_is_the_sum_of_its_lines()
        self.every_fund_is_the_sum_of_its_parts()
        for pk, before in self.statements.items():
            assert statement(Claim.objects.get(pk=pk)) == before, "an approved claim changed"
        for pk, frozen in self.agreed.items():
            assert terms(Deployment.objects.get(pk=pk)) == frozen, "what was agreed changed"
        self.every_adjustment_keeps_the_share_of_brokerage()

    def every_adjustment_keeps_the_share_of_brokerage(self) -> None:
        """What is kept of a line after all corrections has the brokerage of the work in proportion, to the penny."""
        for work in ClaimLine.objects.filter(corrects=None, amount_pence__gt=0):
            chain, last = [work], work
            while last := ClaimLine.objects.filter(corrects=last).first():
                chain.append(last)
            amount, brokerage = (
                sum(getattr(one, name) for one in chain) for name in ("amount_pence", "brokerage_pence")
            )
            assert amount >= 0
            assert brokerage == penny(Fraction(work.brokerage_pence * amount, work.amount_pence))

    def every_acknowledged_visit_is_on_one_claim_at_its_worth(self) -> None:
        visits = Visit.objects.filter(state="acknowledged").select_related("deployment", "claim_line")
        assert ClaimLine.objects.filter(visit__state="acknowledged").count() == len(visits)
        undone = ClaimLine.objects.filter(visit__isnull=False).exclude(visit__state="acknowledged")
        assert not undone.filter(correction=None).exclude(amount_pence=0).exists()
        for visit in visits:
            line = visit.claim_line
            assert (line.amount_pence, line.brokerage_pence) == worth(visit)

    def every_claim_is_the_sum_of_its_lines(self) -> None:
        for claim in Claim.objects.all():
            assert claim.total_pence == sum(line.amount_pence for line in claim.lines.all())
            assert claim.total_pence > 0 or claim.state in ("collecting", "repaid")
        visits = sum(worth(visit)[0] for visit in Visit.objects.filter(claim_line__isnull=False))
        groups = sum(one.amount_pence for one in Facilitation.objects.filter(state="acknowledged"))
        adjusted = ClaimLine.objects.filter(corrects__isnull=False).aggregate(
            sum=Sum("amount_pence", default=0)
        )
        assert sum(claim.total_pence for claim in Claim.objects.all()) == visits + groups + adjusted["sum"]

    def every_fund_is_the_sum_of_its_parts(self) -> None:
        for fund in with_figures(Fund.objects.all()):
            figures, lines = figures_of(fund), ClaimLine.objects.filter(fund=fund)
            held = sum(one.held_pence for one in [*fund.deployments.all(), *fund.facilitations.all()])
            assert figures.proposed + figures.agreed == held == fund.taken_pence
            assert figures.allocated == held + figures.remaining
            assert figures.remaining >= 0
            assert (figures.delivered, figures.claimed, figures.paid) == (
                cost(lines.all()),
                cost(lines.exclude(claim__state="collecting")),
                cost(lines.filter(claim__state__in=["paid", "repaid"])),
            )
            for case in fund.deployments.all():
                spent = cost(case.claim_lines.all())
                waiting = sum(sum(worth(visit)) for visit in case.visits.filter(state="held"))
                if case.is_live:
                    assert spent + waiting <= case.held_pence
                else:
                    assert spent + waiting == case.held_pence


def cost(lines: Any) -> int:
    return sum(line.amount_pence + line.brokerage_pence for line in lines)


def worth(visit: Visit) -> tuple[int, int]:
    """Return what a visit is worth, worked out another way: in fractions of a day, rounded at the end."""
    case = visit.deployment
    days = (
        Fraction(visit.half_days, 2) if visit.minutes is None else Fraction(visit.minutes, case.minutes_a_day)
    )
    amount = penny(days * case.rate_pence)
    return amount, penny(Fraction(amount * case.brokerage_share, 10000)) + penny(days * case.brokerage_pence)


def terms(case: Deployment) -> tuple:
    return case.rate_pence, case.minutes_a_day, case.brokerage_share, case.brokerage_pence, case.fund_id


def statement(claim: Claim) -> tuple:
    lines = claim.lines.order_by("pk").values_list("pk", "amount_pence", "brokerage_pence", "reason")
    return claim.total_pence, claim.invoice_number, tuple(lines)


ACTS = [
    "wait", "wait", "wait", "change_rate", "change_brokerage", "agree", "agree", "hold", "hold", "hold", "time",
    "acknowledge", "acknowledge", "miss", "facilitate", "facilitate", "acknowledge_group", "refuse_group", "withdraw",
    "stop", "complete", "submit", "submit", "query", "correct", "approve", "approve", "pay", "adjust", "adjust",
    "fund_group", "disallow_group", "disallow", "unpay", "repay", "repay", "repay",
    "time", "time", "hold", "propose", "propose", "pay_from_another", "give_up", "vary", "vary", "refuse_change",
    "refuse_change", "undo",
]  # fmt: skip
acts = st.lists(
    st.tuples(st.sampled_from(ACTS), st.integers(0, 97), st.integers(0, 400_00)), min_size=60, max_size=120
)
quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


def over_a_year(cast: Cast, tell: Callable[[Year], None]) -> Counter:
    """Tell a year from a day in September on, look at the books, and leave the tables as they were."""
    with freeze_time(f"{stage.today().year - 1}-09-08 10:00") as clock, transaction.atomic():
        year = Year(cast, clock)
        tell(year)
        year.reconcile()
        transaction.set_rollback(True)
    return year.done


@settings(max_examples=8, suppress_health_check=quiet)
@given(acts)
def test_the_books_are_right_after_a_year_of_anything(cast, year):
    def tell(one: Year) -> None:
        for number, act in enumerate(year):
            one.act(*act)
            if number % 25 == 0:
                one.reconcile()

    over_a_year(cast, tell)


def full_year(cast: Cast, seed: int) -> Counter:
    chance = Random(seed)

    def tell(one: Year) -> None:
        for _ in range(400):
            one.act(chance.choice(ACTS), chance.randrange(98), chance.randrange(400_00))

    return over_a_year(cast, tell)


@settings(max_examples=2, suppress_health_check=quiet)
@given(st.integers(0, 2**32))
def test_the_books_are_right_after_a_full_year(cast, seed):
    """The third full year is told below."""
    full_year(cast, seed)


def test_such_a_year_is_not_empty(cast):
    """The books are right after this full year too; and what the random years try really happens in it."""
    done = full_year(cast, 3)
    assert set(done) == set(ACTS)
