"""What a register says, as plain values: schools, links, and the rows that could not be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from directory.register.sheets import Row, Unreadable


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that was left out, and why, in a sentence."""

    line: int
    number: str
    reason: str


@dataclass(frozen=True, slots=True)
class AuthorityRow:
    code: str
    name: str
    name_cy: str = ""


@dataclass(frozen=True, slots=True)
class TrustRow:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school; `facts` holds only what the file states, by the field's name, so that silence changes nothing."""

    line: int
    number: str
    authority: AuthorityRow
    facts: Mapping[str, object]
    trust: TrustRow | None = None
    states_trust: bool = False


@dataclass(frozen=True, slots=True)
class LinkRow:
    line: int
    number: str
    other: str
    kind: str
    established_on: date | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Where a fact stands, how it is read, and whether a school without it is refused."""

    name: str
    columns: tuple[str, ...]
    read: Callable[[str], object]
    needed: bool = False


class BadRow(ValueError):
    """The row cannot be kept; the message says why."""


@dataclass
class Remarks:
    """What was left out of rows that were kept: (line, sentence)."""

    said: list[tuple[int, str]] = field(default_factory=list)

    def add(self, row: Row, *columns: str) -> None:
        sentence = _("“%(column)s” cannot be read and was left as it was.") % {"column": row.title(*columns)}
        self.said.append((row.line, sentence))


def facts_of(row: Row, table: tuple[Fact, ...], remarks: Remarks) -> dict[str, object]:
    """Read every fact of the table the file has a column for; raise BadRow where a needed one is missing or damaged."""
    facts: dict[str, object] = {}
    for fact in table:
        try:
            value = row.cell(*fact.columns)
            if value is not None and (value or not fact.needed):
                facts[fact.name] = fact.read(value)
        except ValueError:
            if fact.needed:
                raise BadRow(_("“%(column)s” cannot be read.") % {"column": row.title(*fact.columns)})
            remarks.add(row, *fact.columns)
        if fact.needed and not facts.get(fact.name):
            raise BadRow(_("“%(column)s” is empty.") % {"column": row.title(*fact.columns)})
    return facts


def words_of(row: Row, *columns: str) -> str:
    """Return a cell in small letters for comparing, or nothing when it is missing or damaged."""
    try:
        return (row.cell(*columns) or "").lower()
    except Unreadable:
        return ""
