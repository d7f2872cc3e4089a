"""How much may be uploaded, why a file was not taken, and the reader of uploads that stops at the limit."""

import errno
from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
FILE = 10 * MEGABYTE  # a scan of twenty pages; more does not go through a school's mail either
FILES_A_CASE = 20  # more than a panel reads
PERSON = 200 * MEGABYTE  # everything one person has attached to all cases and not removed
REQUEST = 60 * MEGABYTE  # one page sent in: five full files and what is typed; more is not even read
FREE = 1024 * MEGABYTE  # what stays free on the disk for the database and the portal's own documents
PIXELS = 40_000_000  # the best telephone's picture; opened, it takes 160 MB of memory
UNPACKED = 100 * MEGABYTE  # what an Office file may hold once unpacked
PARTS = 2_000  # files inside an Office file
FULL_DISK = {errno.ENOSPC, errno.EDQUOT}


class BadFile(ValueError):
    """A file the portal does not take; its text is for the person who chose it."""


def empty() -> BadFile:
    return BadFile(_("This file is empty. Choose another file."))


def too_big() -> BadFile:
    text = _("This file is bigger than %(limit)s MB. Make it smaller, or split it into several files.")
    return BadFile(text % {"limit": FILE // MEGABYTE})


def no_room() -> BadFile:
    return BadFile(
        _(
            "There is no room for more files at the moment. Try again later, and tell the alliance if it stays so."
        )
    )


class StopAtLimit(TemporaryFileUploadHandler):
    """Reads an upload onto the disk, up to the limit of one file; what is more, or has no room, is read and dropped.

    The rest of the form still arrives. Such a file comes out with a `refusal` and no content.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:  # noqa: N803 - Django's
        if content_length > REQUEST:
            raise RequestDataTooBig(f"A request of {content_length} bytes is not read")

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.refusal: BadFile | None = None
        vars(self).pop("file", None)  # of the file before this one
        try:
            super().new_file(*args, **kwargs)
        except OSError as full:
            self._drop(full)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if self.refusal is None and start + len(raw_data) > FILE:
            self.refusal = too_big()
        if self.refusal is None:
            try:
                super().receive_data_chunk(raw_data, start)
            except OSError as full:
                self._drop(full)

    def file_complete(self, file_size: int) -> Any:
        if self.refusal is None:
            return super().file_complete(file_size)
        if hasattr(self, "file"):
            self.file.close()
        nothing = InMemoryUploadedFile(
            BytesIO(), self.field_name, self.file_name, self.content_type, file_size, self.charset
        )
        nothing.refusal = self.refusal  # type: ignore[attr-defined]
        return nothing

    def _drop(self, full: OSError) -> None:
        if full.errno not in FULL_DISK:
            raise full
        self.refusal = no_room()
