"""Reading register files: whatever a spreadsheet programme did to them, every row is kept or told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.register import Layout, UnfitFile, read_register
from directory.register.cells import code, day, phone, postcode, pupils, website
from tests.directory.registers import ENGLISH, LINK, WELSH, register, shared


def one(data: bytes):
    """Read a file of one school that must be kept."""
    reading = read_register(data)
    assert (reading.read, len(reading.schools), reading.rejected) == (1, 1, [])
    return reading.schools[0]


def facts(**cells: str) -> dict:
    return dict(one(register(cells)).facts)


def reasons(data: bytes) -> list[str]:
    return [row.reason for row in read_register(data).rejected]


def test_an_english_school_is_read():
    school = one(register({}))
    assert (school.number, school.authority.code, school.authority.name) == ("910001", "998", "Southdale")
    assert (school.trust, school.states_trust) == (None, True)
    assert school.facts == {
        "name": "Highfield Primary School",
        "establishment_number": "2001",
        "kind": "Community school",
        "religious_character": "",
        "pupils": 210,
        "street": "1 High Street",
        "town": "Highfield",
        "postcode": "SD1 2AB",
        "easting": 412345,
        "northing": 498765,
        "phone": "01632960001",
        "website": "http://www.highfield.example",
        "opened_on": date(1999, 9, 1),
        "closed_on": None,
        "phase": "primary",
        "status": "open",
    }


def test_a_welsh_school_is_read():
    school = one(register({}, base=WELSH, encoding="utf-8"))
    assert (school.number, school.authority.name_cy) == ("6992001", "Sir y Dyffryn")
    assert school.facts == {
        "name": "Ysgol y Bryn",
        "name_cy": "",
        "religious_character": "",
        "postcode": "LL99 9ZZ",
        "phone": "01632 960002",
        "pupils": 88,
        "establishment_number": "2001",
        "kind": "Community (Infants & Juniors)",
        "phase": "primary",
        "medium": "welsh",
        "town": "Pentre Ŵyn",
        "street": "Heol y Bryn",
    }


def test_the_welsh_lists_own_headings_are_known():
    names = {
        "School Number": "6992001", "School Name": "Bryn", "LA Code": "699", "Local Authority": "Valleyshire",
        "Sector": "Middle", "WM Code": "NA", "Address 1": "Pentre",
    }  # fmt: skip
    school = one(register({}, base=names))
    assert (school.facts["phase"], school.facts["medium"], school.authority.name) == (
        "all_through",
        "",
        "Valleyshire",
    )


def test_a_link_is_read():
    reading = read_register(register({}, base=LINK))
    (link,) = reading.links
    assert (reading.layout, link.number, link.other, link.kind, link.established_on) == (
        Layout.LINKS,
        "910001",
        "910002",
        "Successor",
        date(2021, 8, 31),
    )


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_reads_the_same(encoding):
    data = register({"EstablishmentName": "Ysgol Caffè Môn – St Mary’s"}, encoding=encoding)
    assert one(data).facts["name"] == "Ysgol Caffè Môn – St Mary’s"


def test_one_damaged_line_does_not_change_how_the_others_are_read():
    data = (
        register({"EstablishmentName": "Môn"}, encoding="utf-8")
        + b'"910002"'
        + b',"\x81"' * (len(ENGLISH) - 1)
    )
    reading = read_register(data)
    assert [school.facts["name"] for school in reading.schools] == ["Môn"]
    assert [row.line for row in reading.rejected] == [3]


@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
def test_other_delimiters_are_known(delimiter):
    data = b"URN,EstablishmentName,LA (code),Town\r\n910001,Oak,998,Low Town\r\n".replace(b",", delimiter)
    assert one(data).facts == {"name": "Oak", "town": "Low Town"}


def test_columns_are_found_by_name_in_any_order_with_others_between():
    shuffled = dict(reversed(ENGLISH.items())) | {"Something new (name)": "?"}
    assert one(register({}, base=shuffled)).facts == one(register({})).facts


def test_a_missing_column_leaves_its_fact_unsaid():
    school = one(register({}, without=("Postcode", "Trusts (code)", "PhaseOfEducation (name)")))
    assert "postcode" not in school.facts
    assert school.states_trust is False
    assert school.facts["phase"] == "primary"  # the phase's code still tells


def test_codes_and_numbers_damaged_by_a_spreadsheet_are_mended():
    cells = {"LA (code)": "23", "EstablishmentNumber": "45", "TelephoneNum": "1632960001", "URN": "910001.0"}
    school = one(register(cells))
    assert (school.number, school.authority.code) == ("910001", "023")
    assert (school.facts["establishment_number"], school.facts["phone"]) == ("0045", "01632960001")


@pytest.mark.parametrize(
    ("cells", "phase"),
    [
        ({"PhaseOfEducation (name)": "All through"}, "all_through"),
        ({"PhaseOfEducation (name)": "All-through"}, "all_through"),
        ({"PhaseOfEducation (name)": "Middle deemed secondary"}, "middle"),
        ({"PhaseOfEducation (name)": "", "PhaseOfEducation (code)": "6"}, "post_16"),
        ({"PhaseOfEducation (name)": "Not applicable"}, "other"),
        (
            {"PhaseOfEducation (name)": "Not applicable", "EstablishmentTypeGroup (name)": "Special schools"},
            "special",
        ),
        ({"TypeOfEstablishment (name)": "Academy special converter"}, "special"),
        ({"TypeOfEstablishment (name)": "Pupil referral unit"}, "pru"),
        ({"TypeOfEstablishment (name)": "Free schools alternative provision"}, "pru"),
        ({"TypeOfEstablishment (name)": "", "TypeOfEstablishment (code)": "7"}, "special"),
        ({"TypeOfEstablishment (name)": "", "TypeOfEstablishment (code)": "14"}, "pru"),
    ],
)
def test_the_phase_is_found(cells, phase):
    assert facts(**cells)["phase"] == phase


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"EstablishmentStatus (name)": "Closed"}, "closed"),
        ({"EstablishmentStatus (name)": "Open, but proposed to close"}, "closing"),
        ({"EstablishmentStatus (name)": "", "EstablishmentStatus (code)": "4"}, "proposed"),
    ],
)
def test_the_status_is_found(cells, status):
    assert facts(**cells)["status"] == status


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"URN": ""}, "“URN” is empty."),
        ({"URN": "12"}, "“12” is no URN: a URN has five or six digits."),
        ({"URN": "91000x"}, "“URN” cannot be read."),
        ({"EstablishmentName": " "}, "“EstablishmentName” is empty."),
        ({"EstablishmentName": "x" * 201}, "“EstablishmentName” cannot be read."),
        ({"EstablishmentName": "Oak\x00field"}, "“EstablishmentName” cannot be read."),
        ({"EstablishmentName": "Oak\nfield"}, "“EstablishmentName” cannot be read."),
        ({"LA (code)": "1234"}, "“LA (code)” cannot be read."),
        (
            {"EstablishmentStatus (name)": "Dreaming", "EstablishmentStatus (code)": "9"},
            "“dreaming” is no status we know.",
        ),
    ],
)
def test_a_row_that_cannot_be_kept_says_why(cells, reason):
    assert reasons(register(cells)) == [reason]


@pytest.mark.parametrize(
    ("column", "value", "fact"),
    [
        ("OpenDate", "31-02-2020", "opened_on"),
        ("OpenDate", "1/9/99", "opened_on"),
        ("Postcode", "nowhere", "postcode"),
        ("TelephoneNum", "1.63296E+09", "phone"),
        ("Easting", "-5", "easting"),
        ("NumberOfPupils", "many", "pupils"),
        ("SchoolWebsite", "javascript:alert(1)", "website"),
        ("Town", "x" * 101, "town"),
        ("Street", "a\x00b", "street"),
    ],
)
def test_a_damaged_cell_is_left_out_and_told(column, value, fact):
    reading = read_register(register({column: value}))
    (school,) = reading.schools
    assert fact not in school.facts
    assert reading.remarks == [(2, f"“{column}” cannot be read and was left as it was.")]


def test_the_second_of_two_rows_with_one_number_is_refused():
    reading = read_register(register({}, {"URN": "910002"}, {"EstablishmentName": "Again"}))
    assert [school.facts["name"] for school in reading.schools] == ["Highfield Primary School"] * 2
    assert [(row.line, row.number, row.reason) for row in reading.rejected] == [
        (4, "910001", "The same stands on line 2 already.")
    ]


@pytest.mark.parametrize("row", ["910002,Oak,998,Low Town,too,many", "910002,Oak"])
def test_a_row_of_another_width_is_refused(row):
    data = f"URN,EstablishmentName,LA (code),Town\n910001,Elm,998,Low Town\n\n{row}\n".encode()
    values = len(row.split(","))
    assert reasons(data) == [f"The row has {values} values where the heading names 4 columns."]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "This file is empty."),
        (b" \r\n ", "This file is empty."),
        (b"PK\x03\x04rest", "This is a spreadsheet workbook: save it as CSV first."),
        (b"name,colour\nOak,red\n", "This is no register of schools"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "This is no register of schools"),
        (b'URN,EstablishmentName\n1,"' + b"x" * 200_000, "This file stops being CSV near line 2"),
    ],
)
def test_a_file_that_is_no_register_is_refused_in_a_sentence(data, said):
    with pytest.raises(UnfitFile) as problem:
        read_register(data)
    assert str(problem.value).startswith(said)


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("01-09-1999", date(1999, 9, 1)),
        ("1/9/1999", date(1999, 9, 1)),
        ("01-09-1999 00:00:00", date(1999, 9, 1)),
        ("1999-09-01", date(1999, 9, 1)),
        ("1999-09-01T00:00:00", date(1999, 9, 1)),
        ("1 September 1999", date(1999, 9, 1)),
        ("01-Sep-1999", date(1999, 9, 1)),
        ("29-02-2024", date(2024, 2, 29)),
        ("", None),
    ],
)
def test_dates_are_read_in_every_common_spelling(value, read):
    assert day(value) == read


@pytest.mark.parametrize(
    ("read", "value", "said"),
    [
        (postcode, "sd12ab", "SD1 2AB"),
        (postcode, "", ""),
        (phone, "", ""),
        (phone, "020 7946 0000", "020 7946 0000"),
        (website, "https://oak.example/a?b=c", "https://oak.example/a?b=c"),
        (code(3), "", ""),
        (pupils, "1,234", 1234),
        (pupils, "47.5", 48),
        (pupils, "", None),
    ],
)
def test_a_cell_is_read(read, value, said):
    assert read(value) == said


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    body = b"URN,EstablishmentName,LA (code)\n910001,Oak,998\n" + data
    try:
        reading = read_register(body)
    except UnfitFile:
        return
    assert reading.read == len(reading.schools) + len(reading.rejected)


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("gias_format_derived_6022.csv", 6022),
        ("wales_schools_maintained_2018.csv", 1521),
        ("links_edubasealldata20250422.csv", 33801),
    ],
)
def test_every_row_of_the_real_files_is_kept(name, rows):
    reading = read_register(shared(name))
    assert (reading.read, len(reading.schools) + len(reading.links)) == (rows, rows)
    assert (reading.rejected, reading.remarks) == ([], [])
