"""A document as a printable page: what PDFs are made of, and what stands in for them."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from casework.documents.certificates import certificate_of, qr_of
from casework.models import Case


def html_of(case: Case, name: str, language: str) -> str:
    """Return the document as one printable HTML page; one language a page, as tagged PDF wants it."""
    certificate = certificate_of(case)
    context = {
        "case": case,
        "certificate": certificate,
        "alliance": settings.ALLIANCE_NAME,
        "language": language,
    }
    context |= {"qr": qr_of(certificate) if certificate else "", "accent": settings.ALLIANCE_ACCENT}
    with translation.override(language):
        return render_to_string(f"documents/{name}.html", context)
