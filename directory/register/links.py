"""The English register's links file: which establishment took the place of which."""

from django.utils.translation import gettext as _

from directory.register import cells
from directory.register.rows import BadRow, Fact, LinkRow, Remarks, facts_of
from directory.register.sheets import Row, Sheet

TABLE = (
    Fact("number", ("urn",), cells.digits, needed=True),
    Fact("other", ("linkurn",), cells.digits, needed=True),
    Fact("kind", ("linktype",), cells.text(100), needed=True),
    Fact("established_on", ("linkestablisheddate",), cells.day),
)


def is_links(sheet: Sheet) -> bool:
    return sheet.has("urn", "linkurn")


def read_link(row: Row, remarks: Remarks) -> LinkRow:
    """Read one link; raise BadRow when a number or the kind is missing, or a school is linked to itself."""
    facts = facts_of(row, TABLE, remarks)
    if facts["number"] == facts["other"]:
        raise BadRow(_("The school is linked to itself."))
    return LinkRow(row.line, established_on=facts.pop("established_on", None), **facts)  # type: ignore[arg-type]
