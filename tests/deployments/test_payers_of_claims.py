"""Whoever pays reads which fund pays what: on the claim, on the statement and in the file, before and after payment."""

import csv

import pytest
from django.template.loader import render_to_string

from deployments import actions
from deployments.models import Claim, Deployment
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.test_pay_claims import FILE, PAY
from tests.journeys.steps import typed


@pytest.fixture
def two_payers(cast) -> Claim:
    """An approved claim: £150 of a grant with its own order number, £150 of another fund, £150 of nobody's fund."""
    claim = stage.claim(cast, "submitted", total_pence=450_00, purchase_order="PO-9")
    for name, payer, order, ago in [("Grant", "Council", "PO-1", 3), ("Gift", "Trust", "", 4)]:
        fund = stage.fund(name=name, payer=payer)
        case = stage.deployment(cast, "active", fund=fund, held_pence=600_00, purchase_order=order)
        stage.line(claim, stage.visit(cast, "acknowledged", of=case, on=stage.school_day(-ago * 5)))
    actions.approve_claim(claim, by=cast.fay)
    return claim


def rows(client, url: str = FILE) -> list[list[str]]:
    found = list(csv.reader(body_of(client.get(url)).decode("utf-8-sig").splitlines()))[1:]
    return sorted(row[-4:] for row in found)


PARTS = [
    ["", "", "PO-9", "150.00"],
    ["Gift", "Trust", "PO-9", "150.00"],
    ["Grant", "Council", "PO-1", "150.00"],
]


def test_the_file_has_a_row_for_each_fund_with_its_own_order_number(client, cast, two_payers):
    client.force_login(cast.fay)
    assert [[fund, payer, order, amount] for fund, payer, order, amount in rows(client)] == PARTS


def test_the_file_of_a_day_can_be_had_again(client, cast, two_payers):
    client.force_login(cast.fay)
    client.post(PAY, {"claims": [two_payers.pk]} | typed({"paid_on": stage.today()}))
    assert rows(client) == []
    page = client.get(PAY)
    again = page.context["paid"][0]["url"]
    assert (again, rows(client, again)) == (f"{FILE}?paid_on={stage.today().isoformat()}", PARTS)
    assert again in page.content.decode()
    assert client.get(f"{FILE}?paid_on=yesterday").status_code == 404


@pytest.mark.parametrize(("name", "sees"), [("fay", True), ("mina", True), ("hannah", False)])
def test_only_who_pays_reads_the_fund_beside_each_line(client, cast, two_payers, name, sees):
    client.force_login(getattr(cast, name))
    cells = [
        cell for row in client.get(two_payers.get_absolute_url()).context["rows"] for cell in row["cells"]
    ]
    assert [cell["text"] for cell in cells if cell["label"] == "Paid from"].count("Grant") == sees


def test_the_statement_says_who_pays_when_it_was_approved_and_of_which_school(two_payers):
    page = render_to_string("documents/deployments/statement.html", {"case": two_payers, "language": "en"})
    Deployment.objects.update(purchase_order="")
    for words in ("Grant (Council)", "Gift (Trust)", "Approved on", str(two_payers.school.number)):
        assert words in page


def test_facilitation_is_no_visit(cast, client):
    made = stage.facilitation(cast)
    actions.acknowledge_facilitation(made, by=cast.rob)
    claim = Claim.objects.get()
    page = render_to_string("documents/deployments/statement.html", {"case": claim, "language": "en"})
    assert ("Acknowledged visits" in page, "Facilitation: Valley writing group" in page) == (False, True)
    client.force_login(cast.hannah)
    body = client.get(claim.get_absolute_url()).content.decode()
    assert ("Acknowledged visits" in body, "Facilitation: Valley writing group" in body) == (False, True)
    assert "£150" in client.get(claim.page("submit")).content.decode()
