"""Importing registers: everything is accounted for, a second run changes nothing, and nothing is half done."""

import re
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.actions import imports
from directory.models import LocalAuthority, School, SchoolLink, Trust
from directory.queries.schools import predecessors_of, successor_of, successors_of
from tests.directory.registers import LINK, WELSH, register, shared
from tests.factories import ClusterFactory, PersonFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.every_database]


def bring_in(data: bytes, **options) -> tuple[int, int, int, int]:
    """Import a file and return its counts, having checked that they add up to the rows read."""
    outcome = imports.import_register(data, **options)
    rejected = len(outcome.rejected) + outcome.left_out.total()
    assert outcome.created + outcome.updated + outcome.unchanged + rejected == outcome.reading.read
    return outcome.created, outcome.updated, outcome.unchanged, rejected


def command(path, **options) -> str:
    said = StringIO()
    call_command("import_schools", str(path), stdout=said, **options)
    return said.getvalue()


def test_schools_authorities_and_trusts_are_made():
    data = register({}, {"URN": "910002", "Trusts (code)": "5001", "Trusts (name)": "Oak Trust"})
    assert bring_in(data) == (2, 0, 0, 0)
    school = School.objects.get(number="910002")
    assert (school.trust.code, school.trust.name) == ("5001", "Oak Trust")
    assert (school.local_authority.code, school.local_authority.name) == ("998", "Southdale")
    assert (school.phase, school.status, school.pupils, school.opened_on) == (
        "primary",
        "open",
        210,
        date(1999, 9, 1),
    )
    assert School.objects.found_by("highfield sd12ab").count() == 2


def test_a_second_run_changes_nothing():
    data = register({}, {"URN": "910002"})
    bring_in(data)
    before = list(School.objects.order_by("pk").values())
    assert bring_in(data) == (0, 0, 2, 0)
    assert list(School.objects.order_by("pk").values()) == before
    assert School.history.count() == 2


def test_a_changed_row_is_updated_with_its_history_and_the_others_are_not_written():
    bring_in(register({}, {"URN": "910002"}))
    ours = ClusterFactory()
    School.objects.filter(number="910002").update(cluster=ours)
    kept = School.objects.get(number="910002").pk
    assert bring_in(register({}, {"URN": "910002", "EstablishmentName": "Lowfield", "Town": "Low Town"})) == (
        0,
        1,
        1,
        0,
    )
    school = School.objects.get(number="910002")
    assert (school.pk, school.name, school.cluster) == (kept, "Lowfield", ours)
    assert School.objects.found_by("lowfield").get() == school
    newest, first = school.history.all()
    assert [(row.history_type, row.name) for row in (first, newest)] == [
        ("+", "Highfield Primary School"),
        ("~", "Lowfield"),
    ]
    assert School.objects.get(number="910001").history.count() == 1


def test_history_says_who_when_and_why():
    ada = PersonFactory()
    before = timezone.now()
    bring_in(register({"CloseDate": "31-08-2025"}), by=ada)
    school = School.objects.get()
    (first,) = school.history.all()
    assert (first.history_user, first.history_change_reason) == (ada, "School register")
    assert before <= first.history_date <= timezone.now()
    kept = [field.attname for field in School.history.model.tracked_fields]
    assert [getattr(first, name) for name in kept] == [getattr(school, name) for name in kept]
    assert first.instance == school


def test_what_a_file_does_not_say_stays_as_it_was():
    bring_in(register({}))
    assert bring_in(register({}, without=("Postcode", "Town", "NumberOfPupils", "Trusts (code)"))) == (
        0,
        0,
        1,
        0,
    )
    assert bring_in(register({"Postcode": "nowhere", "OpenDate": "soon"})) == (0, 0, 1, 0)
    assert bring_in(register({"Postcode": "", "NumberOfPupils": ""})) == (0, 1, 0, 0)
    school = School.objects.get()
    assert (school.postcode, school.pupils, school.town) == ("", None, "Highfield")


def test_a_school_missing_from_the_file_and_a_closed_one_stay():
    bring_in(register({}, {"URN": "910002"}))
    assert bring_in(register({"EstablishmentStatus (name)": "Closed", "CloseDate": "31-08-2025"})) == (
        0,
        1,
        0,
        0,
    )
    assert [school.status for school in School.objects.order_by("number")] == ["closed", "open"]


def test_bad_rows_are_told_and_the_good_ones_kept(tmp_path):
    file = tmp_path / "register.csv"
    file.write_bytes(register({}, {"URN": "x"}, {"URN": "910001"}, {"URN": "910004", "Postcode": "nowhere"}))
    assert command(file).splitlines() == [
        "English register: 4 rows read, 2 created, 0 updated, 0 unchanged, 2 rejected.",
        "Line 3 (x) rejected: “URN” cannot be read.",
        "Line 4 (910001) rejected: The same stands on line 2 already.",
        "Line 5: “Postcode” cannot be read and was left as it was.",
    ]


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path):
    file = tmp_path / "register.csv"
    file.write_bytes(register({}))
    assert command(file, dry_run=True).splitlines() == [
        "English register: 1 rows read, 1 created, 0 updated, 0 unchanged, 0 rejected.",
        "Nothing was changed: this was a dry run.",
    ]
    assert (School.objects.count(), LocalAuthority.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("data", "options", "said"),
    [
        (b"name,colour\nOak,red\n", {}, "This is no register of schools"),
        (b"\x00\x01\x02", {}, "This is no register of schools"),
        (b"", {}, "This file is empty."),
        (register({}), {"links": True}, "This is a register of schools, not a file of links."),
    ],
)
def test_an_unfit_file_is_refused_in_one_sentence(tmp_path, data, options, said):
    file = tmp_path / "register.csv"
    file.write_bytes(data)
    with pytest.raises(CommandError) as problem:
        command(file, **options)
    assert str(problem.value).startswith(said)
    assert (problem.value.returncode, School.objects.count()) == (1, 0)


def test_a_file_that_is_not_there_is_refused_in_one_sentence(tmp_path):
    with pytest.raises(CommandError) as problem:
        command(tmp_path / "nothing.csv")
    assert (
        str(problem.value)
        == f"The file {tmp_path / 'nothing.csv'} cannot be read: No such file or directory."
    )


def test_an_import_that_breaks_half_way_leaves_nothing(monkeypatch):
    def break_down(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(imports, "write", break_down)
    data = register({"Trusts (code)": "5001", "Trusts (name)": "Oak Trust"})
    with pytest.raises(RuntimeError, match="the disk is full"):
        imports.import_register(data)
    assert (School.objects.count(), Trust.objects.count(), LocalAuthority.objects.count()) == (0, 0, 0)


def test_trusts_and_authorities_follow_their_names():
    bring_in(register({"Trusts (code)": "5001", "Trusts (name)": "Oak Trust"}))
    bring_in(register({"Trusts (code)": "5001", "Trusts (name)": "Elm Trust", "LA (name)": "Southdale City"}))
    assert (Trust.objects.get().name, LocalAuthority.objects.get().name) == ("Elm Trust", "Southdale City")
    bring_in(register({}))
    assert School.objects.get().trust is None


def test_a_welsh_school_keeps_both_names():
    data = register({"name": "Hill School"}, base=WELSH, encoding="utf-8")
    assert bring_in(data) == (1, 0, 0, 0)
    school = School.objects.get()
    assert (school.name, school.name_cy, school.medium) == ("Hill School", "Ysgol y Bryn", "welsh")
    assert bring_in(data) == (0, 0, 1, 0)


CARDIFF = {"LA (code)": "681", "LA (name)": "Cardiff", "EstablishmentNumber": "2001", "URN": "410001"}
CAERDYDD = {"la_code": "681", "la_name": "Cardiff", "la_name_cy": "Caerdydd", "school_number": "6812001"}


def test_a_school_in_both_registers_is_one_school_whichever_comes_first():
    english, welsh = register(CARDIFF), register(CAERDYDD, base=WELSH, encoding="utf-8")
    assert bring_in(english) == (1, 0, 0, 0)
    key = School.objects.get().pk
    assert bring_in(welsh) == (0, 1, 0, 0)
    school = School.objects.get()
    assert (school.pk, school.number, school.name, school.easting) == (key, "6812001", "Ysgol y Bryn", 412345)
    assert school.local_authority.name_cy == "Caerdydd"
    outcome = imports.import_register(english)
    assert [row.reason for row in outcome.rejected] == [
        "This school in Wales is known from the Welsh list as 6812001."
    ]
    assert bring_in(welsh) == (0, 0, 1, 0)


def link(first: str, kind: str, second: str) -> dict:
    return {"URN": first, "LinkType": kind, "LinkURN": second}


def test_links_join_known_schools_and_count_the_others(tmp_path):
    for number in ("910001", "910002"):
        SchoolFactory(number=number)
    file = tmp_path / "links.csv"
    rows = [
        link("910001", "Successor", "910002"),
        link("910001", "Other", "919999"),
        link("918888", "Other", "919999"),
    ]
    file.write_bytes(register(*rows, link("910001", "Other", "910001"), base=LINK))
    assert command(file, links=True).splitlines() == [
        "Links between schools: 4 rows read, 1 created, 0 updated, 0 unchanged, 3 rejected.",
        "Left out 1 links: one of the two schools is not in the directory.",
        "Left out 1 links: neither school is in the directory.",
        "Line 5 (910001) rejected: The school is linked to itself.",
    ]
    assert SchoolLink.objects.get().established_on == date(2021, 8, 31)
    assert bring_in(register(*rows, base=LINK)) == (0, 0, 1, 2)
    dated = [row | {"LinkEstablishedDate": "01-09-2021"} for row in rows]
    assert bring_in(register(*dated, base=LINK)) == (0, 1, 0, 2)


@pytest.fixture
def chain():
    """Four schools, the first three closed."""
    return [
        SchoolFactory(number=str(910001 + n), status=School.Status.OPEN if n == 3 else School.Status.CLOSED)
        for n in range(4)
    ]


def joined(*rows: dict) -> None:
    bring_in(register(*rows, base=LINK))


def test_successors_are_followed_whichever_side_tells(chain):
    *_, third, last = chain
    joined(
        link("910001", "Successor", "910002"),
        link("910003", "Predecessor - merged", "910002"),
        link("910003", "Successor", "910004"),
        link("910004", "Predecessor", "910003"),
    )
    assert successors_of(third) == [last]
    assert predecessors_of(last) == [third]
    assert [successor_of(school) for school in chain] == [last, last, last, None]


def test_a_circle_a_split_and_an_end_have_no_successor(chain):
    first, _second, third, _last = chain
    joined(link("910001", "Successor", "910002"), link("910002", "Successor", "910001"))
    assert successor_of(first) is None
    joined(
        link("910003", "Successor - Split School", "910004"),
        link("910003", "Successor - Split School", "910002"),
    )
    assert successor_of(third) is None
    assert len(successors_of(third)) == 2


@pytest.mark.parametrize(
    ("name", "counts", "again"),
    [
        ("gias_format_derived_6022.csv", (6022, 0, 0, 0), (0, 0, 6022, 0)),
        ("wales_schools_maintained_2018.csv", (1521, 0, 0, 0), (0, 0, 1521, 0)),
    ],
)
def test_the_real_registers_come_in_whole(name, counts, again):
    data = shared(name)
    assert bring_in(data) == counts
    assert bring_in(data) == again


def test_the_real_links_are_accounted_for():
    bring_in(shared("gias_format_derived_6022.csv"))
    data = shared("links_edubasealldata20250422.csv")
    assert bring_in(data) == (38, 0, 0, 33763)
    assert bring_in(data) == (0, 0, 38, 33763)


def queries_for(rows: int, start: int, town: str) -> int:
    """Return how many queries bringing in so many new rows takes, and as many changed ones after them."""
    numbers = [str(start + n) for n in range(rows)]
    first, changed = (
        register(*({"URN": n} for n in numbers)),
        register(*({"URN": n, "Town": town} for n in numbers)),
    )
    with CaptureQueriesContext(connection) as queries:
        assert [bring_in(data) for data in (first, changed)] == [(rows, 0, 0, 0), (0, rows, 0, 0)]
    return len(queries)


def test_rows_come_in_by_the_thousand_not_one_by_one():
    # SQLite takes 999 values a statement, which is some thirty rows; PostgreSQL takes them all at once.
    assert queries_for(2_000, 100_000, "Low Town") < 200
    assert set(School.objects.values_list("town", flat=True)) == {"Low Town"}
    assert re.fullmatch(
        r"highfield primary school low town sd1 2ab sd12ab 1\d{5}", School.objects.first().search_text
    )
