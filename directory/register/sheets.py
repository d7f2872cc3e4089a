"""From bytes to rows: a register's CSV file as it comes, or as a spreadsheet programme left it."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

CSV_FIELD_LIMIT = 131_072


class UnfitFile(ValueError):
    """The file as a whole cannot be read; the message is one sentence for whoever sent it."""


class Unreadable(ValueError):
    """A cell holds bytes that are no text (NUL, control characters, bytes Windows-1252 does not know)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet: `line` is the line of the file it ends on, counted from 1 with the heading."""

    line: int
    values: Sequence[str]
    places: dict[str, int]
    titles: Sequence[str]

    def title(self, *names: str) -> str:
        """Return the heading of the first of these columns as the file spells it, for telling people."""
        return next((self.titles[self.places[name]] for name in names if name in self.places), names[0])

    def cell(self, *names: str) -> str | None:
        """Return the cell under the first of these columns the file has; None where it has none of them.

        Raises Unreadable. Excel's `="0123"` is unwrapped, spaces are single, letters composed (NFC).
        """
        for name in names:
            place = self.places.get(name)
            if place is not None:
                return clean(self.values[place])
        return None


@dataclass(frozen=True)
class Sheet:
    """The columns of a file by their plain name, and its rows."""

    places: dict[str, int]
    rows: Iterator[Row]

    def has(self, *names: str) -> bool:
        return all(name in self.places for name in names)


def read_sheet(data: bytes) -> Sheet:
    """Read a CSV file; raise UnfitFile when it is empty, binary, or has no heading."""
    text = decode(data)
    heading = text.lstrip().split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(heading))
    rows = numbered(reader)
    _line, columns = next(rows, (0, []))
    titles = ["".join(c for c in column if c.isprintable()).strip()[:60] for column in columns]
    places: dict[str, int] = {}
    for place, title in enumerate(titles):
        places.setdefault(plain(title), place)
    return Sheet(places, (Row(line, values, places, titles) for line, values in rows))


def numbered(reader) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that is not blank with its line; raise UnfitFile where the file stops being CSV."""
    try:
        for values in reader:
            if any(value.strip() for value in values):
                yield reader.line_num, values
    except csv.Error as error:
        raise UnfitFile(
            _("This file stops being CSV near line %(line)s (%(error)s).")
            % {"line": reader.line_num, "error": error}
        )


def decode(data: bytes) -> str:
    """Return the text of a file: UTF-16 or UTF-8 where it says so or is so, else Windows-1252, line by line."""
    if not data.strip():
        raise UnfitFile(_("This file is empty."))
    if data.startswith(b"PK\x03\x04"):
        raise UnfitFile(_("This is a spreadsheet workbook: save it as CSV first."))
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(decode_line(line) for line in data.split(b"\n"))


def decode_line(line: bytes) -> str:
    """One damaged line must not change how the others are read."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def delimiter_of(heading: str) -> str:
    """Return what stands between the columns: a comma, or what a continental spreadsheet puts there."""
    return max(",;\t", key=heading.count)


def plain(column: str) -> str:
    """Return a column's name without case, spaces and signs: "LA (code)" and "la_code" are both "lacode"."""
    return "".join(c for c in column.lower() if c.isalnum())


def clean(value: str) -> str:
    """Return a cell's text: trimmed, single spaces, composed letters; raise Unreadable for what is no text."""
    if value.startswith('="') and value.endswith('"'):
        value = value[2:-1]
    if not value.isascii():
        value = unicodedata.normalize("NFC", value.replace("\u00a0", " "))
    value = value.strip()
    if "  " in value:
        value = " ".join(part for part in value.split(" ") if part)
    if not value.isprintable() or "\ufffd" in value:
        raise Unreadable(repr(value[:40]))
    return value
