"""Small invented register files for the tests, and where the real ones lie when they are at hand."""

import csv
import io
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
ENGLISH = {
    "URN": "910001",
    "LA (code)": "998",
    "LA (name)": "Southdale",
    "EstablishmentNumber": "2001",
    "EstablishmentName": "Highfield Primary School",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (code)": "1",
    "EstablishmentStatus (name)": "Open",
    "OpenDate": "01-09-1999",
    "CloseDate": "",
    "PhaseOfEducation (code)": "2",
    "PhaseOfEducation (name)": "Primary",
    "ReligiousCharacter (name)": "Does not apply",
    "NumberOfPupils": "210",
    "Trusts (code)": "",
    "Trusts (name)": "",
    "Street": "1 High Street",
    "Town": "Highfield",
    "Postcode": "SD1 2AB",
    "SchoolWebsite": "www.highfield.example",
    "TelephoneNum": "01632960001",
    "Easting": "412345",
    "Northing": "498765",
}
WELSH = {
    "school_number": "6992001",
    "name": "Ysgol y Bryn",
    "name_cy": "Ysgol y Bryn",
    "la_code": "699",
    "la_name": "Valleyshire",
    "la_name_cy": "Sir y Dyffryn",
    "sector": "Primary",
    "governance": "Community",
    "wm_code": "WM",
    "school_type": "Infants & Juniors",
    "religious_character": "---",
    "address1": "Heol y Bryn",
    "address2": "Pentre Ŵyn",
    "address3": "Sir y Dyffryn",
    "address4": "",
    "postcode": "LL99 9ZZ",
    "phone": "01632 960002",
    "pupils": "88",
}
LINK = {
    "URN": "910001",
    "LinkURN": "910002",
    "LinkName": "Highfield Academy",
    "LinkType": "Successor",
    "LinkEstablishedDate": "31-08-2021",
}


def register(
    *rows: dict, base: dict = ENGLISH, encoding: str = "cp1252", without: tuple[str, ...] = ()
) -> bytes:
    """Write a register file: each row changes some cells of `base`, by default an ordinary English school."""
    columns = [name for name in {**base, **{key: "" for row in rows for key in row}} if name not in without]
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows(base | row for row in rows)
    return text.getvalue().encode(encoding)


def shared(name: str) -> bytes:
    """Return a real register file; skip the test where it is not at hand."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"the register file {name} lies outside the repository and is not here")
    return path.read_bytes()
