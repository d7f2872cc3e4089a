"""Managers see where the applications of each round stand, how far they came, and how long they wait for whom."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from casework.models import Entry
from designation.lifecycle import APPLICATION
from designation.models import Application
from designation.queries.pipeline import Reached, pipeline, waits
from tests import factories
from tests.designation import stage

pytestmark = pytest.mark.every_database

PAGE, LIST = "/designation/applications/pipeline/", "/designation/applications/"
A = Application.State
OTHERS = ["sam", "hannah", "rob", "olga", "fay"]


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return cast.mina


def application(state=A.SUBMITTED, days=0, **fields):
    """Return an application that came into its state so many days ago."""
    fields = {"round": stage.round_(), "applicant": factories.PersonFactory()} | fields
    if state in stage.TURNED_DOWN:
        fields |= {"feedback": "Tell us more.", "appeal_by": stage.today()}
    return factories.ApplicationFactory(
        state=state, state_at=timezone.now() - timedelta(days=days, hours=1), **fields
    )


def moved(case, step):
    """Take an application a step further."""
    fields = {"feedback": "Tell us more."} if step in ("sift_out", "reject") else {}
    APPLICATION.advance(case, step, by=case.applicant, **fields)


def applicants(response):
    return [row["head"]["text"] for row in response.context["rows"]]


def test_each_round_has_its_applications_by_state(cast):
    other = factories.RoundFactory(name="Autumn round")
    for state in (A.DRAFT, A.SUBMITTED, A.SUBMITTED, A.SUCCESSFUL):
        application(state)
    application(A.WITHDRAWN, round=other)
    found = {
        line.round: dict(line.by_state)
        for line in pipeline([stage.round_(), other], Application.objects.all())
    }
    assert found == {stage.round_(): {"draft": 1, "submitted": 2, "successful": 1}, other: {"withdrawn": 1}}


def test_what_was_turned_down_or_withdrawn_counts_as_far_as_it_came(cast):
    application(A.DRAFT, submitted_at=None)
    for steps in (
        [],
        ["sift_out"],
        ["shortlist"],
        ["shortlist", "withdraw"],
        ["shortlist", "invite", "interview", "withdraw"],
        ["shortlist", "invite", "interview", "reject"],
        ["shortlist", "invite", "interview", "reserve", "designate"],
    ):
        case = application()
        for step in steps:
            moved(case, step)
    [line] = pipeline([stage.round_()], Application.objects.all())
    assert line.reached == Reached(sent=7, shortlisted=5, interviewed=3, designated=1)


def test_the_wait_begins_with_the_state_and_not_with_the_last_score(cast):
    oldest = application(days=9)
    for days in (1, 2):
        application(days=days)
    scored = application(days=0)
    came = {"from_state": "draft", "to_state": "submitted", "by": scored.applicant}
    Entry.objects.create(case=scored, step="submit", at=timezone.now() - timedelta(days=4, hours=1), **came)
    Entry.objects.create(case=scored, step="score", from_state="submitted", to_state="submitted")
    application(A.SUCCESSFUL, days=50)
    [wait] = waits(Application.objects.all(), timezone.now())
    assert (wait.state, wait.number, wait.median_days, wait.longest, wait.oldest) == (
        A.SUBMITTED,
        4,
        3.0,
        9,
        oldest.pk,
    )


def test_each_number_leads_to_its_applications_and_drafts_to_nobody(cast, client, mina):
    for state in (A.DRAFT, A.SUBMITTED, A.SHORTLISTED):
        application(state, submitted_at=None if state == A.DRAFT else timezone.now())
    [row] = client.get(PAGE).context["rows"]
    numbers = {cell["label"]: cell for cell in row["cells"]}
    assert [cell["text"] for cell in row["cells"]] == ["1", "1", "1"]
    assert "url" not in numbers[A.DRAFT.label]
    shown = client.get(numbers[A.SHORTLISTED.label]["url"])
    assert applicants(shown) == [str(Application.objects.get(state="shortlisted").applicant)]


def test_the_pipeline_is_narrowed_to_a_role(cast, client, mina):
    other = factories.RoleTypeFactory(key="other", name="Other role")
    application(role_type=other)
    application(A.SHORTLISTED)
    response = client.get(f"{PAGE}?role_type={other.pk}")
    assert [row["head"]["text"] for row in response.context["waits"]] == [A.SUBMITTED.label]
    assert f"role_type={other.pk}" in response.context["waits"][0]["head"]["url"]
    assert [pill["text"] for pill in response.context["pills"]] == ["Role: Other role"]


@pytest.mark.parametrize("query", ["", "?role_type=nonsense", "?page=7"])
def test_it_is_there_before_the_first_round(cast, client, mina, query):
    page = client.get(PAGE + query).content.decode()
    assert "No round yet" in page


FOUND = {
    "": ["Cedar", "Beech", "Ash"],
    "?sort=sent": ["Ash", "Beech", "Cedar"],
    "?sort=-name": ["Cedar", "Beech", "Ash"],
    "?sort=school": ["Cedar", "Beech", "Ash"],
    "?sort=nonsense": ["Cedar", "Beech", "Ash"],
    "?state=shortlisted": ["Beech"],
    "?q=oakf": ["Cedar"],
    "?q=beech": ["Beech"],
    "?q=ash+zzz": [],
}


@pytest.mark.parametrize("query", FOUND)
def test_the_list_is_filtered_and_sorted_in_the_address(cast, client, mina, query):
    schools = [factories.SchoolFactory(name=name) for name in ("Zion", "Yew")] + [cast.oakfield]
    for number, name in enumerate(("Ash", "Beech", "Cedar")):
        application(
            A.SHORTLISTED if name == "Beech" else A.SUBMITTED,
            applicant=factories.PersonFactory(first_name="", last_name=name),
            school=schools[number],
            submitted_at=timezone.now() - timedelta(days=9 - number),
        )
    application(A.DRAFT, submitted_at=None)
    shown = [name.strip() for name in applicants(client.get(LIST + query))]
    assert shown == FOUND[query]


def test_the_list_is_narrowed_to_round_role_area_and_authority(cast, client, mina):
    case = application(school=cast.oakfield)
    stage.fill(case)
    apart = factories.LocalAuthorityFactory(code="998", name="Elsewhere")
    application(
        round=factories.RoundFactory(name="Autumn round"),
        school=factories.SchoolFactory(local_authority=apart),
    )
    area = case.areas.first()
    for query in (
        f"round={case.round_id}",
        f"areas={area.pk}",
        f"local_authority={cast.northdale.pk}",
        f"round={case.round_id}&role_type={case.role_type_id}",
    ):
        assert applicants(client.get(f"{LIST}?{query}")) == [str(case.applicant)], query


def test_what_is_filtered_is_exported_and_no_cell_is_a_formula(cast, client, mina):
    stage.fill(application(applicant=factories.PersonFactory(last_name="=cmd()")))
    application(A.SHORTLISTED)
    text = client.get(f"{LIST}export.csv?state=submitted").getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[1] for row in rows] == ["Last name", "'=cmd()"]
    book = load_workbook(io.BytesIO(client.get(f"{LIST}export.xlsx?state=submitted").content))
    cells = [cell for row in book.active for cell in row]
    assert [cell.value for cell in book.active["B"]] == ["Last name", "'=cmd()"]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_the_pipeline_is_exported_round_by_round(cast, client, mina):
    application()
    rows = list(csv.reader(io.StringIO(client.get(f"{PAGE}export.csv").getvalue().decode("utf-8-sig"))))
    [line] = rows[1:]
    assert dict(zip(rows[0], line, strict=True))["Submitted"] == "1"
    assert line[-4:] == ["1", "0", "0", "0"]
    sheet = load_workbook(io.BytesIO(client.get(f"{PAGE}export.xlsx").content)).active
    assert sheet.max_row == 2


@pytest.mark.parametrize("name", OTHERS)
def test_both_are_for_managers(cast, client, name):
    client.force_login(getattr(cast, name))
    doors = [PAGE, LIST, *(f"{door}export.{kind}" for door in (PAGE, LIST) for kind in ("csv", "xlsx"))]
    assert {client.get(door).status_code for door in doors} == {403}


@pytest.mark.parametrize("page", [PAGE, LIST, f"{LIST}?sort=name&state=submitted"])
def test_both_take_as_many_queries_for_thirty_as_for_one(cast, client, mina, page):
    counts = []
    for rows in (1, 29):
        for _ in range(rows):
            stage.fill(application())
        client.get(page)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 12
