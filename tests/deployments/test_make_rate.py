"""Mina enters what a day is paid from a day on; what was agreed keeps its rate, and finance reads every rate."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from deployments import actions
from deployments.models import Rate
from deployments.queries.money import rate_of
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_make_fund import errors
from tests.journeys.steps import typed

RATES, NEW = "/deployments/rates/", "/deployments/rates/new/"


def about(**fields) -> dict:
    known = {
        "key": "leader",
        "from_on": stage.today(),
        "pence_a_day": "320",
        "minutes_a_day": "6",
        "source": "The executive",
    }
    return typed(known | fields) | {"one_time_key": str(uuid4())}


def enter(client, cast, **fields):
    client.force_login(cast.mina)
    return client.post(NEW, about(**fields))


def table(client, kind: str = "System leader") -> list[list[str]]:
    """Return the first days, amounts and states of a kind of rate as they stand on the page."""
    kinds = {one["title"]: one["rows"] for one in client.get(RATES).context["kinds"]}
    return [[cell.get("text") or cell["tag"] for cell in row["cells"]] for row in kinds[kind]]


def test_she_enters_it_once_however_often_she_presses(cast, client):
    client.force_login(cast.mina)
    answer = about()
    assert [client.post(NEW, answer).url for _twice in range(2)] == [RATES] * 2
    made = Rate.objects.get(from_on=stage.today())
    assert (made.key, made.pence_a_day, made.minutes_a_day) == ("leader", 320_00, 360)
    assert made.history.get().history_user == cast.mina


def test_what_is_agreed_from_that_day_is_paid_so_and_what_was_agreed_stays(cast, client):
    agreed = stage.deployment(cast, "agreed")
    enter(client, cast)
    assert fresh(agreed).rate_pence == 300_00
    assert rate_of(agreed.designation, stage.today()).pence_a_day == 320_00
    assert rate_of(agreed.designation, stage.today() - timedelta(days=1)).pence_a_day == 300_00


def test_the_page_says_from_when_to_when_and_what_half_a_day_and_an_hour_are(cast, client):
    enter(client, cast)
    enter(client, cast, from_on=stage.today() + timedelta(days=30), pence_a_day="340.01", minutes_a_day="5")
    rows = table(client)
    assert [row[1:5] + row[6:] for row in rows] == [
        ["£340.01", "£170.01", "£68", "5 h 00 min", "Not yet"],
        ["£320", "£160", "£53.33", "6 h 00 min", "In force"],
        ["£300", "£150", "£60", "5 h 00 min", "Over"],
    ]
    assert rows[0][0] == "Until another one follows"


def test_it_says_when_the_one_entered_before_follows(cast, client):
    stage.rate(30)
    client.force_login(cast.mina)
    page = client.post(NEW, about(pence_a_day="310"), follow=True).content.decode()
    assert "the one entered before follows." in page


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"from_on": date(2026, 1, 1)}, "or later"),
        ({"pence_a_day": "0"}, "Enter £1 or more"),
        ({"minutes_a_day": "11"}, "Enter 10 hours or fewer"),
        (
            {"pence_a_day": "300", "minutes_a_day": "5"},
            "£300 is what is paid that day already, since Friday 1 September 2023. Nothing would change.",
        ),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(cast, client, answer, sentence):
    found = errors(enter(client, cast, **answer))
    assert [sentence in one for one in found] == [True], found
    assert Rate.objects.filter(key="leader").count() == 1


def test_no_two_rates_begin_on_one_day(cast, client):
    enter(client, cast)
    found = errors(enter(client, cast, pence_a_day="330"))
    assert [
        one.endswith("there is a rate already: £320. Choose another day, or take that one back first.")
        for one in found
    ] == [True]
    assert enter(client, cast, key="facilitation").status_code == 302


def test_of_two_who_enter_one_at_once_one_is_told(cast, monkeypatch):
    known = {"key": "leader", "from_on": stage.today(), "minutes_a_day": 300, "source": "-"}
    actions.make_rate(by=cast.mina, pence_a_day=320_00, **known)
    monkeypatch.setattr("deployments.actions.rates._check_day", lambda made: None)
    with pytest.raises(actions.Obstacle, match="there is a rate already: £320"):
        actions.make_rate(by=cast.mina, pence_a_day=330_00, **known)


def test_no_rate_begins_in_the_past(cast):
    yesterday = stage.today() - timedelta(days=1)
    with pytest.raises(actions.Obstacle, match="today at the earliest"):
        actions.make_rate(
            by=cast.mina, key="leader", from_on=yesterday, pence_a_day=1, minutes_a_day=1, source="-"
        )


def test_a_rate_is_taken_back_before_its_day_and_the_page_keeps_both(cast, client):
    enter(client, cast, from_on=stage.today() + timedelta(days=30))
    made = Rate.objects.get(pence_a_day=320_00)
    url = f"{RATES}{made.pk}/drop/"
    assert url in client.get(RATES).content.decode()
    assert client.post(url).url == RATES
    assert not Rate.objects.filter(pk=made.pk).exists()
    lines = [(one["by"], one["what"].split(" from ")[0]) for one in client.get(RATES).context["changes"]]
    assert lines == [("Mina Shah", "System leader")] * 2
    assert "was taken back: £320 a day" in client.get(RATES).content.decode()


def test_a_rate_that_holds_stays(cast, client):
    enter(client, cast)
    made = Rate.objects.get(pence_a_day=320_00)
    assert errors(client.post(f"{RATES}{made.pk}/drop/")) == [
        "This rate holds already, so it stays. Enter another one from a later day."
    ]
    assert Rate.objects.filter(pk=made.pk).exists()


def test_what_an_administrator_changed_stands_in_the_history(cast, client):
    rate = Rate.objects.get(key="leader")
    rate.save()
    rate.pence_a_day = 310_00
    rate._history_user = cast.mina
    rate.save()
    client.force_login(cast.fay)
    change = client.get(RATES).context["changes"][0]
    assert (change["by"], change["said"]) == ("Mina Shah", [("pence a day", "£300", "£310")])


def test_it_shows_who_is_paid_which_rate_and_what_funds_pay_for_brokering(cast, client):
    fund = stage.fund(name="Grant", brokerage="share", brokerage_share=1500)
    stage.fund(name="Old", ends_on=stage.today() - timedelta(days=1))
    stage.sam_leads(cast)
    client.force_login(cast.fay)
    context = client.get(RATES).context
    assert [(row["head"], row["cells"][0]["text"]) for row in context["funds"]] == [
        (
            {"text": "Grant", "url": fund.get_absolute_url()},
            "15% of what the leader's school is paid, on top of it",
        )
    ]
    roles = {row["head"]["text"]: row["cells"][0]["text"] for row in context["roles"]}
    assert roles["Specialist leader"] == "System leader"


@pytest.mark.parametrize(
    ("name", "reads", "enters"), [("mina", 200, 200), ("fay", 200, 403), ("hannah", 403, 403)]
)
def test_who_reads_and_who_enters(cast, client, name, reads, enters):
    client.force_login(getattr(cast, name))
    drop = f"{RATES}{stage.rate().pk}/drop/"
    assert [client.get(url).status_code for url in (RATES, NEW, drop)] == [reads, enters, enters]
    if reads == 200:
        assert ("/drop/" in client.get(RATES).content.decode()) == (enters == 200)


def test_many_rates_cost_no_more_queries(cast, client):
    client.force_login(cast.mina)
    client.get(RATES)

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(RATES)
        return len(found)

    few = asked()
    for number in range(30):
        actions.make_rate(
            by=cast.mina,
            key="leader",
            from_on=stage.today() + timedelta(days=number),
            pence_a_day=320_00 + number,
            minutes_a_day=300,
            source="The executive",
        )
        stage.fund()
    assert (asked(), few <= 12) == (few, True)
