"""Files people attach to a case: kept with their row or not at all, removed with a trace, tidied after a crash."""

import hashlib
import shutil
import time
import weakref
from collections.abc import Iterator
from pathlib import Path

import structlog
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.files.kinds import Checked, inspect
from casework.files.limits import FILES_A_CASE, FREE, FULL_DISK, MEGABYTE, PERSON, BadFile, no_room
from casework.files.private import place_of, store
from casework.models import Attachment, Case
from directory.models import Person

log = structlog.get_logger(__name__)
UNDER = "attachments"
DAY = 24 * 60 * 60


class _UntilCommitted:
    """Takes a file away again unless the transaction it was written in is committed.

    Django tells nobody of a rollback: it lets go of what waits for the commit, and with this goes the file.
    """

    def __init__(self, place: Path) -> None:
        self.undo = weakref.finalize(self, place.unlink, missing_ok=True)
        self.undo.atexit = False  # a worker that stops just after a commit must not take the file along

    def committed(self) -> None:
        self.undo.detach()


@transaction.atomic
def attach(case: Case, upload: UploadedFile | Checked, *, by: Person, purpose: str) -> Attachment:
    """Keep a file with a case; raises BadFile when it is not taken, the case or the person has too many, or no room.

    Who may read it is asked of the permission `<app>.read_<purpose>` on the case. The rows of case and person are
    locked, so that two uploads at once cannot pass the limits together.
    """
    file = upload if isinstance(upload, Checked) else inspect(upload)
    type(case)._base_manager.select_for_update(no_key=True).get(pk=case.pk)
    Person.objects.select_for_update(no_key=True).get(pk=by.pk)
    _check_room(case, by, len(file.content))
    return Attachment.objects.create(
        case=case,
        purpose=purpose,
        name=file.name,
        kind=file.kind,
        path=_written(file),
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        uploaded_by=by,
    )


def _check_room(case: Case, by: Person, size: int) -> None:
    kept = Attachment.objects.filter(removed_at__isnull=True)
    if case.attachments.filter(removed_at__isnull=True).count() >= FILES_A_CASE:
        text = _("There are %(limit)s files here already. Remove one before you add another.")
        raise BadFile(text % {"limit": FILES_A_CASE})
    if (kept.filter(uploaded_by=by).aggregate(sum=Sum("size"))["sum"] or 0) + size > PERSON:
        text = _("Your files take up more than %(limit)s MB in all. Remove some you no longer need.")
        raise BadFile(text % {"limit": PERSON // MEGABYTE})


def _written(file: Checked) -> str:
    """Write the file where it goes again with a rollback; a full disk is said in a sentence and logged."""
    try:
        Path(settings.PRIVATE_DIR).mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(settings.PRIVATE_DIR).free < FREE:
            raise OSError(min(FULL_DISK), "Less is free than the portal keeps for itself")
        path = store(file.content, file.suffix, UNDER)
    except OSError as full:
        if full.errno not in FULL_DISK:
            raise
        log.error("no_room_for_files", error=str(full))
        raise no_room() from full
    transaction.on_commit(_UntilCommitted(place_of(path)).committed)
    return path


@transaction.atomic
def remove(attachment: Attachment, *, by: Person) -> bool:
    """Remove a file once committed and keep its row as the trace; say whether it was there to be removed."""
    live = Attachment.objects.filter(pk=attachment.pk, removed_at__isnull=True)
    if not live.update(removed_at=timezone.now(), removed_by=by):
        return False
    transaction.on_commit(lambda: place_of(attachment.path).unlink(missing_ok=True))
    return True


def tidy(*, older_than: float = DAY) -> int:
    """Delete what a crash left behind: half-written files and files without a live row; returns how many.

    Nothing younger than a day (in seconds) is touched: its transaction may still be running.
    """
    before, gone = time.time() - older_than, 0
    for place in _left_behind():
        if place.stat().st_mtime < before:
            place.unlink(missing_ok=True)
            gone += 1
    return gone


def _left_behind() -> Iterator[Path]:
    root = Path(settings.PRIVATE_DIR)
    yield from root.rglob("*.part")
    kept = set(Attachment.objects.filter(removed_at__isnull=True).values_list("path", flat=True))
    for place in (root / UNDER).rglob("*.*"):
        if place.suffix != ".part" and str(place.relative_to(root)) not in kept:
            yield place
