"""A visit counted that was never held: Mina says so, both sides are told, and what was claimed is taken back."""

import pytest
from django.utils import timezone

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Claim, ClaimLine, Visit
from deployments.queries.invariants import INVARIANTS
from deployments.queries.money import half_days_left
from designation.models import Evidence
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.seven import SevenQuestions

REASON = "Sam was ill that day."


def counted(cast, **fields) -> Visit:
    """Return a visit that Rob acknowledged; its line stands on the claim Oakfield collects."""
    of = fields.pop("of", None) or stage.deployment(cast, "active", **fields)
    visit = stage.visit(cast, of=of, on=stage.school_day(-Visit.objects.count() * 4 - 1))
    actions.hold_visit(visit, by=cast.sam)
    actions.acknowledge_visit(visit, by=cast.rob)
    Letter.objects.all().delete()
    return fresh(visit)


def claimed(cast, state: str, **fields) -> tuple[Visit, Claim]:
    """Return such a visit with its claim in a later state."""
    visit = counted(cast, **fields)
    claim = Claim.objects.get(lines__visit=visit)
    given = {"submitted_by": cast.hannah, "approved_by": cast.fay, "paid_on": stage.today()}
    Claim.objects.filter(pk=claim.pk).update(state=state, **given)
    return visit, fresh(claim)


def broken() -> list[str]:
    return [one.name for one in INVARIANTS if one.broken().exists()]


class TestDisallow(SevenQuestions):
    model, step, actor = Visit, "disallow", "mina"
    answer = {"reason": REASON}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "rob")
    told = {
        "rob": ["deployments/visit_disallowed"],
        "sam": ["deployments/visit_disallowed"],
        "hannah": ["deployments/visit_disallowed"],
    }

    def make(self, cast, state=None):
        if state in (None, "acknowledged"):
            return counted(cast)
        return stage.visit(cast, state, on=stage.school_day(-Visit.objects.count() * 4 - 1))

    def check(self, case, cast):
        assert case.missed_because == REASON
        assert (ClaimLine.objects.count(), Claim.objects.get().total_pence) == (0, 0)
        assert (Evidence.objects.count(), half_days_left(case.deployment), broken()) == (0, 4, [])


def test_what_counted_by_itself_is_disallowed_as_well(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.school_day(-1))
    actions.hold_visit(visit, by=cast.sam)
    actions.presume_visit(visit)
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    assert (fresh(visit).state, ClaimLine.objects.count()) == ("not_held", 0)


@pytest.mark.parametrize("state", ["submitted", "queried", "approved", "paid"])
def test_once_it_is_claimed_it_is_taken_back_on_the_next_claim(cast, state):
    visit, claim = claimed(cast, state)
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    line = ClaimLine.objects.get(corrects__visit=visit)
    assert (fresh(visit).state, line.amount_pence, line.reason) == ("not_held", -150_00, REASON)
    assert (fresh(claim).total_pence, line.claim.state, fresh(line.claim).total_pence) == (
        150_00,
        "collecting",
        -150_00,
    )
    assert broken() == []
    assert sorted(Letter.objects.values_list("name", "to__first_name")) == [
        ("deployments/claim_adjusted", "Hannah"),
        *(("deployments/visit_disallowed", name) for name in ("Hannah", "Rob", "Sam")),
    ]


def test_the_claim_says_what_was_taken_back_and_by_whom(cast):
    visit = counted(cast)
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    entry = Entry.objects.of(Claim.objects.get()).get(step="strike")
    assert (entry.by, entry.note) == (cast.mina, f"{visit.reference} £150: £150 → £0")


@pytest.mark.parametrize("state", ["collecting", "submitted", "paid"])
@pytest.mark.parametrize("ended", [False, True])
def test_the_fund_keeps_what_can_still_cost_something(cast, state, ended):
    fund = stage.fund(taken_pence=690_00, brokerage="share", brokerage_share=1500)
    case = stage.deployment(cast, "active", fund=fund, held_pence=690_00, brokerage_share=1500)
    visit, _claim = claimed(cast, state, of=case)
    if ended:
        exit_ = {"ended_for": "need", "reason": "No", "look_for_another": False}
        actions.stop(fresh(case), by=cast.mina, **exit_)
    actions.disallow_visit(fresh(visit), by=cast.mina, reason=REASON)
    kept = 0 if ended else 690_00
    assert (fresh(fund).taken_pence, fresh(case).held_pence, broken()) == (kept, kept, [])


def test_what_was_adjusted_before_is_taken_back_but_once(cast):
    visit, claim = claimed(cast, "paid")
    made = actions.adjust_claim(claim, by=cast.fay, line=claim.lines.get(), pence=-50_00, reason="Half of it")
    with pytest.raises(actions.Obstacle, match="not approved yet"):
        actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    assert fresh(visit).state == "acknowledged"
    given = {"submitted_by": cast.hannah, "approved_by": cast.fay, "total_pence": 1}
    Claim.objects.filter(pk=made.claim_id).update(state="approved", **given)
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    assert list(ClaimLine.objects.order_by("pk").values_list("amount_pence", flat=True)) == [
        150_00,
        -50_00,
        -100_00,
    ]


def test_what_was_taken_back_whole_before_is_only_marked(cast):
    visit, claim = claimed(cast, "paid")
    given = {"line": claim.lines.get(), "pence": -150_00, "reason": "It was not"}
    actions.adjust_claim(claim, by=cast.fay, **given)
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    assert (fresh(visit).state, ClaimLine.objects.count(), broken()) == ("not_held", 2, [])


def test_a_line_that_is_taken_back_is_not_left_out_of_its_claim(cast):
    visit, claim = claimed(cast, "queried")
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    with pytest.raises(actions.Obstacle, match="cannot be left out"):
        actions.correct_claim(claim, by=cast.hannah, answer="So", left_out=list(claim.lines.all()))


def test_work_whose_claim_is_adjusted_keeps_who_pays(cast):
    visit, _claim = claimed(cast, "submitted")
    actions.disallow_visit(visit, by=cast.mina, reason=REASON)
    with pytest.raises(actions.Obstacle, match="approved or adjusted"):
        actions.fund(fresh(visit.deployment), by=cast.mina, fund=stage.fund())


def test_the_letter_of_silence_promises_what_there_is(cast):
    visit = stage.visit(cast, of=stage.deployment(cast, "active"), on=stage.school_day(-1))
    actions.hold_visit(visit, by=cast.sam)
    actions.presume_visit(visit)
    letter = Letter.objects.get(name="deployments/visit_presumed", to=cast.rob)
    assert "once a manager has said so it no longer counts" in letter.body


@pytest.mark.parametrize(
    ("state", "says"),
    [("collecting", "no longer stands on the claim"), ("paid", "is taken back on the next")],
)
def test_the_page_shows_the_letters_that_then_go_out(cast, client, state, says):
    visit, _claim = claimed(cast, state)
    client.force_login(cast.mina)
    shown = [(one.to, one.name) for one in client.get(visit.page("disallow")).context["drafts"]]
    assert client.post(visit.page("disallow"), {"reason": REASON}).status_code == 302
    sent = Letter.objects.filter(name="deployments/visit_disallowed").order_by("pk")
    assert shown == [(one.to, one.name) for one in sent]
    assert [says in one.body for one in sent] == [True] * 3
    assert timezone.localdate(fresh(visit).state_at) == stage.today()
