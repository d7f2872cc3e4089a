"""Each fund that wants a purchase order number gets its own on a claim: asked for, kept, shown, printed."""

import csv

import pytest
from django.template.loader import render_to_string

from casework.models import Entry, Letter
from deployments import actions
from deployments.models import Claim, ClaimLine, Facilitation, Fund
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_pay_claims import FILE


def paid_by(cast, claim: Claim, fund: Fund | None, order: str = "", ago: int = 5) -> ClaimLine:
    """Return half a day on a claim, of work a fund pays for."""
    held = 600_00 if fund else 0
    case = stage.deployment(cast, "active", fund=fund, held_pence=held, purchase_order=order)
    return stage.line(claim, stage.visit(cast, "acknowledged", of=case, on=stage.school_day(-ago)))


@pytest.fixture
def funds() -> list[Fund]:
    """Two funds that want a number on every claim, and one that wants none."""
    return [
        stage.fund(name="Grant", payer="Council", needs_order=True),
        stage.fund(name="Reading", payer="Trust", needs_order=True),
        stage.fund(name="Gift", payer="Friends"),
    ]


def claim_of(cast, funds, state: str = "collecting") -> Claim:
    """Return a claim of £600, a quarter of it by each fund and by nobody."""
    claim = stage.claim(cast, state, total_pence=600_00)
    for number, fund in enumerate(funds, start=1):
        paid_by(cast, claim, fund, ago=5 * number)
    return claim


def asked(form) -> dict[str, str]:
    """Return the questions of a form about order numbers, by the name of the field."""
    return {name: str(field.label) for name, field in form.fields.items() if "order" in name}


def numbers(claim: Claim) -> list[tuple[str, str]]:
    return [(one.fund.name, one.number) for one in claim.orders.order_by("pk")]


@pytest.mark.parametrize("step", ["submit", "correct"])
def test_each_fund_that_wants_a_number_is_asked_for_by_name(client, cast, funds, step):
    grant, reading, _gift = funds
    claim = claim_of(cast, funds, "collecting" if step == "submit" else "queried")
    client.force_login(cast.hannah)
    form = client.get(claim.page(step)).context["form"]
    assert asked(form) == {
        f"order_{grant.pk}": "Purchase order number of Grant",
        f"order_{reading.pk}": "Purchase order number of Reading",
        "purchase_order": "Purchase order number for the rest",
    }
    hint = "Council pays £150 of this claim and wants this number on it."
    assert form.fields[f"order_{grant.pk}"].help_text == hint
    answer = {"answer": "Here.", f"order_{grant.pk}": "PO-1"}
    refused = client.post(claim.page(step), answer).context["form"]
    assert refused.errors == {
        f"order_{reading.pk}": ["Enter the purchase order number of Reading, or ask the alliance for it"]
    }
    answer |= {f"order_{reading.pk}": "PO-2", "purchase_order": "PO-3"}
    assert client.post(claim.page(step), answer).status_code == 302
    claim = fresh(claim)
    assert (claim.state, claim.purchase_order) == ("submitted", "PO-3")
    assert numbers(claim) == [("Grant", "PO-1"), ("Reading", "PO-2")]
    note = Entry.objects.of(claim).get(step=step).note
    assert note.splitlines()[-1] == "Grant: PO-1, Reading: PO-2"


def test_where_no_fund_wants_a_number_one_is_asked_for_and_may_be_left_empty(client, cast, funds):
    claim = claim_of(cast, funds[2:])
    client.force_login(cast.hannah)
    form = client.get(claim.page("submit")).context["form"]
    assert asked(form) == {"purchase_order": "Purchase order number"}
    assert client.post(claim.page("submit"), {}).status_code == 302
    assert numbers(claim) == []


def test_where_all_want_a_number_nothing_is_asked_for_the_rest(client, cast, funds):
    claim = stage.claim(cast, with_line=False, total_pence=150_00)
    paid_by(cast, claim, funds[0])
    client.force_login(cast.hannah)
    assert list(asked(client.get(claim.page("submit")).context["form"])) == [f"order_{funds[0].pk}"]


def test_work_with_a_number_of_its_own_is_not_asked_for(client, cast, funds):
    claim = stage.claim(cast, total_pence=300_00)
    paid_by(cast, claim, funds[0], order="PO-9")
    client.force_login(cast.hannah)
    assert asked(client.get(claim.page("submit")).context["form"]) == {
        "purchase_order": "Purchase order number"
    }
    assert client.post(claim.page("submit"), {"purchase_order": "PO-3"}).status_code == 302
    assert {(one.fund and one.fund.name, one.orders) for one in fresh(claim).payers} == {
        ("Grant", "PO-9"),
        (None, "PO-3"),
    }


def test_a_fund_left_out_of_a_claim_needs_no_number_on_it(client, cast, funds):
    grant, reading, _gift = funds
    claim = stage.claim(cast, "queried", total_pence=450_00)
    paid_by(cast, claim, grant)
    disputed = paid_by(cast, claim, reading, ago=10)
    client.force_login(cast.hannah)
    answer = {"answer": "It waits.", "left_out": [disputed.pk], f"order_{grant.pk}": "PO-1"}
    assert client.post(claim.page("correct"), answer).status_code == 302
    assert (fresh(claim).state, numbers(claim)) == ("submitted", [("Grant", "PO-1")])
    following = Claim.objects.get(state="collecting")
    assert list(asked(client.get(following.page("submit")).context["form"])) == [f"order_{reading.pk}"]


def test_what_is_set_off_against_a_claim_wants_its_number_too(client, cast, funds):
    paid = stage.claim(cast, "paid", with_line=False, total_pence=150_00)
    line = paid_by(cast, paid, funds[0])
    Fund.objects.filter(pk=funds[0].pk).update(taken_pence=600_00)
    actions.adjust_claim(paid, by=cast.fay, line=line, pence=-60_00, reason="Shorter.")
    later = stage.claim(cast, term_starts_on=stage.today())
    client.force_login(cast.hannah)
    form = client.get(later.page("submit")).context["form"]
    assert list(asked(form)) == [f"order_{funds[0].pk}", "purchase_order"]
    assert client.post(later.page("submit"), {f"order_{funds[0].pk}": "PO-1"}).status_code == 302
    assert (fresh(later).total_pence, numbers(later)) == (90_00, [("Grant", "PO-1")])


def test_a_number_for_a_fund_that_pays_nothing_of_it_is_not_kept(cast, funds):
    claim = stage.claim(cast)
    actions.submit_claim(claim, by=cast.hannah, orders={funds[0]: "PO-1"})
    assert (numbers(claim), Entry.objects.of(claim).get(step="submit").note) == ([], "")


def test_the_action_lets_no_fund_go_without(cast, funds):
    claim = claim_of(cast, funds)
    with pytest.raises(actions.Obstacle) as stopped:
        actions.submit_claim(claim, by=cast.hannah, purchase_order="PO-3", orders={funds[0]: "PO-1"})
    assert stopped.value.sentences == [
        "Reading pays with a purchase order number only. Enter it, or ask the alliance for it."
    ]
    assert (fresh(claim).state, numbers(claim)) == ("collecting", [])


def test_a_fund_that_pays_since_the_claim_was_sent_needs_its_number_before_it_is_approved(
    client, cast, funds
):
    claim = stage.claim(cast, "submitted")
    work = claim.lines.get().deployment
    actions.fund(work, by=cast.mina, fund=funds[0])
    client.force_login(cast.fay)
    refused = client.post(claim.page("approve"), {}).context["form"]
    assert [error.startswith("Grant pays with") for error in refused.non_field_errors()] == [True]
    assert fresh(claim).state == "submitted"
    actions.fund(fresh(work), by=cast.mina, fund=funds[0], purchase_order="PO-4")
    assert client.post(claim.page("approve"), {}).status_code == 302


def test_each_number_stands_on_the_page_the_statement_and_in_the_file(client, cast, funds):
    grant, reading, gift = funds
    claim = claim_of(cast, funds)
    orders = {grant: "PO-1", reading: "PO-2"}
    actions.submit_claim(claim, by=cast.hannah, purchase_order="PO-3", orders=orders)
    actions.approve_claim(claim, by=cast.fay)
    assert {(one.fund, one.orders, one.pence) for one in fresh(claim).payers} == {
        (grant, "PO-1", 150_00),
        (reading, "PO-2", 150_00),
        (gift, "PO-3", 150_00),
        (None, "PO-3", 150_00),
    }
    client.force_login(cast.hannah)
    facts = {fact["term"]: fact["value"] for fact in client.get(claim.get_absolute_url()).context["facts"]}
    assert {term: value for term, value in facts.items() if "order" in term} == {
        "Purchase order number of Grant": "PO-1",
        "Purchase order number of Reading": "PO-2",
        "Purchase order number of Gift": "PO-3",
        "Purchase order number": "PO-3",
    }
    page = render_to_string("documents/deployments/statement.html", {"case": fresh(claim), "language": "en"})
    assert [f"<td>{number}</td>" in page for number in ("PO-1", "PO-2", "PO-3")] == [True] * 3
    client.force_login(cast.fay)
    rows = csv.reader(body_of(client.get(FILE)).decode("utf-8-sig").splitlines())
    assert sorted(row[-4:] for row in list(rows)[1:]) == [
        ["", "", "PO-3", "150.00"],
        ["Gift", "Friends", "PO-3", "150.00"],
        ["Grant", "Council", "PO-1", "150.00"],
        ["Reading", "Trust", "PO-2", "150.00"],
    ]


def test_the_letter_that_the_term_is_over_names_who_wants_a_number(cast, funds):
    claim = claim_of(cast, funds)
    actions.remind_to_submit(claim, stage.today())
    words = (
        "You need a purchase order number for each of these, which the alliance can tell you: Grant, Reading."
    )
    letter = Letter.objects.get(name="deployments/claim_submission_due")
    assert [line for line in letter.body.splitlines() if "purchase" in line] == [words]


class TestFacilitation:
    def acknowledged(self, cast) -> Facilitation:
        made = stage.facilitation(cast)
        actions.acknowledge_facilitation(made, by=cast.rob)
        return made

    def test_its_number_is_said_with_its_fund(self, client, cast, funds):
        made = self.acknowledged(cast)
        client.force_login(cast.mina)
        answer = {"fund": funds[0].pk, "purchase_order": "PO-5"}
        assert client.post(made.page("fund"), answer).status_code == 302
        assert (fresh(made).fund, fresh(made).purchase_order) == (funds[0], "PO-5")
        assert Entry.objects.of(made).get(step="fund").note == "Grant · PO-5"
        claim = Claim.objects.get()
        actions.submit_claim(claim, by=cast.hannah)
        assert [(one.fund, one.orders) for one in claim.payers] == [(funds[0], "PO-5")]

    def test_without_one_the_school_is_asked_for_it(self, client, cast, funds):
        actions.fund_facilitation(self.acknowledged(cast), by=cast.mina, fund=funds[0])
        claim = Claim.objects.get()
        client.force_login(cast.hannah)
        assert list(client.post(claim.page("submit"), {}).context["form"].errors) == [f"order_{funds[0].pk}"]

    def test_an_adjustment_of_it_goes_under_the_same_number(self, cast, funds):
        actions.fund_facilitation(self.acknowledged(cast), by=cast.mina, fund=funds[0], purchase_order="PO-5")
        claim = Claim.objects.get()
        actions.submit_claim(claim, by=cast.hannah)
        actions.approve_claim(claim, by=cast.fay)
        actions.adjust_claim(claim, by=cast.fay, line=claim.lines.get(), pence=10_00, reason="Longer.")
        following = Claim.objects.get(state="collecting")
        assert [(one.fund, one.orders) for one in following.payers] == [(funds[0], "PO-5")]

    def test_a_manager_who_records_it_says_both(self, client, cast, funds):
        client.force_login(cast.mina)
        form = client.get("/deployments/facilitations/new/").context["form"]
        assert [name in form.fields for name in ("fund", "purchase_order")] == [True, True]
