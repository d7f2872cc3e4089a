"""The English register (GIAS, "Get information about schools"): one row per establishment, by URN."""

from django.utils.translation import gettext as _

from directory.register import cells
from directory.register.rows import (
    AuthorityRow,
    BadRow,
    Fact,
    Remarks,
    SchoolRow,
    TrustRow,
    facts_of,
    words_of,
)
from directory.register.sheets import Row, Sheet

TABLE = (
    Fact("number", ("urn",), cells.digits, needed=True),
    Fact("name", ("establishmentname",), cells.text(200), needed=True),
    Fact("authority_code", ("lacode",), cells.code(3), needed=True),
    Fact("authority_name", ("laname",), cells.text(100)),
    Fact("establishment_number", ("establishmentnumber",), cells.code(4)),
    Fact("kind", ("typeofestablishmentname",), cells.text(100)),
    Fact("trust_code", ("trustscode",), cells.text(10)),
    Fact("trust_name", ("trustsname",), cells.text(200)),
    Fact("religious_character", ("religiouscharactername",), cells.text(60)),
    Fact("pupils", ("numberofpupils",), cells.pupils),
    Fact("street", ("street",), cells.text(150)),
    Fact("town", ("town",), cells.text(100)),
    Fact("postcode", ("postcode",), cells.postcode),
    Fact("easting", ("easting",), cells.metres),
    Fact("northing", ("northing",), cells.metres),
    Fact("phone", ("telephonenum",), cells.phone),
    Fact("website", ("schoolwebsite",), cells.website),
    Fact("opened_on", ("opendate",), cells.day),
    Fact("closed_on", ("closedate",), cells.day),
)
NO_RELIGION = {"does not apply", "none", "not applicable", "not known", "not recorded"}
PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "middle deemed primary": "middle",
    "secondary": "secondary",
    "middle deemed secondary": "middle",
    "16 plus": "post_16",
    "all-through": "all_through",
    "all through": "all_through",
    "not applicable": "other",
}
PHASE_CODES = dict(
    enumerate(("other", "nursery", "primary", "middle", "secondary", "middle", "post_16", "all_through"))
)
STATUSES = {
    "open": "open",
    "closed": "closed",
    "open, but proposed to close": "closing",
    "proposed to open": "proposed",
}
STATUS_CODES = {"1": "open", "2": "closed", "3": "closing", "4": "proposed"}
# The register's type codes (list of April 2025), for layouts and cells without the types' names.
SPECIAL_TYPES = {"07", "08", "10", "12", "32", "33", "36", "44"}
PRU_TYPES = {"14", "38", "42", "43"}


def is_english(sheet: Sheet) -> bool:
    return sheet.has("urn", "establishmentname")


def read_english(row: Row, remarks: Remarks) -> SchoolRow:
    """Read one establishment; raise BadRow when it has no URN, name, authority or known status."""
    facts = facts_of(row, TABLE, remarks)
    number = str(facts.pop("number"))
    if not 5 <= len(number) <= 6:
        raise BadRow(_("“%(number)s” is no URN: a URN has five or six digits.") % {"number": number})
    authority = AuthorityRow(str(facts.pop("authority_code")), str(facts.pop("authority_name", "")))
    if str(facts.get("religious_character", "")).lower() in NO_RELIGION:
        facts["religious_character"] = ""
    trust_code, trust_name = facts.pop("trust_code", None), facts.pop("trust_name", "")
    trust = TrustRow(str(trust_code), str(trust_name)) if trust_code else None
    facts |= phase_of(row) | status_of(row)
    return SchoolRow(row.line, number, authority, facts, trust, states_trust=trust_code is not None)


def phase_of(row: Row) -> dict[str, str]:
    """Return the phase; special schools and referral units have none in the register: their type tells."""
    by_type = phase_by_type(row)
    if by_type:
        return {"phase": by_type}
    name = words_of(row, "phaseofeducationname")
    number = words_of(row, "phaseofeducationcode").removesuffix(".0")
    if name in PHASES:
        return {"phase": PHASES[name]}
    if number.isdigit() and int(number) in PHASE_CODES:
        return {"phase": PHASE_CODES[int(number)]}
    return {}


def phase_by_type(row: Row) -> str:
    name = words_of(row, "typeofestablishmentname")
    number = words_of(row, "typeofestablishmentcode").removesuffix(".0").zfill(2)
    if "pupil referral" in name or "alternative provision" in name or number in PRU_TYPES:
        return "pru"
    group = words_of(row, "establishmenttypegroupname")
    if group == "special schools" or "special" in name.split() or number in SPECIAL_TYPES:
        return "special"
    return ""


def status_of(row: Row) -> dict[str, str]:
    """Return the status by its name or its code; a status we do not know rejects the row rather than guess."""
    name = words_of(row, "establishmentstatusname")
    number = words_of(row, "establishmentstatuscode").removesuffix(".0").lstrip("0")
    status = STATUSES.get(name) or STATUS_CODES.get(number)
    if status:
        return {"status": status}
    if name or number:
        raise BadRow(_("“%(status)s” is no status we know.") % {"status": (name or number)[:40]})
    return {}
