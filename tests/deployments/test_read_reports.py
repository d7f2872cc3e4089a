"""The managers' reports: every figure from the data, small ones held back, the same as a file."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from freezegun import freeze_time

from casework.models import Channel
from deployments.lifecycle import REQUEST
from deployments.models import Consent, Deployment, SupportRequest, Visit
from deployments.queries.reports import Period, Wait, reach, spread, waits
from directory.calendar import LONDON
from directory.models import School
from tests import factories
from tests.answers import body_of
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

pytestmark = pytest.mark.every_database

URL = "/deployments/reports/"
NOW = "2026-05-20 12:00"  # a Wednesday
TITLES = [
    "From request to offer", "From request to first visit", "Refusals by reason",
    "What was agreed and ended early, by reason", "Areas unmet", "Days by cluster",
    "Schools the alliance has not reached",
]  # fmt: skip


@pytest.fixture(autouse=True)
def in_may():
    with freeze_time(NOW):
        yield


def at(day: int, hour: int = 9, month: int = 5) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=LONDON)


def offered(
    cast, made: datetime, offer: datetime | None, visit: date | None = None, **fields
) -> SupportRequest:
    """Return a request made, offered and visited at these moments."""
    if offer is None:
        request = stage.request(cast, fields.pop("state", "open"), **fields)
    else:
        case = stage.deployment(cast, "active" if visit else "proposed")
        Deployment.objects.filter(pk=case.pk).update(created_at=offer)
        request = case.request
        if visit:
            stage.visit(cast, "held", of=case, on=visit)
    SupportRequest.objects.filter(pk=request.pk).update(
        created_at=made, state_at=fields.get("state_at", made)
    )
    return request


def refused(cast, why: str, count: int) -> None:
    for _number in range(count):
        case = stage.deployment(cast, "refused")
        consent = case.consents.get(party="leader")
        Consent.objects.filter(pk=consent.pk).update(
            decision="refused", by=cast.sam, at=at(18), why=why, reason="A secret reason"
        )


def section(client, title: str, address: str = URL):
    return next(one for one in client.get(address).context["sections"] if one.title == title)


def texts(rows) -> list[list[str]]:
    return [[row["head"]["text"], *(cell["text"] for cell in row["cells"])] for row in rows]


def test_the_median_and_nine_of_ten():
    assert spread([None, 5.0, 1.0, 3.0]) == (3, 3.0, 5.0)
    assert spread(range(1, 11)) == (10, 5.5, 9)
    assert spread([None]) is None


@pytest.mark.parametrize(
    ("offered_at", "over_at", "expected"),
    [
        (at(6, 9), at(20), True),  # asked on Monday 4 May, a bank holiday: the clock starts on Tuesday
        (at(7, 0), at(20), True),
        (at(7, 1), at(20), False),
        (None, at(7, 0), None),
        (None, at(7, 1), False),
    ],
)
def test_in_time_is_48_working_hours(offered_at, over_at, expected):
    assert Wait(at(4, 9), offered_at, None, over_at).was_in_time is expected


def test_how_long_schools_wait_for_an_offer_and_a_visit(cast, client):
    offered(cast, at(5, month=5), at(6), date(2026, 5, 12))
    offered(cast, at(7), at(12))
    offered(cast, at(14, month=4), None)
    offered(cast, at(19), None)
    client.force_login(cast.mina)
    assert texts(section(client, TITLES[0]).rows) == [
        ["April 2026", "1", "0", "", "", "0% (0 of 1)"],
        ["May 2026", "3", "2", "48 hours", "72 hours", "50% (1 of 2)"],
        ["The whole period", "4", "2", "48 hours", "72 hours", "33% (1 of 3)"],
    ]
    assert texts(section(client, TITLES[1]).rows) == [
        ["April 2026", "0", "", ""],
        ["May 2026", "1", "5 working days", "5 working days"],
        ["The whole period", "1", "5 working days", "5 working days"],
    ]


def test_what_was_agreed_by_phone_does_not_make_waits_look_short(cast):
    by_phone, asked = stage.request(cast), stage.request(cast)
    REQUEST.begin(by_phone, by=cast.mina, channel=Channel.PHONE)
    REQUEST.begin(asked, by=cast.rob)
    assert SupportRequest.objects.count() == len([by_phone, asked])
    assert len(waits(Period(date(2026, 5, 1), date(2026, 5, 31)))) == 1


def test_small_numbers_of_refusals_and_their_sum_are_held_back(cast, client):
    refused(cast, "cover", 3)
    client.force_login(cast.mina)
    assert texts(section(client, TITLES[2]).rows) == [["Staffing or cover at the school", "3"], ["All", "3"]]
    refused(cast, "conflict", 2)
    refused(cast, "dates", 4)
    found = section(client, TITLES[2])
    assert texts(found.rows) == [
        ["The dates, not the deployment", "4"],
        ["Staffing or cover at the school", "3"],
        ["A conflict of interest", "fewer than 3"],
    ]
    assert [bar["value"] for bar in found.bars] == [4, 3]
    assert "A secret reason" not in client.get(URL).content.decode()


def test_what_ended_early_is_counted_by_reason_and_held_back(cast, client):
    for _number in range(3):
        stage.deployment(cast, "stopped", ended_for="need")
    stage.deployment(cast, "withdrawn", ended_for="workload")
    client.force_login(cast.mina)
    assert texts(section(client, TITLES[3]).rows) == [
        ["The school does not need it any more", "3"],
        ["The leader's workload", "fewer than 3"],
    ]


def test_areas_unmet_by_reason(cast, client):
    for why in ("expertise", "expertise", "days"):
        made = stage.request(cast, "unmet")
        SupportRequest.objects.filter(pk=made.pk).update(unmet_why=why)
    client.force_login(cast.mina)
    assert texts(section(client, TITLES[4]).rows) == [
        ["Phonics for the test: No leader has this expertise", "2"],
        ["Phonics for the test: No leader has days left", "1"],
    ]


def test_days_received_and_given_by_cluster(cast, client):
    hill = factories.ClusterFactory(name="Hill cluster")
    School.objects.filter(pk=cast.brookside.pk).update(cluster=hill)
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=date(2026, 5, 12))
    stage.visit(cast, "acknowledged", of=case, on=date(2026, 5, 13), afternoon=True, half_days=2)
    stage.visit(cast, "planned", of=case, on=date(2026, 5, 21))
    client.force_login(cast.mina)
    assert texts(section(client, TITLES[5]).rows) == [
        ["Hill cluster", "1½ days", "0 days", "0 days"],
        ["Valley cluster", "0 days", "1½ days", "0 days"],
        ["All", "1½ days", "1½ days", "0 days"],
    ]


def test_whom_the_alliance_has_not_reached(cast, client):
    for name in ("Never one", "Never two"):
        factories.SchoolFactory(name=name, local_authority=cast.northdale)
    factories.SchoolFactory(name="Shut", local_authority=cast.northdale, status="closed")
    asked = factories.SchoolFactory(name="Asked", local_authority=cast.northdale)
    stage.request(cast, school=asked)
    stage.deployment(cast, "agreed")
    factories.SchoolFactory(name="Far away")
    found = reach(None)
    assert [(one.name, one.schools, one.never_asked, one.never_supported) for one in found] == [
        ("Northdale", 5, 3, 1)
    ]
    client.force_login(cast.mina)
    row = section(client, TITLES[6]).rows[0]
    url = row["cells"][1]["url"]
    assert [one["head"]["text"].split(",")[0] for one in client.get(url).context["rows"]] == [
        "Never one",
        "Never two",
        "Oakfield Primary School",
    ]
    url = row["cells"][2]["url"]
    assert [one["head"]["text"].split(",")[0] for one in client.get(url).context["rows"]] == ["Asked"]


def test_a_period_and_an_authority_narrow_every_figure(cast, client):
    offered(cast, at(5), at(6))
    refused(cast, "cover", 3)
    stage.request(cast, "unmet")
    client.force_login(cast.mina)
    for address in ("?period=2025-autumn", f"?local_authority={factories.LocalAuthorityFactory().pk}"):
        found = client.get(URL + address).context["sections"]
        assert [one.title for one in found if one.rows and one.title != TITLES[6]] == [], address
    page = client.get(f"{URL}?period=2025-autumn")
    assert page.context["pills"][0]["text"] == "Period: Autumn term 2025"
    assert "From Monday 1 September 2025 to Wednesday 31 December 2025" in page.content.decode()
    assert len(client.get(f"{URL}?period=nonsense").context["sections"]) == len(TITLES)


def test_the_file_holds_every_figure_with_what_it_means(cast, client):
    refused(cast, "cover", 2)
    client.force_login(cast.mina)
    answer = client.get(f"{URL}export.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="reports.csv"'
    lines = list(csv.DictReader(io.StringIO(body_of(answer).decode("utf-8-sig"))))
    shown = client.get(URL).context["sections"]
    assert len(lines) == sum(len(row["cells"]) for one in shown for row in one.rows)
    held_back = next(line for line in lines if line["Report"] == "Refusals by reason")
    assert (held_back["Row"], held_back["Value"]) == ("Staffing or cover at the school", "fewer than 3")
    assert (held_back["From"], held_back["To"]) == ("2025-05-20", "2026-05-20")


@pytest.mark.parametrize("name", ["hannah", "rob", "sam", "dai", "fay", "olga"])
def test_none_but_managers_read_them(cast, client, name):
    client.force_login(getattr(cast, name))
    assert [client.get(url).status_code for url in (URL, f"{URL}export.csv")] == [403, 403]


def test_the_report_costs_the_same_for_one_and_many(cast, client):
    client.force_login(cast.mina)
    counts = []
    for number in (1, 6):
        for one in range(number):
            offered(cast, at(5), at(6))
            refused(cast, "cover", 1)
            stage.request(cast, "unmet")
            case = stage.deployment(cast, "active", half_days=1)
            stage.visit(
                cast,
                "held",
                of=case,
                on=date(2026, 5, 1) + timedelta(days=one),
                morning=number > 1,
                afternoon=number == 1,
            )
            factories.SchoolFactory(local_authority=cast.northdale)
        counts.append(queries(client, URL))
    assert Visit.objects.count() == 7
    assert counts[0] == counts[1] <= MOST


def test_a_report_is_narrowed_to_a_cluster(cast, client):
    offered(cast, at(5), at(6), date(2026, 5, 12))
    School.objects.filter(pk=cast.oakfield.pk).update(cluster=None)
    other = factories.ClusterFactory()
    client.force_login(cast.mina)
    here, elsewhere = (f"{URL}?cluster={one.pk}" for one in (cast.valley, other))
    assert [len(section(client, TITLES[0], address).rows) for address in (here, elsewhere)] == [2, 0]
    assert texts(section(client, TITLES[5], here).rows)[0][0] == str(cast.valley)
    assert section(client, TITLES[5], elsewhere).rows == []
    reached = section(client, TITLES[6], here).rows
    assert [row["cells"][0]["text"] for row in reached] == ["1"]
    assert reached[0]["head"]["url"].endswith(f"&cluster={cast.valley.pk}")
    found = client.get(reached[0]["head"]["url"]).context["rows"]
    assert [row["head"]["text"].partition(",")[0] for row in found] == [str(cast.brookside)]
    text = body_of(client.get(f"{URL}export.csv?cluster={other.pk}")).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text)))) == 1
