"""The night work makes what was ordered, and tries again where it could not."""

from datetime import datetime, timedelta

import structlog
from django.db import connection, transaction
from django.utils import timezone

from casework import files
from casework.documents.orders import case_of
from casework.documents.pages import html_of
from casework.documents.pdfs import render
from casework.models import Document

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=1)
TRIES = 5


def make_due(*, at: datetime | None = None, most: int = 20) -> int:
    """Make the documents that are due and return how many were made; safe to run twice at once."""
    now, made = at or timezone.now(), 0
    for _turn in range(most):
        document = _lease(now)
        if document is None:
            break
        made += _make(document, now)
    return made


def _lease(at: datetime) -> Document | None:
    """Take the document that has waited longest for this run alone; whoever dies with it loses it after a minute."""
    with transaction.atomic():
        due = Document.objects.due(at).order_by("make_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True)
        document = due.first()
        if document is not None:
            Document.objects.filter(pk=document.pk).update(leased_until=at + LEASE)
    return document


def _make(document: Document, at: datetime) -> bool:
    try:
        content = render(html_of(case_of(document), document.name, document.language))
        path = files.store(content, ".pdf")
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one document must not hold up the others
        return _put_off(document, at, str(broken))
    Document.objects.filter(pk=document.pk, made_at__isnull=True).update(
        path=path, size=len(content), made_at=timezone.now(), leased_until=None, error=""
    )
    return True


def _put_off(document: Document, at: datetime, error: str) -> bool:
    """Try again later; after five tries the printable page stands in for good."""
    log.warning("document_not_made", document=document.pk, kind=document.name, error=error[:300])
    tries = document.attempts + 1
    Document.objects.filter(pk=document.pk).update(
        attempts=tries,
        error=error[:300],
        leased_until=None,
        make_after=at + timedelta(minutes=2**tries),
        gave_up_at=at if tries >= TRIES else None,
    )
    return False
