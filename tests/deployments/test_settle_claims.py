"""Payments have a possible day and can be put right; what a school owes comes back; lines that move leave a trace."""

from datetime import timedelta

import pytest

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Claim
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_adjust_claim import adjust
from tests.journeys.steps import typed
from tests.seven import SevenQuestions


def approved(cast) -> Claim:
    claim = stage.claim(cast, "submitted")
    actions.approve_claim(claim, by=cast.fay)
    return fresh(claim)


def test_nothing_is_paid_before_it_was_approved(cast, client):
    claim = approved(cast)
    yesterday = stage.today() - timedelta(days=1)
    client.force_login(cast.fay)
    form = client.post(claim.page("pay"), typed({"paid_on": yesterday})).context["form"]
    assert list(form.errors) == ["paid_on"]
    answer = {"claims": [claim.pk]} | typed({"paid_on": yesterday})
    form = client.post("/deployments/claims/to-pay/", answer).context["form"]
    assert form.errors == {"paid_on": [f"{claim.reference} was approved later than that."]}
    with pytest.raises(actions.Obstacle, match="was approved later"):
        actions.pay_claim(claim, by=cast.fay, paid_on=yesterday)
    assert fresh(claim).state == "approved"


class TestUnpay(SevenQuestions):
    model, step, actor = Claim, "unpay", "fay"
    answer = {"reason": "The bank sent it back."}
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_unpaid"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "paid")

    def check(self, case, cast):
        assert (case.paid_on, case.total_pence) == (None, 150_00)


def owed_back(cast) -> Claim:
    adjust(cast, stage.claim(cast, "paid"), -60_00)
    return Claim.objects.get(state="collecting")


class TestAskBack(SevenQuestions):
    model, step, actor = Claim, "ask_back", "fay"
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_repayment_requested"]}

    def make(self, cast, state=None):
        return at(cast, state)


def at(cast, state) -> Claim:
    """Return a claim below nothing while it collects, and an ordinary one in every other state."""
    if state in (None, "collecting"):
        return stage.claim(cast, with_line=False, total_pence=-60_00, term_starts_on=new_term())
    return stage.claim(cast, state)


def new_term():
    return stage.today() - timedelta(days=200 + Claim.objects.count())


class TestRepay(SevenQuestions):
    model, step, actor = Claim, "repay", "fay"
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_repaid"]}

    def make(self, cast, state=None):
        return at(cast, state)

    def answer_for(self, case, cast):
        return typed({"paid_on": stage.today()})

    def check(self, case, cast):
        assert (case.paid_on, case.total_pence) == (stage.today(), -60_00)


class TestUnrepay(SevenQuestions):
    model, step, actor = Claim, "unrepay", "fay"
    answer = {"reason": "It was another school's."}
    others = ("olga", "gwen", "dai", "rob", "sam", "hannah")
    told = {"hannah": ["deployments/claim_unrepaid"]}

    def make(self, cast, state=None):
        return stage.claim(cast, state or "repaid", term_starts_on=new_term())

    def check(self, case, cast):
        assert (case.paid_on, case.total_pence) == (None, -60_00)


def test_what_was_not_repaid_after_all_is_set_off_again(cast):
    owing = owed_back(cast)
    actions.repay_claim(owing, by=cast.fay, paid_on=stage.today())
    actions.unrepay_claim(owing, by=cast.fay, reason="It was another school's.")
    later = stage.claim(cast, term_starts_on=stage.today())
    actions.submit_claim(later, by=cast.hannah)
    assert (fresh(later).total_pence, fresh(owing).total_pence) == (90_00, 0)


def repaid(cast) -> Claim:
    """Return a repaid claim with the line of a visit, and two adjustments that took back more than that."""
    claim = stage.claim(cast)
    for _ in range(2):
        adjust(cast, stage.claim(cast, "paid"), -150_00)
    actions.repay_claim(fresh(claim), by=cast.fay, paid_on=stage.today())
    return fresh(claim)


def test_a_line_of_a_repaid_claim_is_adjusted_and_then_the_repayment_stays(cast):
    claim = repaid(cast)
    more = adjust(cast, claim, 50_00, line=claim.lines.get(visit__isnull=False))
    assert (fresh(more.claim).total_pence, fresh(claim).state, fresh(claim).total_pence) == (
        50_00,
        "repaid",
        -150_00,
    )
    actions.submit_claim(more.claim, by=cast.hannah)
    with pytest.raises(actions.Obstacle, match="was adjusted since"):
        actions.unrepay_claim(claim, by=cast.fay, reason="It was another school's.")
    assert fresh(claim).state == "repaid"


def test_a_repayment_stays_while_the_school_collects_another_claim_for_the_term(cast, client):
    owing = owed_back(cast)
    actions.repay_claim(owing, by=cast.fay, paid_on=stage.today())
    other = stage.claim(cast, term_starts_on=owing.term_starts_on)
    client.force_login(cast.fay)
    form = client.post(owing.page("unrepay"), {"reason": "It was another school's."}).context["form"]
    assert form.non_field_errors() == [
        f"The school collects another claim for this term, {other.reference}. Settle that first."
    ]
    assert fresh(owing).state == "repaid"


@pytest.mark.parametrize("step", ["ask_back", "repay"])
def test_only_what_is_below_nothing_comes_back(cast, client, step):
    claim = stage.claim(cast)
    client.force_login(cast.fay)
    assert client.get(claim.page(step)).status_code == 403


def test_what_is_repaid_is_not_set_off_again(cast):
    owing = owed_back(cast)
    actions.repay_claim(owing, by=cast.fay, paid_on=stage.today())
    later = stage.claim(cast, term_starts_on=stage.today())
    actions.submit_claim(later, by=cast.hannah)
    assert (fresh(later).total_pence, fresh(owing).total_pence) == (150_00, -60_00)


@pytest.mark.parametrize("act", ["ask_back", "repay_claim"])
def test_work_acknowledged_meanwhile_leaves_nothing_to_pay_back(cast, act):
    owing = owed_back(cast)
    Claim.objects.filter(pk=owing.pk).update(total_pence=90_00)
    about = {"paid_on": stage.today()} if act == "repay_claim" else {}
    with pytest.raises(actions.Obstacle, match="owes nothing any more"):
        getattr(actions, act)(owing, by=cast.fay, **about)
    assert fresh(owing).state == "collecting"


def test_finance_reads_what_schools_owe(cast, client):
    owing = owed_back(cast)
    client.force_login(cast.fay)
    page = client.get("/deployments/claims/to-pay/")
    assert [row["head"]["url"] for row in page.context["owed"]] == [owing.get_absolute_url()]


def told_of(claim: Claim, step: str) -> list[str]:
    return [one.note for one in Entry.objects.of(claim).filter(step=step)]


def test_lines_left_out_are_named_on_both_claims_with_the_totals(cast):
    claim = stage.claim(cast, "queried", total_pence=300_00)
    disputed = stage.line(claim, stage.visit(cast, "acknowledged", on=stage.today()))
    actions.correct_claim(claim, by=cast.hannah, answer="So.", left_out=[disputed])
    following = Claim.objects.get(state="collecting")
    moved = f"{disputed.visit.reference} £150"
    assert told_of(claim, "leave_out") == [f"{moved}: £300 → £150 ({following.reference})"]
    assert told_of(following, "take_over") == [f"{moved}: £0 → £150 ({claim.reference})"]


def test_what_is_set_off_is_named_on_both_claims(cast):
    owing = owed_back(cast)
    correction = owing.lines.get()
    later = stage.claim(cast, term_starts_on=stage.today())
    actions.submit_claim(later, by=cast.hannah)
    moved = f"{correction.corrects.claim.reference} −£60"
    assert told_of(owing, "set_off") == [f"{moved}: −£60 → £0 ({later.reference})"]
    assert told_of(later, "take_over") == [f"{moved}: £150 → £90 ({owing.reference})"]


def test_what_is_taken_back_is_not_left_out(cast, client):
    claim = stage.claim(cast, "queried", total_pence=90_00)
    paid = stage.claim(cast, "paid")
    less = adjust(cast, paid, -60_00)
    type(less).objects.filter(pk=less.pk).update(claim=claim)
    client.force_login(cast.hannah)
    form = client.get(claim.page("correct")).context["form"]
    assert less not in form.fields["left_out"].queryset
    with pytest.raises(actions.Obstacle, match="taken back"):
        actions.correct_claim(claim, by=cast.hannah, answer="So.", left_out=[less])


def test_a_claim_begun_by_an_adjustment_speaks_of_no_visit(cast, client):
    owing = owed_back(cast)
    client.force_login(cast.hannah)
    assert "first visit" not in client.get(owing.get_absolute_url()).content.decode()
    assert not Letter.objects.filter(name="deployments/claim_repayment_requested").exists()
