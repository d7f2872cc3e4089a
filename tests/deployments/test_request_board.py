"""The board of requests: how many stand where, who waits longest, and the same as a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from deployments.models import SupportRequest
from directory.models import School
from tests import factories
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/deployments/requests/"


def waiting(cast, days: int, state: str = "open", **fields) -> SupportRequest:
    at = timezone.now() - timedelta(days=days)
    return stage.request(cast, state, state_at=at, created_at=at, **fields)


def shown(client, url: str = URL) -> list[str]:
    return [row["head"]["text"].split(" · ")[1] for row in client.get(url).context["rows"]]


def test_the_longest_waits_first(cast, client):
    new, old = waiting(cast, 0), waiting(cast, 9)
    proposed = waiting(cast, 20, "proposed")
    closed, unmet = waiting(cast, 50, "closed"), waiting(cast, 40, "unmet")
    client.force_login(cast.mina)
    assert shown(client) == [one.reference for one in (old, new, proposed, unmet, closed)]
    rows = client.get(URL).context["rows"]
    late = [cell.get("tag") for row in rows for cell in row["cells"] if cell["label"] == "Waiting"]
    assert late == ["Late", None, None, None, None]


def test_how_many_stand_where_leads_to_them(cast, client):
    waiting(cast, 0), waiting(cast, 9), waiting(cast, 3, "matched")
    client.force_login(cast.mina)
    states = client.get(URL).context["states"]
    assert [(row["head"], row["cells"][0]["text"]) for row in states] == [
        ({"text": "Open", "url": "?state=open"}, "2"),
        ({"text": "Matched", "url": "?state=matched"}, "1"),
    ]
    assert states[0]["cells"][1]["text"].endswith(" working days")
    assert states[1]["cells"][1]["text"] == ""
    assert len(shown(client, f"{URL}?state=open")) == 2


def test_filters_stand_in_the_address_as_pills(cast, client):
    urgent = waiting(cast, 0, urgency="urgent")
    waiting(cast, 0)
    client.force_login(cast.mina)
    address = f"{URL}?urgency=urgent&state=open"
    assert shown(client, address) == [urgent.reference]
    assert [pill["url"] for pill in client.get(address).context["pills"]] == [
        "?urgency=urgent",
        "?state=open",
    ]


def test_an_officer_sees_the_authoritys_schools_and_counts_no_others(cast, client):
    waiting(cast, 1)
    stage.request(
        cast, school=factories.SchoolFactory(name="Farway School"), made_by=cast.mina, contact=cast.mina
    )
    client.force_login(cast.dai)
    response = client.get(URL)
    assert len(response.context["rows"]) == 1
    assert [row["cells"][0]["text"] for row in response.context["states"]] == ["1"]


def test_the_board_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.mina)
    stage.request(cast)
    one = queries(client, URL)
    for state in ("open", "proposed", "matched", "unmet", "closed") * 6:
        stage.request(cast, state)
    assert queries(client, URL) == one <= MOST


def test_the_file_holds_what_the_page_shows_and_nothing_confidential(cast, client):
    found = waiting(cast, 9, urgency="urgent", avoided_note="Not Mr Grey")
    waiting(cast, 1)
    client.force_login(cast.mina)
    answer = client.get(f"{URL}export.csv?urgency=urgent")
    assert answer["Content-Disposition"] == 'attachment; filename="requests.csv"'
    text = body_of(answer).decode("utf-8-sig")
    heading, row = csv.reader(io.StringIO(text))
    assert dict(zip(heading, row, strict=True))["Number"] == found.reference
    assert row[6] == "2.0"
    assert "Not Mr Grey" not in text
    book = load_workbook(io.BytesIO(body_of(client.get(f"{URL}export.xlsx"))))
    assert book.active.max_row == 3


@pytest.mark.parametrize(
    ("name", "status"),
    [("rob", 200), ("hannah", 200), ("dai", 200), ("mina", 200), ("sam", 403), ("olga", 403), ("fay", 403)],
)
def test_who_may_take_the_file(cast, client, name, status):
    client.force_login(getattr(cast, name))
    for kind in ("csv", "xlsx"):
        answer = client.get(f"{URL}export.{kind}")
        assert answer.status_code == status
        body_of(answer)


def test_a_head_takes_their_own_schools_alone(cast, client):
    stage.request(cast)
    client.force_login(cast.hannah)
    lines = body_of(client.get(f"{URL}export.csv")).decode("utf-8-sig").splitlines()
    assert len(lines) == 1
    assert School.objects.filter(support_requests__isnull=False).count() == 1
