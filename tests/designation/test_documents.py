"""The certificate and the copy of an application: beautiful in both languages, and nothing confidential in them."""

import re

import pytest

from casework import documents
from designation import actions
from tests.designation import stage


@pytest.fixture
def active(cast):
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    case = stage.designation(cast, **done)
    actions.activate(case, by=cast.mina)
    return case


@pytest.mark.parametrize(("language", "role"), [("en", "System leader"), ("cy", "Arweinydd system")])
def test_the_certificate_says_who_what_and_until_when(active, language, role):
    html = documents.html_of(active, "designation/certificate", language)
    certificate = documents.certificate_of(active)
    said = ["Sam Okoro", role, certificate.number, certificate.get_absolute_url(), str(active.ends_on.year)]
    assert [text for text in said if text not in html] == []
    assert f'<html lang="{language}">' in html


def test_the_certificate_is_one_landscape_page(active):
    try:
        pdf = documents.render(documents.html_of(active, "designation/certificate", "cy"))
    except documents.NoPdf:
        pytest.skip(f"PDFs cannot be made here: {documents.APT_LINE}")
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", pdf)) in (0, 1)  # 0: the page objects are compressed


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_copy_of_an_application_has_every_answer_and_no_reference(cast, language):
    case = stage.application(cast)
    stage.reference(cast, "given", application=case)
    html = documents.html_of(case, "designation/application", language)
    answers = [one.text.replace("’", "’") for one in case.statements.all()]
    assert [text for text in [*answers, case.reference, "Sam Okoro", "Oakfield"] if text not in html] == []
    assert stage.SECRET not in html
