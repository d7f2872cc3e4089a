"""Documents, certificates and calendar entries; documents are ordered in a transaction and made by the night work."""

from casework.documents.certificates import certificate_of, certify, standing_of
from casework.documents.invitations import invitation
from casework.documents.making import make_due
from casework.documents.orders import case_of, may_read, order, recall
from casework.documents.pages import html_of
from casework.documents.pdfs import APT_LINE, NoPdf, render

__all__ = [
    "APT_LINE",
    "NoPdf",
    "case_of",
    "certificate_of",
    "certify",
    "html_of",
    "invitation",
    "make_due",
    "may_read",
    "order",
    "recall",
    "render",
    "standing_of",
]
