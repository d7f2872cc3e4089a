"""Looks into PDFs: whole, without a password, without scripts, programs to start or files inside.

A guard for the computers of those who read them, not a proof: the portal itself never opens an uploaded PDF and
serves it as an inert attachment. Names are looked for where PDF keeps objects: in the open and in packed objects.
"""

import itertools
import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from casework.files.limits import UNPACKED, BadFile
from casework.files.office import damaged


def _spelt(name: str) -> str:
    """Return a pattern for a name as PDF may spell it: /J#61vaScript is /JavaScript too."""
    return "/" + "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


def _pattern(text: str, *names: str) -> re.Pattern[bytes]:
    return re.compile((text % tuple(_spelt(name) for name in names)).encode())


HEAD = re.compile(rb"%PDF-[12]\.\d")
END, TAIL = b"%%EOF", 2048
STREAMS = 20_000  # more are no document, and would take long to look through
STREAM = re.compile(rb"stream\r?\n")
A_VALUE = r"\s*(?:<<|\d+\s+\d+\s+R)"
PACKED = _pattern("%s", "ObjStm")
LOCKED = _pattern(f"%s{A_VALUE}", "Encrypt")
STARTS = _pattern(r"%s\s*(?:%s|%s)\b", "S", "JavaScript", "Launch")
SCRIPTS = _pattern(f"%s{A_VALUE}", "JavaScript")
HOLDS = _pattern(r"(?:%s|%s)", "EmbeddedFile", "RichMedia")


def check(content: bytes) -> None:
    """Raise BadFile unless this is a PDF from its first byte to its end that does nothing by being opened."""
    if not HEAD.match(content) or END not in content[-TAIL:]:
        raise damaged()
    if LOCKED.search(content):
        raise BadFile(
            _("This PDF has a password, so others could not open it. Print it to a new PDF and choose that.")
        )
    if any(_is_active(part) for part in (content, *_packed_objects(content))):
        raise BadFile(_("This PDF holds a script or other files. Print it to a new PDF and choose that."))


def _is_active(objects: bytes) -> bool:
    return any(active.search(objects) for active in (STARTS, SCRIPTS, HOLDS))


def _packed_objects(content: bytes) -> Iterator[bytes]:
    """Yield the object streams, unpacked, up to the limit in all; each byte is looked at once."""
    left, match = UNPACKED, STREAM.search(content)
    for number in itertools.count():
        if match is None:
            return
        end = content.find(b"endstream", match.end())
        if end < 0 or left <= 0 or number == STREAMS:
            raise damaged()
        if PACKED.search(_dictionary_before(content, match.start())):
            objects = _inflated(content[match.end() : end], left)
            left -= len(objects)
            yield objects
        match = STREAM.search(content, end + len(b"endstream"))


def _dictionary_before(content: bytes, stream: int) -> bytes:
    begins = content.rfind(b"obj", max(0, stream - TAIL), stream)
    return content[begins if begins >= 0 else max(0, stream - TAIL) : stream]


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
