"""The manager sees who would best go where; each row says why and leads to the proposal; nothing is sent."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments.models import Deployment
from deployments.queries.assigning import asks_of, open_requests
from deployments.queries.candidates import shortlist
from designation.models import Absence, SchoolRelease
from tests import factories
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/deployments/requests/assign/"


def a_leader(**fields):
    school = fields.pop("school", None) or factories.SchoolFactory(easting=412000, northing=492000)
    return stage.leader(factories.PersonFactory(), school, **fields)


def asked(cast, **fields):
    return stage.request(cast, **fields)


def rows(client, *requests):
    address = f"{URL}?" + "&".join(f"request={one.pk}" for one in requests)
    return client.get(address).context["rows"]


@pytest.fixture
def mina(cast, client):
    client.force_login(cast.mina)
    return client


def test_one_leader_is_not_given_out_twice(cast, mina):
    sam = stage.sam_leads(cast, half_days_a_term=4)
    first, second = asked(cast), asked(cast)
    found = rows(mina, first, second)
    assert [row["match"] and row["match"].candidate.pk for row in found] in ([sam.pk, None], [None, sam.pk])
    nobody = next(row for row in found if row["match"] is None)
    assert nobody["sentences"] == [
        "Everybody who could do this is needed more for another of these requests."
    ]


def test_each_row_leads_to_the_ordinary_proposal_and_nothing_is_sent(cast, mina):
    sam = stage.sam_leads(cast)
    request = asked(cast)
    (row,) = rows(mina, request)
    assert row["url"] == f"/deployments/requests/{request.pk}/propose/{sam.pk}/"
    assert mina.get(row["url"]).status_code == 200
    assert (Letter.objects.count(), Deployment.objects.count()) == (0, 0)
    assert row["sentences"] == [
        "Nobody matches this request better.",
        "Without this leader 1 request fewer could be met.",
    ]


def test_what_the_second_best_would_cost_is_said(cast, mina):
    near, far = stage.sam_leads(cast), a_leader(travel_miles=1)
    (row,) = rows(mina, asked(cast))
    assert row["match"].candidate.pk == near.pk
    ahead = row["match"].points - shortlist(open_requests(cast.mina)[0]).possible[1].points
    name = str(far.person)
    assert row["sentences"][1] == f"{name} instead would cost all these requests together {ahead} points."


def test_whoever_was_asked_for_a_request_is_not_sent_there_again(cast, mina):
    sam, request = stage.sam_leads(cast), asked(cast)
    stage.deployment(cast, "refused", designation=sam, request=request)
    (row,) = rows(mina, request)
    assert row["sentences"] == ["Everybody who could do this has been asked for it already."]
    mei = a_leader(travel_miles=1)
    (row,) = rows(mina, request)
    assert row["match"].candidate.pk == mei.pk


def test_why_nobody_is_left_is_said(cast, mina):
    (row,) = rows(mina, asked(cast))
    assert row["sentences"] == ["Nobody leads in an area asked for."]
    stage.sam_leads(cast, half_days_a_term=1)
    (row,) = rows(mina, asked(cast))
    assert row["sentences"] == ["Nobody who leads in these areas is free. Most often: Not enough days left."]


def test_it_weighs_as_the_shortlist_does(cast):
    stage.sam_leads(cast, half_days_a_term=20)
    stage.deployment(cast, "closed", overall_rating=4)
    away = a_leader()
    one = asked(cast)
    later = {"starts_on": stage.today() + timedelta(days=90), "ends_on": stage.today() + timedelta(days=120)}
    other = asked(cast, school=factories.SchoolFactory(), **later)
    Absence.objects.create(
        designation=away, starts_on=one.starts_on, ends_on=one.ends_on + timedelta(days=1), reason=""
    )
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=9)
    requests = open_requests(cast.mina)
    assert {request.pk for request in requests} >= {one.pk, other.pk}
    for request, ask in zip(requests, asks_of(requests), strict=True):
        by_itself = shortlist(request)
        expected = [*by_itself.possible, *by_itself.blocked]
        assert [(match.candidate.pk, match.blocks, match.points) for match in ask.matches] == [
            (match.candidate.pk, match.blocks, match.points) for match in expected
        ]
        assert [match.candidate.rooms for match in ask.matches] == [
            match.candidate.rooms for match in expected
        ]


def test_only_managers(cast, client):
    asked(cast)
    for person in (cast.rob, cast.hannah, cast.sam, cast.fay, cast.dai, cast.olga):
        client.force_login(person)
        assert client.get(URL).status_code == 403


def test_only_open_requests_stand_there(cast, mina):
    open_one, matched = asked(cast), stage.request(cast, "matched")
    page = mina.get(f"{URL}?request={matched.pk}")
    assert [one["pk"] for one in page.context["requests"]] == [open_one.pk]
    assert page.context["rows"] == []


def test_nothing_open_is_said(cast, mina):
    assert "No request is open" in mina.get(URL).content.decode()


def test_the_board_leads_there(cast, mina):
    assert URL in mina.get("/deployments/requests/").content.decode()


def test_one_and_thirty_requests_take_the_same_queries(cast, mina):
    for _ in range(3):
        a_leader()
    first = asked(cast)
    few = queries(mina, f"{URL}?request={first.pk}")
    more = [asked(cast, school=factories.SchoolFactory()) for _ in range(29)]
    many = queries(mina, f"{URL}?" + "&".join(f"request={one.pk}" for one in (first, *more)))
    assert (many, many <= MOST) == (few, True)
