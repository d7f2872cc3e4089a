"""What a file is, is told by its content: honest files of ten kinds are taken, hostile ones refused in a sentence."""

from io import BytesIO

import pytest
from PIL import Image

from casework.files import KINDS, BadFile, inspect, limits, shown_name
from tests.casework import samples
from tests.casework.samples import HONEST, archive, flood, office, open_document, packed, pdf, picture, upload

EXE = b"MZ\x90\x00\x03" + b"\x00" * 200
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
LOCKED = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 600
SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"

OTHER_KIND = "Files of this kind cannot be added"
NOT_AS_NAMED = "This file is not what its name says"
DAMAGED = "This file is damaged"
MACROS = "This file holds macros"
PASSWORD = "This file has a password"
TOO_BIG = "This file is bigger than 10 MB"
UNPACKED = "Unpacked, this file is too big"
PIXELS = "This picture has more than 40 million points"
ACTIVE = "This PDF holds a script or other files"

HOSTILE = [
    ("empty.pdf", b"", "This file is empty"),
    ("virus.exe", EXE, OTHER_KIND),
    ("virus.pdf", EXE, NOT_AS_NAMED),
    ("virus.docx", EXE, NOT_AS_NAMED),
    ("virus.txt", EXE, "This is not plain text in UTF-8"),
    ("virus.pdf.exe", pdf(), OTHER_KIND),
    ("virus.exe\x00.pdf", EXE, NOT_AS_NAMED),
    ("virus\u202efdp.exe", EXE, OTHER_KIND),
    ("no suffix", pdf(), OTHER_KIND),
    (".pdf", pdf(), OTHER_KIND),
    ("page.html", HTML, OTHER_KIND),
    ("page.pdf", HTML, NOT_AS_NAMED),
    ("page.txt", b"\n " + HTML, NOT_AS_NAMED),
    ("page.csv", b"\xef\xbb\xbf" + HTML, NOT_AS_NAMED),
    ("run.txt", b"#!/bin/sh\nrm -rf /", NOT_AS_NAMED),
    ("drawing.svg", SVG, OTHER_KIND),
    ("drawing.png", SVG, NOT_AS_NAMED),
    ("drawing.txt", SVG, NOT_AS_NAMED),
    ("old.txt", "caf\xe9".encode("latin-1"), "This is not plain text in UTF-8"),
    ("wide.csv", "a,b".encode("utf-16"), "This is not plain text in UTF-8"),
    ("nul.txt", b"a\x00b", NOT_AS_NAMED),
    ("picture.png", picture("JPEG"), NOT_AS_NAMED),
    ("picture.jpg", picture(), NOT_AS_NAMED),
    ("picture.gif", picture("GIF"), OTHER_KIND),
    ("cut.png", picture(size=(90, 90))[:60], DAMAGED),
    ("cut.jpg", picture("JPEG", size=(300, 300))[:700], DAMAGED),
    ("flood.png", flood(7_000, 6_000), PIXELS),
    ("flood.png", flood(10_000, 10_000), PIXELS),
    ("flood.png", flood(60_000, 60_000), PIXELS),
    ("html first.pdf", HTML + pdf(), NOT_AS_NAMED),
    ("strange.pdf", pdf().replace(b"1.7", b"9.9"), DAMAGED),
    ("cut.pdf", pdf()[:-8], DAMAGED),
    ("zip behind.pdf", pdf() + archive({"a.txt": b"a"}) + b" " * 2048, DAMAGED),
    ("locked.pdf", pdf(b"trailer << /Encrypt 9 0 R >>"), "This PDF has a password"),
    ("script.pdf", pdf(b"2 0 obj " + SCRIPT + b" endobj"), ACTIVE),
    ("script.pdf", pdf(b"2 0 obj << /Names << /JavaScript 4 0 R >> >> endobj"), ACTIVE),
    ("script.pdf", pdf(b"2 0 obj << /S /J#61vaScript /JS (x) >> endobj"), ACTIVE),
    ("script.pdf", pdf(b"2 0 obj << /#53/#4aavaScript /JS (x) >> endobj"), ACTIVE),
    ("script.pdf", packed(b"2 0 " + SCRIPT), ACTIVE),
    ("start.pdf", pdf(b"2 0 obj << /S /Launch /F (cmd.exe) >> endobj"), ACTIVE),
    ("within.pdf", pdf(b"2 0 obj << /Type /EmbeddedFile >> endobj"), ACTIVE),
    ("zip.docx", archive({"a.txt": b"a"}), NOT_AS_NAMED),
    ("list.docx", office(".xlsx"), NOT_AS_NAMED),
    ("both.docx", office(".docx", **{"xl/workbook.xml": b"<x/>"}), NOT_AS_NAMED),
    ("letter.docx", open_document(), NOT_AS_NAMED),
    ("letter.odt", office(".docx"), NOT_AS_NAMED),
    ("letter.ods", open_document(), NOT_AS_NAMED),
    ("macro.docx", office(".docx", **{"word/vbaProject.bin": b"x"}), MACROS),
    ("macro.docx", office(".docx", **{"word/VBAPROJECT.BIN": b"x"}), MACROS),
    ("macro.xlsx", office(".xlsx", **{"xl/macrosheets/sheet1.xml": b"x"}), MACROS),
    ("macro.odt", open_document(**{"Basic/Standard/Module1.xml": b"x"}), MACROS),
    ("macro.docm", office(".docx"), OTHER_KIND),
    ("macro.docx", office(".docx", types=b"application/vnd.ms-word.document.macroEnabled.main+xml"), NOT_AS_NAMED),
    ("locked.docx", LOCKED, PASSWORD),
    ("locked.odt", open_document(manifest=b"<manifest:encryption-data/>"), PASSWORD),
    ("cut.docx", office(".docx")[:-30], DAMAGED),
    ("spoilt.docx", samples.spoilt(office(".docx")), DAMAGED),
    ("exe first.docx", EXE + office(".docx"), NOT_AS_NAMED),
    ("zip first.docx", archive({"a.txt": b"a"}) + office(".docx"), DAMAGED),
    ("more behind.docx", office(".docx") + b"more", DAMAGED),
    ("../up.docx", office(".docx", **{"../../etc/cron.d/x": b"x"}), DAMAGED),
    ("many.docx", office(".docx", **{f"word/{n}.xml": b"" for n in range(2_001)}), UNPACKED),
]  # fmt: skip


@pytest.mark.parametrize("name", HONEST)
def test_an_honest_file_is_taken_whatever_the_browser_calls_it(name):
    checked = inspect(upload(name, HONEST[name]))
    suffix = name.lower().replace("jpeg", "jpg")[-4:] if checked.suffix != ".docx" else ".docx"
    assert (checked.name[-4:], checked.kind) == (checked.suffix[-4:], KINDS[checked.suffix])
    assert checked.suffix.endswith(suffix)


@pytest.mark.parametrize(("name", "content", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_in_a_sentence(name, content, sentence):
    with pytest.raises(BadFile) as refused:
        inspect(upload(name, content) if "\x00" not in name else named(name, content))
    assert str(refused.value).startswith(sentence)


def test_29_megabytes_are_refused():
    with pytest.raises(BadFile, match=TOO_BIG):
        inspect(upload("scan.pdf", pdf() + b" " * 29_000_000))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr("casework.files.office.UNPACKED", 1_000_000)
    monkeypatch.setattr("casework.files.office._unpack", None)
    with pytest.raises(BadFile, match=UNPACKED):
        inspect(upload("bomb.docx", samples.bomb(1)))


def named(name, content):
    """Return an upload with a name Django itself would not let through."""
    made = upload("x.pdf", content)
    made._name = name
    return made


@pytest.mark.parametrize(
    "name", [name for name in HONEST if not name.lower().endswith(("png", "jpg", "jpeg"))]
)
def test_what_is_kept_of_a_document_is_every_byte(name):
    assert inspect(upload(name, HONEST[name])).content == HONEST[name]


def test_a_picture_is_turned_the_right_way_and_forgets_who_took_it_where():
    before = samples.photo()
    after = inspect(upload("photo.jpg", before)).content
    assert [mark in before for mark in (b"Exif", b"Telephone", b"Oakfield")] == [True] * 3
    assert [mark in after for mark in (b"Exif", b"Telephone", b"Oakfield")] == [False] * 3
    with Image.open(BytesIO(after)) as picture_:
        assert (picture_.size, dict(picture_.getexif()), "comment" in picture_.info) == ((2, 4), {}, False)


def test_what_hides_behind_a_picture_is_not_kept():
    for name, kind in (("a.png", "PNG"), ("a.jpg", "JPEG")):
        after = inspect(upload(name, picture(kind) + archive({"virus.exe": EXE}))).content
        assert (b"virus.exe" in after, b"PK\x03\x04" in after) == (False, False)


def test_a_see_through_picture_stays_so():
    out = BytesIO()
    Image.new("RGBA", (3, 3), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(BytesIO(inspect(upload("a.png", out.getvalue())).content)) as after:
        assert (after.mode, after.getpixel((0, 0))) == ("RGBA", (0, 0, 0, 0))


def test_a_file_of_just_the_limit_is_taken():
    assert len(inspect(upload("full.txt", b"a" * limits.FILE)).content) == 10 * 1024 * 1024
    with pytest.raises(BadFile, match="bigger than 10 MB"):
        inspect(upload("full.txt", b"a" * (limits.FILE + 1)))


def test_object_streams_are_unpacked_only_so_far(monkeypatch):
    monkeypatch.setattr("casework.files.pdfs.UNPACKED", 1000)
    two = packed(b" " * 1000).replace(b"trailer", packed(b" " * 1000)[60:] + b"\ntrailer")
    with pytest.raises(BadFile, match="damaged"):
        inspect(upload("bomb.pdf", two))


def test_more_streams_than_a_document_has_are_not_looked_through(monkeypatch):
    monkeypatch.setattr("casework.files.pdfs.STREAMS", 2)
    assert inspect(upload("a.pdf", pdf(b"stream\nendstream " * 2))).suffix == ".pdf"
    with pytest.raises(BadFile, match="damaged"):
        inspect(upload("a.pdf", pdf(b"stream\nendstream " * 3)))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Cynllun gwella – Ŵyl.pdf", "Cynllun gwella – Ŵyl.pdf"),
        ("Sia\u0302n.PDF", "Siân.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\sam\\plan.pdf", "plan.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('say "hi"\r\nSet-Cookie: x.pdf', "say -hi-Set-Cookie- x.pdf"),
        ("nul\x00byte.pdf", "nulbyte.pdf"),
        ("  . spaced   out . .pdf", "spaced out.pdf"),
        ("....pdf", "file.pdf"),
        ("\u200b\u200e.pdf", "file.pdf"),
        ("ŵ" * 300 + ".pdf", "ŵ" * 116 + ".pdf"),
        ("مدرسة.pdf", "مدرسة.pdf"),
    ],
)
def test_a_name_is_shown_without_its_tricks(given, shown):
    assert shown_name(given, ".pdf") == shown


def test_a_cut_picture_is_refused_also_after_a_pdf_was_made(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)  # as the maker of PDFs leaves it
    name, content, sentence = next(one for one in HOSTILE if one[0] == "cut.png")
    with pytest.raises(BadFile, match=sentence):
        inspect(upload(name, content))
