"""The agreement carries all four names, the statement adds up; both in both languages."""

import pytest

from casework.documents import html_of
from tests.deployments import stage


@pytest.mark.parametrize(("language", "title"), [("en", "Deployment agreement"), ("cy", None)])
def test_the_agreement_names_all_four(cast, language, title):
    html = html_of(stage.deployment(cast, "agreed"), "deployments/agreement", language)
    missing = [name for name in ("Sam Okoro", "Hannah Price", "Rob Ellis", "Mina Shah") if name not in html]
    assert (missing, "£300" in html, f'lang="{language}"' in html) == ([], True, True)
    assert title is None or title in html


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_statement_adds_up(cast, language):
    html = html_of(stage.claim(cast, "approved"), "deployments/statement", language)
    assert (html.count("£150"), "Sam Okoro" in html, "Fay Ingram" in html) == (3, True, True)


def test_a_delegate_is_named_with_whom_they_stood_in_for(cast):
    case = stage.deployment(cast, "agreed")
    case.consents.filter(party="line_manager").update(by=cast.gwen)
    assert "Gwen Morris (for Hannah Price)" in html_of(case, "deployments/agreement", "en")


def test_the_agreement_says_who_pays_when_it_is_looked_at_and_on_what_terms(cast):
    fund = stage.fund(payer="Northdale Council")
    case = stage.deployment(cast, "agreed", fund=fund, purchase_order="PO 77")
    stage.fresh(case)
    words = " ".join(html_of(case, "deployments/agreement", "en").split())
    for term in (
        f"Northdale Council ({fund.name})", "PO 77", "Looked at together half-way", "may withdraw", "travel",
        "personal data", "conflict of interest", "checks some visits",
    ):  # fmt: skip
        assert term in words, term


def test_without_a_fund_the_agreement_says_which_budget_pays(cast):
    words = html_of(stage.deployment(cast, "agreed"), "deployments/agreement", "en")
    assert "The school&#x27;s budget" in words
