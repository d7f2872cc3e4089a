"""Reads the national registers of schools: bytes in, plain values and reasons out, no database."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext as _

from directory.register.english import is_english, read_english
from directory.register.links import is_links, read_link
from directory.register.rows import AuthorityRow, BadRow, LinkRow, Rejected, Remarks, SchoolRow, TrustRow
from directory.register.sheets import Row, Sheet, UnfitFile, read_sheet
from directory.register.welsh import is_welsh, read_welsh

__all__ = [
    "AuthorityRow",
    "Layout",
    "LinkRow",
    "Reading",
    "Rejected",
    "SchoolRow",
    "TrustRow",
    "UnfitFile",
    "read_register",
]


class Layout(Enum):
    """The three files we know."""

    ENGLISH = "english"
    WELSH = "welsh"
    LINKS = "links"


@dataclass
class Reading:
    """What a file says: `read` rows are all in `schools`, `links` or `rejected`; `remarks` concern kept rows."""

    layout: Layout
    read: int = 0
    schools: list[SchoolRow] = field(default_factory=list)
    links: list[LinkRow] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


def read_register(data: bytes) -> Reading:
    """Read a register file of any of the layouts, told by its heading; raise UnfitFile when it is none of them."""
    sheet = read_sheet(data)
    layout = layout_of(sheet)
    reading = Reading(layout)
    if layout is Layout.LINKS:
        collect(sheet, reading, read_link, reading.links, lambda link: (link.number, link.other, link.kind))
    else:
        read = read_english if layout is Layout.ENGLISH else read_welsh
        collect(sheet, reading, read, reading.schools, lambda school: school.number)
    return reading


def layout_of(sheet: Sheet) -> Layout:
    if is_links(sheet):
        return Layout.LINKS
    if is_english(sheet):
        return Layout.ENGLISH
    if is_welsh(sheet):
        return Layout.WELSH
    raise UnfitFile(
        _(
            "This is no register of schools: its first line names neither “URN” and “EstablishmentName” "
            "nor “School Number”."
        )
    )


def collect(
    sheet: Sheet,
    reading: Reading,
    read: Callable[[Row, Remarks], Any],
    kept: list,
    key: Callable[[Any], Hashable],
) -> None:
    """Sort every row into kept or rejected; the first of two rows with one key stays."""
    seen: dict[Hashable, int] = {}
    remarks = Remarks()
    for row in sheet.rows:
        reading.read += 1
        try:
            check_width(row)
            found = read(row, remarks)
            first = seen.setdefault(key(found), row.line)
            if first != row.line:
                raise BadRow(_("The same stands on line %(line)s already.") % {"line": first})
            kept.append(found)
        except BadRow as problem:
            reading.rejected.append(Rejected(row.line, shown_number(row), str(problem)))
    rejected = {row.line for row in reading.rejected}
    reading.remarks = [remark for remark in remarks.said if remark[0] not in rejected]


def check_width(row: Row) -> None:
    """Refuse a row that is not as wide as the heading: a lost quotation mark or a break has shifted its values."""
    if len(row.values) == len(row.titles):
        return
    problem = _("The row has %(values)s values where the heading names %(columns)s columns.")
    raise BadRow(problem % {"values": len(row.values), "columns": len(row.titles)})


def shown_number(row: Row) -> str:
    """Return the row's number as it stands, made safe to print."""
    place = row.places.get("urn", row.places.get("schoolnumber", 0))
    value = row.values[place] if place < len(row.values) else ""
    return "".join(c for c in value if c.isprintable()).strip()[:20]
