"""Pages every case shares."""

from casework.views.links import open_link, renew_link
from casework.views.pages import CasePage, FormPage, KeepTyped, MakePage, reader_of
from casework.views.papers import CheckCertificate, ReadDocument
from casework.views.steps import StepView

__all__ = [
    "CasePage",
    "CheckCertificate",
    "FormPage",
    "KeepTyped",
    "MakePage",
    "ReadDocument",
    "StepView",
    "open_link",
    "reader_of",
    "renew_link",
]
