"""Documents are made by the night work, fetch nothing, and stay readable as pages where PDFs cannot be made."""

import re
import zlib
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from casework import documents, files
from casework.documents import making, pdfs
from casework.models import Certificate, Document
from designation.models import Designation
from tests.factories import DesignationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def designation(cast):
    return DesignationFactory(person=cast.sam, home_school=cast.oakfield, state=Designation.State.ACTIVE)


@pytest.fixture
def certificate(designation, cast):
    return documents.certify(
        designation,
        cast.sam,
        role="System leader",
        role_cy="Arweinydd system",
        starts_on=date(2026, 9, 1),
        ends_on=date(2030, 8, 31),
    )


def test_a_certificate_is_made_in_both_languages_by_the_night_work(certificate):
    assert documents.make_due() == 2
    made = Document.objects.order_by("language")
    assert [(one.language, one.size > 5000, one.error) for one in made] == [
        ("cy", True, ""),
        ("en", True, ""),
    ]


def test_what_is_made_is_an_accessible_pdf_with_our_own_fonts(certificate, settings):
    documents.make_due()
    path = Document.objects.first().path
    content = (settings.PRIVATE_DIR / path).read_bytes()
    assert content.startswith(b"%PDF-")
    assert [
        mark in inflated(content) for mark in (b"/StructTreeRoot", b"/Lang", b"pdfuaid", b"Source-Sans")
    ] == [True] * 4


def inflated(pdf: bytes) -> bytes:
    """Return a PDF with its compressed parts laid open."""
    parts = re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompressobj().decompress(part) for part in parts if part[:1] == b"x")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/x.png",
        "http://127.0.0.1:8000/static/css/base.css",
        "file:///etc/passwd",
        "ftp://x/y",
    ],
)
def test_a_document_fetches_nothing_from_anywhere(address):
    with pytest.raises(ValueError, match="may not fetch"):
        pdfs._fetch_own(address)


def test_a_name_cannot_smuggle_markup_into_a_document(designation, cast, certificate):
    Certificate.objects.update(name='<img src="file:///etc/passwd">O\'Brien')
    page = documents.html_of(designation, "designation/certificate", "en")
    assert "<img src=&quot;file" in page.replace("&lt;", "<", 1)
    assert '<img src="file' not in page


def test_two_makers_at_once_do_not_take_the_same_document(certificate):
    now = timezone.now()
    first, second = making._lease(now), making._lease(now)
    assert first != second
    assert making._lease(now) is None


def test_a_full_disk_is_tried_again_and_leaves_no_half_file(certificate, settings):
    now = timezone.now()
    with patch("os.fsync", side_effect=OSError(28, "No space left on device")):
        assert documents.make_due(at=now) == 0
    one = Document.objects.first()
    assert (one.made_at, one.attempts, "No space left" in one.error) == (None, 1, True)
    assert list(settings.PRIVATE_DIR.rglob("*.part")) == []
    assert documents.make_due(at=now + timedelta(minutes=3)) == 2


def test_a_broken_document_does_not_hold_up_the_others(certificate):
    with patch.object(making, "html_of", side_effect=[RuntimeError("broken"), "<p>Whole</p>"]):
        assert documents.make_due() == 1


def test_without_pango_the_printable_page_stands_in(certificate, client, cast):
    with patch.object(pdfs, "_press", side_effect=documents.NoPdf(documents.APT_LINE)):
        documents.make_due()
    one = Document.objects.get(language="en")
    client.force_login(cast.sam)
    response = client.get(f"/documents/{one.pk}/")
    assert (response.status_code, response["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert certificate.number in response.content.decode()


def test_a_made_document_is_an_attachment_for_those_who_see_the_case_and_nothing_for_others(
    certificate, client, cast
):
    documents.make_due()
    address = f"/documents/{Document.objects.get(language='en').pk}/"
    client.force_login(cast.sam)
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    client.force_login(cast.olga)
    assert client.get(address).status_code == 404


def test_a_stored_file_has_a_random_name_and_arrives_whole(settings):
    paths = {files.store(b"same", ".pdf") for _ in range(2)}
    assert len(paths) == 2
    assert {(settings.PRIVATE_DIR / path).read_bytes() for path in paths} == {b"same"}


def test_anyone_may_check_a_certificate_and_reads_nothing_but_the_truth(certificate, client, cast):
    page = client.get(certificate.get_absolute_url()).content.decode()
    assert [word in page for word in ("Sam Okoro", "System leader", "Saturday 31 August 2030", "Valid")] == [
        True
    ] * 4
    assert [word in page for word in (cast.sam.email, "Oakfield")] == [False, False]


def test_a_replaced_certificate_says_it_is_no_longer_in_force(certificate, designation, cast, client):
    documents.certify(
        designation, cast.sam, role="x", role_cy="x", starts_on=date(2026, 9, 1), ends_on=date(2030, 8, 31)
    )
    assert "no longer in force" in client.get(certificate.get_absolute_url()).content.decode()


def test_a_guessed_certificate_is_not_there(client, db):
    assert client.get("/certificates/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
