"""Schools as a file for a spreadsheet, in which no cell can act as a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from directory.models import School

# A spreadsheet takes a cell that begins so for a formula (OWASP: CSV injection).
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def inert(value: object) -> str:
    """Return a cell's text; one that would be taken for a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return (
        f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) or text.startswith(FORMULA_SIGNS) else text
    )


def csv_lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Write rows one at a time, the first after a mark by which Excel knows the file is UTF-8."""
    mark = "\ufeff"
    for row in rows:
        line = io.StringIO()
        csv.writer(line).writerow([inert(cell) for cell in row])
        yield mark + line.getvalue()
        mark = ""


def xlsx_of(rows: Iterable[Iterable[object]]) -> bytes:
    """Return rows as a workbook of one sheet, the heading in bold; numbers stay numbers, words are never formulas."""
    book = Workbook()
    sheet = book.active
    for at, row in enumerate(rows, start=1):
        for across, value in enumerate(row, start=1):
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            cell = sheet.cell(at, across, value if is_number else _printable(inert(value)))
            cell.font = Font(bold=at == 1)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _printable(text: str) -> str:
    """Return text without the control characters a workbook cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text)


def school_rows(schools: Iterable[School]) -> Iterator[list[object]]:
    """Yield the heading, then one row a school; `schools` come with their authority, trust and cluster."""
    yield [
        _("Number"), _("Name"), _("Name in Welsh"), _("Local authority"), _("Cluster"), _("Trust"), _("Phase"),
        _("Type"), _("Status"), _("Medium of instruction"), _("Pupils"), _("Town"), _("Postcode"), _("Website"),
    ]  # fmt: skip
    for school in schools:
        yield [
            school.number, school.name, school.name_cy, school.local_authority, school.cluster, school.trust,
            school.get_phase_display(), school.kind, school.get_status_display(), school.get_medium_display(),
            school.pupils, school.town, school.postcode, school.website,
        ]  # fmt: skip
