"""Bringing the national registers in: schools with their authorities and trusts, and the links between schools."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from directory.models import LocalAuthority, Person, School, SchoolLink, Trust
from directory.register import Layout, LinkRow, Reading, Rejected, SchoolRow, UnfitFile, read_register

BATCH = 1000
# Wales has its own register, and its authorities these codes.
WELSH_CODES = {str(code) for code in range(660, 682)}
# What a register says about a school; cluster and history are ours and stay untouched.
REGISTER_FIELDS = [
    "name", "name_cy", "local_authority", "trust", "establishment_number", "phase", "kind", "status", "medium",
    "religious_character", "pupils", "street", "town", "postcode", "easting", "northing", "phone", "website",
    "opened_on", "closed_on", "search_text",
]  # fmt: skip


@dataclass
class Outcome:
    """What an import did: created + updated + unchanged + rejected + left_out = rows read."""

    reading: Reading
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)


def import_register(
    data: bytes, *, by: Person | None = None, dry_run: bool = False, links_only: bool = False
) -> Outcome:
    """Bring a register file in, all of it or nothing; schools that are missing from the file stay as they are.

    Raises `register.UnfitFile` when the file is no register; rows that cannot be kept are told in the outcome.
    """
    reading = read_register(data)
    if links_only and reading.layout is not Layout.LINKS:
        raise UnfitFile(_("This is a register of schools, not a file of links."))
    with transaction.atomic():
        if reading.layout is Layout.LINKS:
            outcome = import_links(reading)
        else:
            outcome = import_schools(reading, by=by)
        transaction.set_rollback(dry_run)
    return outcome


def import_schools(reading: Reading, *, by: Person | None) -> Outcome:
    """Create and update schools by number; unchanged ones are not written, and every write is in the history."""
    outcome = Outcome(reading, rejected=list(reading.rejected))
    authorities = keep_authorities(reading)
    trusts = keep_trusts(row.trust for row in reading.schools if row.trust)
    known = Known()
    created, changed = [], []
    for row in reading.schools:
        if reading.layout is Layout.ENGLISH and (twin := known.welsh_number(row)):
            outcome.rejected.append(refuse_twin(row, twin))
            continue
        values = dict(row.facts) | {"local_authority_id": authorities[row.authority.code]}
        if row.states_trust:
            values["trust_id"] = trusts[row.trust.code] if row.trust else None
        school = known.find(row)
        if school is None:
            created.append(School(**{"phase": School.Phase.OTHER} | values, number=row.number))
        elif differs(school, values):
            changed.append(school)
        else:
            outcome.unchanged += 1
    outcome.created, outcome.updated = len(created), len(changed)
    write(created, changed, known.renumbered, by=by)
    return outcome


class Known:
    """The schools we have, by number; a Welsh one met first in the English register is known by its place too."""

    def __init__(self) -> None:
        self.by_number = {
            school.number: school for school in School.objects.select_related("local_authority")
        }
        self.renumbered: set[int] = set()
        self.by_place = {
            school.local_authority.code + school.establishment_number: school
            for school in self.by_number.values()
            if school.local_authority.code in WELSH_CODES and len(school.number) == 6 and school.is_open
        }

    def find(self, row: SchoolRow) -> School | None:
        """Return the school of a row; one the Welsh list knows by its own number takes that number."""
        school = self.by_number.get(row.number)
        if school is None and (school := self.by_place.get(row.number)):
            school.number = row.number
            self.renumbered.add(school.pk)
        return school

    def welsh_number(self, row: SchoolRow) -> str | None:
        """Return the number under which the Welsh list has brought a row of the English register in, if it has."""
        number = f"{row.authority.code}{row.facts.get('establishment_number', '')}"
        return number if row.authority.code in WELSH_CODES and number in self.by_number else None


def refuse_twin(row: SchoolRow, number: str) -> Rejected:
    reason = _("This school in Wales is known from the Welsh list as %(number)s.") % {"number": number}
    return Rejected(row.line, row.number, reason)


def differs(school: School, values: dict) -> bool:
    """Put the register's values on a school and say whether anything is new."""
    changed = [name for name, value in values.items() if getattr(school, name) != value]
    for name in changed:
        setattr(school, name, values[name])
    return bool(changed)


def write(created: list[School], changed: list[School], renumbered: set[int], *, by: Person | None) -> None:
    """Store schools in bulk, each with its row of history."""
    reason = _("School register")
    for school in [*created, *changed]:
        school.search_text = school.folded()
    School.objects.bulk_create(created, BATCH)
    record_first(by=by, reason=reason)
    for school in (school for school in changed if school.pk in renumbered):
        School.objects.filter(pk=school.pk).update(number=school.number)
    upsert(changed)
    School.history.bulk_history_create(
        changed, BATCH, update=True, default_user=by, default_change_reason=reason
    )


def record_first(*, by: Person | None, reason: str) -> None:
    """Write the first row of history of every school that has none, copied inside the database.

    Building the same rows in Python takes as long as all the rest of an import.
    """
    history, quote = School.history.model, connection.ops.quote_name
    columns = ", ".join(quote(column.column) for column in history.tracked_fields)
    ours, theirs = quote(School._meta.db_table), quote(history._meta.db_table)
    moment = connection.ops.adapt_datetimefield_value(timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {theirs} ({columns}, history_date, history_change_reason, history_type, history_user_id) "  # noqa: S608 - names of our own tables
            f"SELECT {columns}, %s, %s, '+', %s FROM {ours} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {theirs} AS kept WHERE kept.id = {ours}.id)",
            [moment, reason, by.pk if by else None],
        )


def upsert(schools: list[School]) -> None:
    """Update many rows at once: INSERT ... ON CONFLICT is many times faster here than a CASE per row and field."""
    keys = [school.pk for school in schools]
    for school in schools:
        school.pk = None
    School.objects.bulk_create(
        schools, BATCH, update_conflicts=True, unique_fields=["number"], update_fields=REGISTER_FIELDS
    )
    for school, key in zip(schools, keys, strict=True):
        school.pk = key


def keep_authorities(reading: Reading) -> dict[str, int]:
    """Return the key of every authority of the file by code; each nation's own register names its authorities."""
    known = {authority.code: authority for authority in LocalAuthority.objects.all()}
    for row in {row.authority.code: row.authority for row in reading.schools}.values():
        authority = known.setdefault(row.code, LocalAuthority(code=row.code, name=row.name or row.code))
        names = {"name": row.name or authority.name, "name_cy": row.name_cy or authority.name_cy}
        owns = (row.code in WELSH_CODES) == (reading.layout is Layout.WELSH)
        if authority.pk is None or (
            owns and any(getattr(authority, key) != name for key, name in names.items())
        ):
            authority.name, authority.name_cy = names["name"], names["name_cy"]
            authority.save()
    return {code: authority.pk for code, authority in known.items()}


def keep_trusts(rows: Iterable) -> dict[str, int]:
    """Return the key of every trust of the file by code, made or renamed as the register says."""
    known = {trust.code: trust for trust in Trust.objects.all()}
    for row in {row.code: row for row in rows}.values():
        trust = known.setdefault(row.code, Trust(code=row.code, name=row.name or row.code))
        if trust.pk is None or (row.name and trust.name != row.name):
            trust.name = row.name or trust.name
            trust.save()
    return {code: trust.pk for code, trust in known.items()}


def import_links(reading: Reading) -> Outcome:
    """Link the schools we know; a link to a school we do not know is counted, with the reason, and left out."""
    outcome = Outcome(reading, rejected=list(reading.rejected))
    keys = dict(School.objects.values_list("number", "pk"))
    known = {(link.school_id, link.other_id, link.kind): link for link in SchoolLink.objects.all()}
    created, changed = [], []
    for row in reading.links:
        if row.number not in keys or row.other not in keys:
            outcome.left_out[why_left_out(row, keys)] += 1
            continue
        link = known.get((keys[row.number], keys[row.other], row.kind))
        if link is None:
            created.append(link_of(row, keys))
        elif link.established_on != row.established_on:
            link.established_on = row.established_on
            changed.append(link)
        else:
            outcome.unchanged += 1
    SchoolLink.objects.bulk_create(created, BATCH)
    SchoolLink.objects.bulk_update(changed, ["established_on"], BATCH)
    outcome.created, outcome.updated = len(created), len(changed)
    return outcome


def link_of(row: LinkRow, keys: dict[str, int]) -> SchoolLink:
    return SchoolLink(
        school_id=keys[row.number], other_id=keys[row.other], kind=row.kind, established_on=row.established_on
    )


def why_left_out(row: LinkRow, keys: dict[str, int]) -> str:
    if row.number in keys or row.other in keys:
        return _("one of the two schools is not in the directory")
    return _("neither school is in the directory")
