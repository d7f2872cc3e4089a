"""Looks into Office files, which are zip archives: whole, of reasonable size, without macros or a password."""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from casework.files.limits import PARTS, UNPACKED, BadFile

# The part every file of its kind has, and no other kind.
MAIN_PART = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
MIMETYPE = {
    ".odt": b"application/vnd.oasis.opendocument.text",
    ".ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
# Programs inside: Office's macros and controls, Excel's old macro sheets, OpenDocument's Basic and scripts.
PROGRAMS = re.compile(
    r"(^|/)(vbaproject\.bin|vbadata\.xml|activex|macrosheets|basic|scripts|dialogs)(/|$)", re.IGNORECASE
)
END = b"PK\x05\x06"
END_SIZE = 22
LOCKED_OR_OLD = bytes.fromhex(
    "d0cf11e0a1b11ae1"
)  # how Office keeps files with a password, and those before 2007
PIECE = 65_536


def check(content: bytes, suffix: str) -> None:
    """Raise BadFile unless this is an Office file of the kind its suffix says, safe to hand to others."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _check_outline(archive, content)
            _check_parts(archive)
            _check_kind(archive, suffix)
            _unpack(archive)
    except BadFile:
        raise
    except Exception as broken:  # whatever a spoilt archive makes of its reader, it is spoilt
        raise damaged() from broken


def damaged() -> BadFile:
    return BadFile(_("This file is damaged. Open it, save it again and choose it once more."))


def locked() -> BadFile:
    text = _(
        "This file has a password or is in the form of Office before 2007, so others could not open it. "
        "Save it without a password as Word, Excel, PowerPoint or PDF and choose it again."
    )
    return BadFile(text)


def _check_outline(archive: zipfile.ZipFile, content: bytes) -> None:
    """The archive is the whole file: nothing stands before its first part or after its end."""
    first = min((part.header_offset for part in archive.infolist()), default=1)
    end = content.rfind(END) + END_SIZE + len(archive.comment)
    if first != 0 or end != len(content):
        raise damaged()


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > PARTS or sum(part.file_size for part in parts) > UNPACKED:
        raise BadFile(_("Unpacked, this file is too big. Make its pictures smaller, or save it as PDF."))
    if any(part.flag_bits & 1 for part in parts):
        raise locked()
    if any(PROGRAMS.search(part.filename) for part in parts):
        raise BadFile(_("This file holds macros. Save it without macros, or as PDF, and choose it again."))
    if any(part.filename.startswith("/") or ".." in part.filename.split("/") for part in parts):
        raise damaged()


def _check_kind(archive: zipfile.ZipFile, suffix: str) -> None:
    names = set(archive.namelist())
    if suffix in MAIN_PART:
        mains = [kind for kind, part in MAIN_PART.items() if part in names]
        types = _read(archive, "[Content_Types].xml")
        fits, has_macros = mains == [suffix], b"macroenabled" in types.lower()
    else:
        fits, has_macros = _read(archive, "mimetype").strip() == MIMETYPE[suffix], False
        if b"encryption-data" in _read(archive, "META-INF/manifest.xml"):
            raise locked()
    if not fits or has_macros:
        raise other_than_named()


def other_than_named() -> BadFile:
    return BadFile(
        _("This file is not what its name says it is. Open it, save it as PDF and choose that file instead.")
    )


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return the beginning of one small part; without it the file is not of its kind."""
    try:
        with archive.open(name) as part:
            return part.read(PIECE)
    except KeyError as missing:
        raise other_than_named() from missing


def _unpack(archive: zipfile.ZipFile) -> None:
    """Read every part to its end, so that sizes and checksums are seen to be true; nothing is kept."""
    for info in archive.infolist():
        with archive.open(info) as part:
            while part.read(PIECE):
                pass
