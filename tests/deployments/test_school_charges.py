"""What schools pay themselves: who owes which leader's school what, by term; what a fund pays is not among it."""

import csv
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.templatetags.casework import day
from deployments import actions
from deployments.models import Claim, SupportRequest
from directory.models import School
from tests import factories
from tests.answers import body_of
from tests.deployments import stage

CHARGES, FILE = "/deployments/charges/", "/deployments/charges/charges.csv"


def rows(client, url: str = CHARGES) -> list[list[str]]:
    found = client.get(url).context["rows"]
    return [[row["head"]["text"], *(cell["text"] for cell in row["cells"])] for row in found]


def two_claims(cast) -> tuple[Claim, Claim]:
    """Return an approved claim of Oakfield with £150 Brookside pays and £150 of a fund, and one still collecting."""
    approved = stage.claim(cast, "approved", total_pence=300_00)
    paid = stage.deployment(cast, "active", fund=stage.fund(), held_pence=600_00)
    stage.line(approved, stage.visit(cast, "acknowledged", of=paid, on=stage.school_day(-5)))
    return approved, stage.claim(cast)


def words_of(claim: Claim) -> str:
    return day(claim.term_starts_on)


def test_the_alliance_reads_who_owes_which_school_what(cast, client):
    approved, _collecting = two_claims(cast)
    term = words_of(approved)
    line = ["Brookside Primary School", "Oakfield Primary School", term, "2", "£300", "£150"]
    for name in ("mina", "fay"):
        client.force_login(getattr(cast, name))
        assert rows(client) == [line], name
    assert "£300 in all, adjustments included" in client.get(CHARGES).content.decode()


def test_each_school_reads_its_own_on_its_claims_and_in_full(cast, client):
    two_claims(cast)
    client.force_login(cast.rob)
    charges = client.get("/deployments/claims/").context["charges"]
    assert [[cell["text"] for cell in row["cells"]][3:] for row in charges] == [["£300", "£150"]]
    assert [row[4] for row in rows(client)] == ["£300"]
    assert f'href="{CHARGES}"' in client.get("/deployments/claims/").content.decode()
    client.force_login(cast.hannah)  # heads the leader's school, which owes nothing
    assert client.get("/deployments/claims/").context["charges"] == []
    assert rows(client) == []


@pytest.mark.parametrize("name", ["sam", "olga", "gwen", "dai"])
@pytest.mark.parametrize("url", [CHARGES, FILE])
def test_nobody_else_reads_them(cast, client, name, url):
    client.force_login(getattr(cast, name))
    assert client.get(url).status_code == 403


def test_what_an_authority_pays_and_what_the_alliance_pays_is_no_charge(cast, client):
    two_claims(cast)
    stage.facilitation(cast, "acknowledged")
    SupportRequest.objects.update(funding=SupportRequest.Funding.AUTHORITY)
    client.force_login(cast.mina)
    assert rows(client) == []


def test_an_adjustment_counts_and_is_no_visit(cast, client):
    claim = stage.claim(cast, "paid")
    actions.adjust_claim(claim, by=cast.fay, line=claim.lines.get(), pence=-60_00, reason="Shorter.")
    client.force_login(cast.mina)
    assert [row[3:] for row in rows(client)] == [["1", "£90", "£150"]]


def test_what_was_taken_back_and_repaid_is_approved_no_more(cast, client):
    claim = stage.claim(cast, "paid")
    less = actions.adjust_claim(claim, by=cast.fay, line=claim.lines.get(), pence=-150_00, reason="Not held.")
    actions.repay_claim(less.claim, by=cast.fay, paid_on=stage.today())
    client.force_login(cast.mina)
    assert [row[3:] for row in rows(client)] == [["1", "£0", "£0"]]
    read = list(csv.reader(body_of(client.get(FILE)).decode().splitlines()))
    assert read[1][-2:] == ["0.00", "0.00"]


def test_the_file_has_what_the_page_has_and_no_formulas(cast, client):
    approved, _collecting = two_claims(cast)
    School.objects.filter(pk=cast.brookside.pk).update(name="=Brookside")
    client.force_login(cast.fay)
    found = list(csv.reader(body_of(client.get(FILE)).decode("utf-8-sig").splitlines()))
    term = approved.term_starts_on.isoformat()
    known = ["'=Brookside", str(cast.brookside.number), "Oakfield Primary School", str(cast.oakfield.number)]
    assert found[0][-2:] == ["Amount in pounds", "Approved so far, in pounds"]
    assert found[1:] == [[*known, term, "2", "300.00", "150.00"]]


def test_it_is_narrowed_by_term_and_by_either_school(cast, client):
    approved, _collecting = two_claims(cast)
    stage.claim(cast, "paid", term_starts_on=date(2025, 9, 1))
    client.force_login(cast.mina)
    assert [row[4] for row in rows(client)] == ["£300", "£150"]
    assert [row[4] for row in rows(client, f"{CHARGES}?term=2025-09-01")] == ["£150"]
    assert [row[4] for row in rows(client, f"{CHARGES}?q=oakfield&term={approved.term_starts_on}")] == [
        "£300"
    ]
    assert rows(client, f"{CHARGES}?q=nowhere") == []
    answer = client.get(f"{FILE}?term=2025-09-01")
    assert len(body_of(answer).decode().splitlines()) == 2


def test_thirty_rows_cost_no_more_queries(cast, client):
    client.force_login(cast.mina)

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(CHARGES)
        return len(found)

    def add(number: int) -> None:
        work = stage.deployment(cast, "active", half_days=1, school=factories.SchoolFactory())
        starts_on = stage.today() - timedelta(days=100 * number)
        claim = stage.claim(cast, "paid", with_line=False, total_pence=150_00, term_starts_on=starts_on)
        held = stage.visit(cast, "acknowledged", of=work, on=stage.today() - timedelta(days=number))
        stage.line(claim, held)

    add(0)
    client.get(CHARGES)
    few = asked()
    for number in range(1, 30):
        add(number)
    assert (asked(), few <= 12, len(rows(client))) == (few, True, 30)
