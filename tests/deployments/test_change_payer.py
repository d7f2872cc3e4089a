"""Who pays is a term: nobody comes to owe, or to be owed by, what they did not agree to."""

import pytest

from casework.documents import html_of
from casework.models import Letter
from deployments import actions
from deployments.models import Deployment, Variation
from deployments.queries.invariants import INVARIANTS
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.deployments.test_change_terms_deployment import change
from tests.deployments.test_fund_deployment import agree, held, propose
from tests.deployments.test_read_terms import text_of
from tests.deployments.test_vary_funding import agree as agree_change


def broken() -> list[str]:
    return [one.name for one in INVARIANTS if one.broken().exists()]


def printed(case: Deployment) -> str:
    return html_of(Deployment.objects.in_full().get(pk=case.pk), "deployments/agreement", "en")


def own_terms(case: Deployment) -> dict:
    aims = [actions.Aim(one.text, one.success_criterion) for one in case.objectives.all()]
    return {"half_days": case.half_days, "objectives": aims}


FUNDS = {
    "own budget": None,
    "another payer": {"payer": "Southdale Council"},
    "brokerage inside": {"brokerage": "in", "brokerage_share": 1500},
}


@pytest.mark.parametrize("to", FUNDS)
def test_who_pays_a_proposal_is_changed_with_its_terms_alone(cast, to):
    first = stage.fund()
    case = propose(cast, first)
    actions.consent(case, by=cast.rob)
    other = None if FUNDS[to] is None else stage.fund(**FUNDS[to])
    with pytest.raises(actions.Obstacle, match="Who pays is one of the terms"):
        actions.fund(fresh(case), by=cast.mina, fund=other)
    assert (fresh(case).fund, held(first)) == (first, (600_00, [600_00]))
    change(fresh(case), cast.mina, fund=other, **own_terms(case))
    case = fresh(case)
    assert (case.fund, held(first), case.school_pays) == (other, (0, []), other is None)
    assert other is None or held(other) == (600_00, [600_00])
    assert case.consents.get(party="receiving_head").decision == "asked"
    assert broken() == []


def test_the_letter_says_who_pays_now_and_who_did_before(cast, client):
    case = propose(cast, stage.fund(), purchase_order="PO-1")
    client.force_login(cast.rob)
    read = client.get(case.page("consent")).context["form"]["offered"].value()
    change(case, cast.mina, **own_terms(case))
    letter = Letter.objects.get(name="deployments/terms_changed", to=cast.rob)
    assert "Who pays: The school's budget, before: Northdale Council" in letter.body
    page = text_of(client.post(case.page("consent"), {"offered": read}))
    assert "The terms were changed after you opened this page" in page
    assert (fresh(case).purchase_order, fresh(case).held_pence) == ("", 0)


def test_the_form_asks_who_pays_and_nothing_else_need_change(cast, client):
    case, fund = propose(cast, None), stage.fund()
    client.force_login(cast.mina)
    form = client.get(case.page("change_terms")).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields if "_on" not in name}
    for name, on in (("starts_on", case.starts_on), ("ends_on", case.ends_on)):
        typed |= {f"{name}_{part}": getattr(on, part) for part in ("day", "month", "year")}
    typed["half_days"] = "2"
    assert client.post(case.page("change_terms"), typed | {"fund": fund.pk}).status_code == 302
    assert (fresh(case).fund, case.consents.get(party="leader").decision) == (fund, "asked")
    letters = Letter.objects.filter(name="deployments/terms_changed")
    for _again in range(2):
        assert client.post(case.page("change_terms"), typed | {"fund": fund.pk}).status_code == 302
    assert letters.count() == 3


def test_a_school_never_comes_to_pay_what_it_did_not_agree_to(cast, client):
    fund = stage.fund()
    case = propose(cast, fund)
    agree(case, cast)
    client.force_login(cast.mina)
    page = text_of(client.post(case.page("fund"), {"fund": "", "purchase_order": ""}))
    assert "The school has not agreed to pay for this itself." in page
    assert (fresh(case).fund, held(fund)) == (fund, (600_00, [600_00]))


def test_it_agrees_by_a_change_of_what_was_agreed(cast, client):
    fund = stage.fund()
    case = propose(cast, fund)
    agree(case, cast)
    client.force_login(cast.mina)
    form = client.get(case.page("vary")).context["form"]
    assert (form["funding"].value(), form.fields["funding"].choices[0]) == (
        "",
        ("", "As now: Northdale Council"),
    )
    terms = {"half_days": "2", "starts_on": case.starts_on, "ends_on": case.ends_on}
    for _again in range(2):
        answer = changes.answer(case, funding="school", fund=fund.pk, **terms)
        assert client.post(case.page("vary"), answer).status_code == 302
    made = Variation.objects.get()
    client.force_login(cast.rob)
    words = "The school&#x27;s budget (before: A fund of the alliance)"
    assert words in text_of(client.get(made.get_absolute_url()))
    agree_change(made, cast)
    assert (fresh(case).fund, fresh(case).school_pays, held(fund)) == (None, True, (0, []))
    assert broken() == []


def test_days_change_and_the_fund_goes_on_paying(cast, client):
    fund = stage.fund()
    case = propose(cast, fund)
    agree(case, cast)
    for person, more in ((cast.rob, {}), (cast.mina, {"fund": fund.pk})):
        client.force_login(person)
        terms = {"half_days": "3", "starts_on": case.starts_on, "ends_on": case.ends_on, "funding": ""}
        assert client.post(case.page("vary"), changes.answer(case, **terms | more)).status_code == 302
        made = Variation.objects.latest("pk")
        assert (made.fund, made.funding, made.moves_fund) == (fund, "", False)
        actions.cancel_variation(made, by=person)


@pytest.mark.parametrize("own", [True, False])
def test_who_pays_instead_is_told_to_the_school_and_stands_in_the_agreement(cast, client, own):
    case = propose(cast, None if own else stage.fund(payer="Southdale Council"))
    agree(case, cast)
    before = set(case.documents.in_force().values_list("pk", flat=True))
    fund = stage.fund(name="Reading fund")
    actions.fund(fresh(case), by=cast.mina, fund=fund)
    letter = Letter.objects.get(name="deployments/payer_changed")
    said = "The school's budget" if own else "Southdale Council (Fund"
    assert letter.to == cast.rob
    assert [
        words in letter.body for words in ("Who pays: Northdale Council (Reading fund)", f"Before: {said}")
    ] == [
        True,
        True,
    ]
    assert "Northdale Council (Reading fund)" in printed(case)
    assert before.isdisjoint(case.documents.in_force().values_list("pk", flat=True))
    client.force_login(cast.rob)
    facts = client.get(case.get_absolute_url()).context["facts"]
    assert {"term": "Who pays", "value": "Northdale Council"} in facts
    assert broken() == []


def test_another_order_number_makes_the_agreement_anew_and_tells_nobody(cast):
    fund = stage.fund()
    case = propose(cast, fund)
    agree(case, cast)
    for number, count in (("PO-3", 4), ("PO-3", 4), ("PO-4", 6)):
        actions.fund(fresh(case), by=cast.mina, fund=fund, purchase_order=number)
        assert case.documents.count() == count
    assert not Letter.objects.filter(name="deployments/payer_changed").exists()
