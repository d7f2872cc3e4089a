"""What is kept for every case: its state, history, letters, links, documents and certificates."""

from casework.models.attachments import Attachment
from casework.models.cases import Case, CaseQuerySet, Channel, Counter, Entry, OneTimeKey
from casework.models.letters import Letter
from casework.models.links import Link
from casework.models.messages import Message
from casework.models.papers import Certificate, Document

__all__ = [
    "Attachment",
    "Case",
    "CaseQuerySet",
    "Certificate",
    "Channel",
    "Counter",
    "Document",
    "Entry",
    "Letter",
    "Link",
    "Message",
    "OneTimeKey",
]
