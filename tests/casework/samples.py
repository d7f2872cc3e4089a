"""Small files of every kind, honest and hostile, as people and others send them."""

import random
import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml", ".pptx": "ppt/presentation.xml"}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
PDF = b"%%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%b\ntrailer << /Root 1 0 R >>\n%%%%EOF\n"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/x-whatever-the-browser-says")


def archive(parts: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def office(suffix: str, types: bytes = b"<Types/>", **more: bytes) -> bytes:
    """A Word, Excel or PowerPoint file; `more` are further parts by name."""
    return archive({"[Content_Types].xml": types, PARTS[suffix]: b"<x/>"} | more)


def open_document(kind: str = "text", manifest: bytes = b"<m/>", **more: bytes) -> bytes:
    parts = {"mimetype": f"{OPEN_DOCUMENT}.{kind}".encode(), "META-INF/manifest.xml": manifest}
    return archive(parts | {"content.xml": b"<x/>"} | more)


def pdf(objects: bytes = b"") -> bytes:
    return PDF % objects


def packed(objects: bytes) -> bytes:
    """A PDF that keeps these objects where they cannot be read without unpacking."""
    body = zlib.compress(objects)
    head = b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>\n" % len(body)
    return pdf(head + b"stream\n" + body + b"\nendstream\nendobj")


def picture(kind: str = "PNG", size: tuple[int, int] = (4, 2), **how) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **how)
    return out.getvalue()


def photo() -> bytes:
    """A telephone's picture: lying on its side, with maker and place."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Telephone"
    exif.get_ifd(GPS)[2] = (54.0, 18.0, 30.0)
    return picture("JPEG", exif=exif, comment=b"Oakfield, room 2")


def flood(width: int, height: int) -> bytes:
    """A picture of a few bytes that says it is enormous."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b"")]
    body = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def spoilt(packed_parts: bytes) -> bytes:
    """The same archive with one byte of its last part changed on the way."""
    end = packed_parts.index(b"PK\x01\x02") - 1
    return packed_parts[: end - 1] + bytes([packed_parts[end - 1] ^ 1]) + packed_parts[end:]


def bomb(megabytes: int) -> bytes:
    return office(".docx", **{"word/media/a.bin": b"\0" * (megabytes * 1024 * 1024)})


def noise(size: int) -> bytes:
    """Bytes that do not pack, the same each time."""
    return random.Random(1).randbytes(size)


HONEST = {
    "Plan.pdf": pdf(),
    "packed.pdf": packed(b"1 0 << /Title (HTML/JavaScript) >>"),
    "CV.docx": office(".docx"),
    "figures.xlsx": office(".xlsx"),
    "talk.pptx": office(".pptx"),
    "letter.odt": open_document(),
    "sums.ods": open_document("spreadsheet"),
    "board.png": picture(),
    "wall.jpg": picture("JPEG"),
    "wall.JPEG": picture("JPEG"),
    "notes.txt": "Diolch, Siân – ŵŷ £5\r\n".encode(),
    "BOM.txt": b"\xef\xbb\xbfBM is how a bitmap begins",
    "results.csv": "school,score\nYsgol Tŷ Mawr,4\n".encode(),
}
