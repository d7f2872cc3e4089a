"""Pages every case shares."""

from casework.views.attachments import AttachPage, ReadAttachment, RemoveAttachment
from casework.views.links import open_link, renew_link
from casework.views.pages import CasePage, FormPage, KeepTyped, MakePage, reader_of
from casework.views.papers import CheckCertificate, ReadDocument
from casework.views.steps import StepView

__all__ = [
    "AttachPage",
    "CasePage",
    "CheckCertificate",
    "FormPage",
    "KeepTyped",
    "MakePage",
    "ReadAttachment",
    "ReadDocument",
    "RemoveAttachment",
    "StepView",
    "open_link",
    "reader_of",
    "renew_link",
]
