"""Deployments and visits as files: what one may see, as it is filtered, with nothing that acts as a formula."""

import csv
import io

import pytest

from directory.models import Person, School
from tests import factories
from tests.answers import body_of
from tests.deployments import stage

URL = "/deployments/export.csv"
VISITS = "/deployments/visits/export.csv"


def lines(client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig"))))


def test_what_is_filtered_stands_in_the_file(cast, client):
    agreed = stage.deployment(cast, "agreed", half_days=3)
    stage.deployment(cast)
    client.force_login(cast.mina)
    assert len(lines(client, URL)) == 2
    [line] = lines(client, f"{URL}?state=agreed")
    assert (line["Number"], line["Leader"], line["Days"], line["Rate a day"], line["State"]) == (
        agreed.reference,
        "Sam Okoro",
        "1.5",
        "300.0",
        "Agreed",
    )


def test_visits_are_those_of_the_deployments_filtered(cast, client):
    held = stage.visit(cast, "held")
    planned = stage.visit(cast, "planned", on=stage.school_day(4))
    client.force_login(cast.mina)
    assert [line["Number"] for line in lines(client, VISITS)] == [held.reference, planned.reference]
    [line] = lines(client, f"{VISITS}?state=agreed")
    assert (line["Number"], line["Part of the day"], line["State"]) == (
        planned.reference,
        "morning",
        "Planned",
    )


def test_no_cell_acts_as_a_formula(cast, client):
    stage.deployment(cast)
    School.objects.filter(pk=cast.brookside.pk).update(name="=HYPERLINK(1)")
    Person.objects.filter(pk=cast.sam.pk).update(first_name="@Sam")
    client.force_login(cast.mina)
    [line] = lines(client, URL)
    assert (line["School supported"], line["Leader"]) == ("'=HYPERLINK(1)", "'@Sam Okoro")


@pytest.mark.parametrize(
    ("name", "status", "rows"),
    [
        ("mina", 200, 2),
        ("hannah", 200, 1),
        ("dai", 200, 1),
        ("sam", 403, 0),
        ("olga", 403, 0),
        ("fay", 403, 0),
    ],
)
def test_who_takes_it_finds_their_own_alone(cast, client, name, status, rows):
    stage.visit(cast, "held")
    home, far = factories.SchoolFactory(), factories.SchoolFactory()
    elsewhere = stage.leader(factories.PersonFactory(), home)
    case = stage.deployment(cast, "active", designation=elsewhere, school=far, request=None)
    stage.visit(cast, "held", of=case)
    client.force_login(getattr(cast, name))
    for address in (URL, VISITS, URL.replace("csv", "xlsx"), VISITS.replace("csv", "xlsx")):
        answer = client.get(address)
        assert answer.status_code == status, address
        body_of(answer)
    if rows:
        assert (len(lines(client, URL)), len(lines(client, VISITS))) == (rows, rows)
