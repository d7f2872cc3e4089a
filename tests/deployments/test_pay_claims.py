"""Fay reads the claims to pay, downloads them for the payment run, and records many as paid in one step."""

import csv

import pytest
from django.urls import reverse

from casework.models import Letter
from deployments import actions
from deployments.models import Claim
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_pages import queries
from tests.journeys.steps import typed

PAY, FILE = "/deployments/claims/to-pay/", "/deployments/claims/to-pay/claims.csv"


def test_many_are_paid_in_one_step(cast, client):
    claims = [stage.claim(cast, "approved") for _ in range(3)]
    client.force_login(cast.fay)
    page = client.get(PAY)
    assert [row["head"]["url"] for row in page.context["rows"]] == [one.get_absolute_url() for one in claims]
    answer = {"claims": [one.pk for one in claims[:2]]} | typed({"paid_on": stage.today()})
    assert "2 claims are recorded as paid: £300." in client.post(PAY, answer, follow=True).content.decode()
    assert [fresh(one).state for one in claims] == ["paid", "paid", "approved"]
    assert Letter.objects.filter(name="deployments/claim_paid", to=cast.hannah).count() == 2


def test_each_claim_stands_once_with_its_box_and_all_can_be_ticked(cast, client):
    claims = [stage.claim(cast, "approved") for _ in range(3)]
    client.force_login(cast.fay)

    def ticked(response) -> list[bool]:
        return [row["ticked"] for row in response.context["rows"]]

    page = client.get(PAY)
    text = page.content.decode()
    assert [text.count(one.reference) for one in claims] == [2] * 3  # the row, and the name of its box
    assert (text.count('name="claims"'), ticked(page)) == (3, [False] * 3)
    everything = client.get(PAY, {"all": "yes"})
    assert (ticked(everything), "3 claims are ticked: £450" in everything.content.decode()) == (
        [True] * 3,
        True,
    )


def test_those_ticked_are_added_up_and_not_yet_paid(cast, client):
    claims = [stage.claim(cast, "approved") for _ in range(3)]
    client.force_login(cast.fay)
    response = client.post(PAY, {"claims": [one.pk for one in claims[:2]], "add_up": "yes", "paid_on": ""})
    assert "2 claims are ticked: £300" in response.content.decode()
    assert [row["ticked"] for row in response.context["rows"]] == [True, True, False]
    assert [fresh(one).state for one in claims] == ["approved"] * 3
    assert response.context["by_school"] == [{"term": "Oakfield Primary School", "value": "£450"}]


def test_what_was_paid_meanwhile_is_not_paid_again(cast):
    claims = [stage.claim(cast, "approved"), stage.claim(cast, "approved")]
    stale = list(Claim.objects.all())
    actions.pay_claim(claims[0], by=cast.mina)
    assert actions.pay_claims(stale, by=cast.fay, paid_on=stage.today()) == [claims[1]]


def test_nothing_ticked_is_said_beside_the_boxes(cast, client):
    stage.claim(cast, "approved")
    client.force_login(cast.fay)
    response = client.post(PAY, typed({"paid_on": stage.today()}))
    assert response.context["form"].errors == {"claims": ["Tick at least one claim"]}


@pytest.mark.parametrize("name", ["olga", "gwen", "dai", "rob", "sam", "hannah"])
@pytest.mark.parametrize("url", [PAY, FILE, "/deployments/funds/"])
def test_only_who_pays_gets_there(cast, client, name, url):
    client.force_login(getattr(cast, name))
    assert client.get(url).status_code == 403


def test_the_file_has_pounds_with_two_decimals_and_no_formulas(cast, client):
    claim = stage.claim(cast, "approved", invoice_number="=1+1", total_pence=1_234_05)
    claim.lines.update(amount_pence=1_234_05)
    claim.lines.get().deployment.__class__.objects.update(purchase_order="PO-5")
    stage.claim(cast, "paid")
    client.force_login(cast.fay)
    rows = list(csv.reader(body_of(client.get(FILE)).decode("utf-8-sig").splitlines()))
    term = claim.term_starts_on.isoformat()
    number = str(cast.oakfield.number)
    assert rows[1:] == [
        ["Oakfield Primary School", number, claim.reference, term, "'=1+1", "", "", "PO-5", "1234.05"]
    ]


def test_the_pages_cost_the_same_for_one_row_and_thirty(cast, client):
    fund = stage.fund()
    client.force_login(cast.fay)
    urls = (PAY, reverse("deployments:funds"), fund.get_absolute_url())

    def add() -> None:
        stage.claim(cast, "approved", with_line=False, total_pence=150_00)
        stage.fund()
        stage.deployment(cast, "agreed", fund=fund, half_days=1)

    add()
    one = [queries(client, url) for url in urls]
    for _ in range(29):
        add()
    assert [queries(client, url) for url in urls] == one
    assert max(one) <= 12


def test_the_fund_says_how_it_stands_in_words_and_numbers(cast, client):
    fund = stage.fund(brokerage="share", brokerage_share=1500, needs_order=True)
    client.force_login(cast.fay)
    context = client.get(fund.get_absolute_url()).context
    assert [(bar["label"], bar["value"]) for bar in context["bars"]][-1] == ("Left", "£3,000")
    assert {"term": "Brokerage", "value": "15% of what the leader's school is paid, on top of it"} in context[
        "facts"
    ]
    client.force_login(cast.hannah)
    assert client.get(fund.get_absolute_url()).status_code == 404


def test_the_head_reads_what_is_owed(cast, client):
    stage.claim(cast)
    stage.claim(cast, "submitted")
    stage.claim(cast, "approved")
    client.force_login(cast.hannah)
    figures = client.get("/deployments/claims/").context["figures"]
    assert [(one["text"], one["value"]) for one in figures] == [
        ("Not submitted yet", "£150"),
        ("Submitted, not approved yet", "£150"),
        ("Approved, about to be paid", "£150"),
    ]
    client.force_login(cast.fay)
    assert client.get("/deployments/claims/").context["figures"] == []
