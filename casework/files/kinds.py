"""The kinds of files the portal takes, told by their content, and the look at one before it is kept."""

import re
import unicodedata
from pathlib import PurePath
from typing import NamedTuple

import puremagic
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from casework.files import office, pdfs, pictures
from casework.files.limits import FILE, BadFile, empty, too_big

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
KINDS = {
    ".pdf": "application/pdf",
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".odt": f"{_OPEN_DOCUMENT}.text",
    ".ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
}
SAME = {".jpeg": ".jpg", ".jpe": ".jpg"}
ARCHIVES = {".docx", ".xlsx", ".pptx", ".odt", ".ods"}
TEXTS = {".txt", ".csv"}
HEAD = 4096
LONGEST_NAME = 120
MARKUP = re.compile(r"\s*(<!doctype|<html|<head|<body|<script|<svg|<\?xml|<\?php|#!)", re.IGNORECASE)
UNPRINTABLE = {
    "Cc",
    "Cf",
    "Cs",
    "Co",
    "Cn",
    "Zl",
    "Zp",
}  # controls, marks that turn the reading direction, line ends
NOT_IN_NAMES = '\\/:*?"<>|'


class Checked(NamedTuple):
    """A file that was looked at: its name as shown, its kind, and the bytes to keep."""

    name: str
    suffix: str
    kind: str
    content: bytes


def inspect(upload: UploadedFile) -> Checked:
    """Look at an upload and return what may be kept of it; raises BadFile with what to do instead.

    The suffix says what it wants to be, the content what it is; a file is taken when both agree on a kind of ours.
    """
    if refusal := getattr(upload, "refusal", None):
        raise refusal
    content = upload.read(FILE + 1)
    if not content:
        raise empty()
    suffix = suffix_of(upload.name or "")
    if len(content) > FILE:
        raise too_big()
    content = _looked_at(content, suffix)
    if len(content) > FILE:
        raise too_big()
    return Checked(shown_name(upload.name or "", suffix), suffix, KINDS[suffix], content)


def suffix_of(name: str) -> str:
    """Return the suffix of a kind the portal takes; raises BadFile for any other."""
    suffix = PurePath(_printable(name)).suffix.lower()
    suffix = SAME.get(suffix, suffix)
    if suffix not in KINDS:
        raise BadFile(
            _(
                "Files of this kind cannot be added. Save it as PDF, Word, Excel, PowerPoint, OpenDocument, "
                "PNG, JPEG, plain text or CSV and choose it again."
            )
        )
    return suffix


def _looked_at(content: bytes, suffix: str) -> bytes:
    if suffix in TEXTS:
        _check_text(content)
        return content
    if suffix in ARCHIVES and content.startswith(office.LOCKED_OR_OLD):
        raise office.locked()
    if KINDS[suffix] not in _kinds_by_content(content):
        raise office.other_than_named()
    if suffix in pictures.FORMATS:
        return pictures.anew(content, suffix)
    pdfs.check(content) if suffix == ".pdf" else office.check(content, suffix)
    return content


def _kinds_by_content(content: bytes) -> set[str]:
    """Return what the first bytes may be; several kinds share the mark of an archive, which is looked into next."""
    try:
        kinds = {match.mime_type for match in puremagic.magic_string(content[:HEAD])}
    except (puremagic.PureError, ValueError):
        return set()
    return kinds | {KINDS[suffix] for suffix in ARCHIVES if content.startswith(b"PK\x03\x04")}


def _check_text(content: bytes) -> None:
    """Plain text is UTF-8 without control characters, and no page or program under another name."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as other:
        raise BadFile(
            _(
                "This is not plain text in UTF-8. Save it as “CSV UTF-8” or as text in UTF-8, and choose it again."
            )
        ) from other
    if MARKUP.match(text) or any(ord(letter) < 32 and letter not in "\t\n\r\f" for letter in set(text)):
        raise office.other_than_named()


def shown_name(name: str, suffix: str) -> str:
    """Return the name people read: one line without path or marks, Welsh letters and all, at most 120 characters."""
    stem = _printable(re.split(r"[/\\]", name)[-1]).rpartition(".")[0]
    stem = " ".join("".join("-" if letter in NOT_IN_NAMES else letter for letter in stem).split()).strip(". ")
    return f"{stem[: LONGEST_NAME - len(suffix)].strip() or 'file'}{suffix}"


def _printable(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    return "".join(letter for letter in composed if unicodedata.category(letter) not in UNPRINTABLE)
