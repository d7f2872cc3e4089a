"""The Welsh Government's list of maintained schools: bilingual, by seven-digit school number."""

from django.utils.translation import gettext as _

from directory.register import cells
from directory.register.rows import AuthorityRow, BadRow, Fact, Remarks, SchoolRow, facts_of, words_of
from directory.register.sheets import Row, Sheet

NAMES = ("name", "schoolname")
TABLE = (
    Fact("number", ("schoolnumber",), cells.code(7), needed=True),
    Fact("name", NAMES, cells.text(200), needed=True),
    Fact("name_cy", ("namecy", "schoolnamecy"), cells.text(200)),
    Fact("authority_code", ("lacode",), cells.code(3), needed=True),
    Fact("authority_name", ("laname", "localauthority"), cells.text(100)),
    Fact("authority_name_cy", ("lanamecy", "localauthoritycy"), cells.text(100)),
    Fact("governance", ("governance",), cells.text(40)),
    Fact("school_type", ("schooltype",), cells.text(50)),
    Fact("religious_character", ("religiouscharacter",), cells.text(60)),
    Fact("postcode", ("postcode",), cells.postcode),
    Fact("phone", ("phone", "phonenumber", "telephone"), cells.phone),
    Fact("pupils", ("pupils", "numberofpupils"), cells.pupils),
)
# A Welsh "middle" school teaches from 3 or 4 to 16 or 19: what England calls all-through.
PHASES = {
    "nursery": "nursery",
    "primary": "primary",
    "secondary": "secondary",
    "middle": "all_through",
    "special": "special",
    "pupil referral unit": "pru",
}
# Welsh medium; English medium, with or without significant Welsh; and the ways in between.
MEDIUMS = {
    "wm": "welsh",
    "em": "english",
    "ew": "english",
    "ds": "bilingual",
    "ab": "bilingual",
    "bb": "bilingual",
    "cb": "bilingual",
    "tr": "bilingual",
    "na": "",
}
NO_RELIGION = {"---", "not applicable", "none"}
ADDRESS = ("address1", "address2", "address3", "address4")


def is_welsh(sheet: Sheet) -> bool:
    return sheet.has("schoolnumber") and any(sheet.has(name) for name in NAMES)


def read_welsh(row: Row, remarks: Remarks) -> SchoolRow:
    """Read one school; raise BadRow when it has no number, name or authority."""
    facts = facts_of(row, TABLE, remarks)
    number, code = str(facts.pop("number")), str(facts.pop("authority_code"))
    if not number.startswith(code):
        problem = _("The number %(number)s does not begin with its authority's code %(code)s.")
        raise BadRow(problem % {"number": number, "code": code})
    authority = AuthorityRow(
        code, str(facts.pop("authority_name", "")), str(facts.pop("authority_name_cy", ""))
    )
    if facts.get("name_cy") == facts["name"]:
        facts["name_cy"] = ""
    if str(facts.get("religious_character", "")).lower() in NO_RELIGION:
        facts["religious_character"] = ""
    facts |= (
        {"establishment_number": number[3:]}
        | kind_of(facts)
        | teaching_of(row)
        | address_of(row, authority, remarks)
    )
    return SchoolRow(row.line, number, authority, facts)


def kind_of(facts: dict[str, object]) -> dict[str, str]:
    """Return the type: who runs the school and whom it teaches."""
    governance, taught = str(facts.pop("governance", "")), str(facts.pop("school_type", ""))
    if governance.lower() == "not applicable":
        governance = ""
    kind = f"{governance} ({taught})" if governance and taught else governance or taught
    return {"kind": kind} if kind else {}


def teaching_of(row: Row) -> dict[str, str]:
    """Return phase and medium of instruction where the list states ones we know."""
    taught = {}
    sector, medium = words_of(row, "sector"), words_of(row, "wmcode")
    if sector in PHASES:
        taught["phase"] = PHASES[sector]
    if medium in MEDIUMS:
        taught["medium"] = MEDIUMS[medium]
    return taught


def address_of(row: Row, authority: AuthorityRow, remarks: Remarks) -> dict[str, str]:
    """Return street and town: the list has free lines, of which the last that is not the county is the town."""
    try:
        lines = [line for line in (row.cell(name) for name in ADDRESS) if line]
    except ValueError:
        remarks.add(row, *ADDRESS)
        return {}
    counties = {name.lower().removeprefix("the ") for name in (authority.name, authority.name_cy)}
    places = [line for line in lines if line.lower().removeprefix("the ") not in counties]
    town = (places or lines or [""])[-1]
    street = ", ".join(places[:-1])
    return {"town": town[:100], "street": street[:150]} if lines else {}
