"""Hannah or Sam makes a group of schools; the heads of the others are told and see it."""

import csv
import io

import pytest

from casework.models import Letter
from deployments.models import SchoolGroup
from tests import factories
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/deployments/groups/"


def filled(cast, **fields) -> dict:
    return {
        "name": "Phonics leads",
        "focus": "Reading in year 1",
        "lead_school": cast.oakfield.pk,
        "school_1": cast.brookside.pk,
        "one_time_key": "11111111-1111-4111-8111-111111111111",
    } | fields


def make(client, cast, name: str, **fields):
    client.force_login(getattr(cast, name))
    return client.post(f"{URL}new/", filled(cast, **fields))


@pytest.mark.parametrize("name", ["hannah", "sam"])
def test_a_head_or_a_leader_makes_it_once_and_the_others_are_told(cast, client, name):
    stage.sam_leads(cast)
    for _twice in range(2):
        assert make(client, cast, name, school_2=cast.brookside.pk).status_code == 302
    group = SchoolGroup.objects.get()
    assert (group.state, group.lead_school, group.made_by) == ("running", cast.oakfield, getattr(cast, name))
    assert [member.school for member in group.members.all()] == [cast.brookside]
    assert client.get(group.get_absolute_url()).status_code == 200
    assert [(letter.name, letter.to) for letter in Letter.objects.all()] == [
        ("deployments/group_joined", cast.rob)
    ]


def test_the_lead_school_is_one_of_theirs_and_no_member_besides(cast, client):
    answer = make(client, cast, "hannah", lead_school=cast.brookside.pk, school_1=cast.oakfield.pk)
    assert "lead_school" in answer.context["form"].errors
    answer = make(client, cast, "hannah", school_1=cast.oakfield.pk)
    assert "The lead school is in the group already" in answer.context["form"].errors.as_text()
    assert SchoolGroup.objects.count() == 0


@pytest.mark.parametrize("name", ["sam", "olga", "fay", "dai", "gwen"])
def test_who_speaks_for_no_school_and_does_not_lead_makes_none(cast, client, name):
    assert make(client, cast, name).status_code == 403


def test_a_manager_writes_one_down_for_any_school_and_both_heads_are_told(cast, client):
    client.force_login(cast.mina)
    assert "Make a group of schools" in client.get(URL).content.decode()
    assert client.get(f"{URL}new/").status_code == 200
    lead = {"lead_school": cast.brookside.pk, "school_1": cast.oakfield.pk}
    assert make(client, cast, "mina", **lead).status_code == 302
    group = SchoolGroup.objects.get()
    assert (group.lead_school, group.made_by) == (cast.brookside, cast.mina)
    assert {(letter.name, letter.to) for letter in Letter.objects.all()} == {
        ("deployments/group_made", cast.rob),
        ("deployments/group_joined", cast.hannah),
    }
    client.force_login(cast.rob)
    assert client.get(f"{group.get_absolute_url()}meet/").status_code == 200


def exported(client, **query) -> list[list[str]]:
    text = body_of(client.get(f"{URL}export.csv", query)).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_groups_one_may_see_are_exported_and_nothing_in_them_is_a_formula(cast, client):
    case = stage.group(cast, name="=1+1", focus="@SUM(A1)")
    over = stage.group(cast, "ended")
    client.force_login(cast.mina)
    rows = exported(client, state="running")
    assert [row[0] for row in rows[1:]] == [case.reference]
    assert [cell[:1] for cell in rows[1][1:3]] == ["'", "'"]
    assert rows[1][3:5] == ["Oakfield Primary School", "Brookside Primary School"]
    assert len(exported(client)) == 1 + len([case, over])
    for name in ("sam", "olga", "dai", "fay"):
        client.force_login(getattr(cast, name))
        assert len(exported(client)) == 1, name


@pytest.mark.parametrize(
    ("name", "status"),
    [("hannah", 200), ("rob", 200), ("mina", 200), ("sam", 404), ("dai", 404), ("fay", 404), ("olga", 404)],
)
def test_who_reads_it(cast, client, name, status):
    case = stage.group(cast)
    client.force_login(getattr(cast, name))
    assert client.get(case.get_absolute_url()).status_code == status
    assert len(client.get(URL).context["rows"]) == (status == 200)


def test_it_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.mina)
    case = stage.group(cast)
    one = queries(client, URL), queries(client, case.get_absolute_url())
    for _number in range(30):
        stage.group(cast)
        case.members.create(school=factories.SchoolFactory(), joined_on=stage.today())
    assert (queries(client, URL), queries(client, case.get_absolute_url())) == one
    assert max(one) <= MOST
