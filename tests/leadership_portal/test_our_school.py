"""The head's one page says what waits, who is out, what is owed to the school and who comes."""

from datetime import timedelta

import pytest
from freezegun import freeze_time

from deployments.models import Claim, TermBudget
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/our-school/"


@pytest.fixture(autouse=True)
def wednesday():
    with freeze_time("2026-05-20 12:00"):
        yield


def read(client, person):
    client.force_login(person)
    return client.get(URL)


def test_hannah_reads_what_waits_who_is_out_and_what_is_owed(cast, client):
    case = stage.deployment(cast)
    stage.claim(cast, "collecting")
    stage.claim(cast, "submitted")
    old = stage.claim(cast, "paid", with_line=False, total_pence=900_00)
    Claim.objects.filter(pk=old.pk).update(paid_on=stage.today() - timedelta(days=400))
    stage.claim(cast, "paid", with_line=False, total_pence=300_00)
    shown = read(client, cast.hannah).context
    assert [task["url"] for task in shown["tasks"]] == [case.get_absolute_url()]
    assert [(bar["label"], bar["value"]) for bar in shown["bars"]] == [("Sam Okoro", "6 days of 30 days")]
    assert [[row["head"]["text"], *(cell["text"] for cell in row["cells"])] for row in shown["money"]] == [
        ["Collecting", "1", "£150"],
        ["Submitted", "1", "£150"],
        ["Paid this school year", "1", "£300"],
    ]
    assert shown["visits"] == []


def test_hannah_reads_on_which_days_somebody_is_out(cast, client):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=6))
    stage.visit(cast, "not_held", of=case, on=stage.today() - timedelta(days=5))
    stage.visit(cast, of=case, on=stage.today() + timedelta(days=40))
    found = [
        (row["head"]["text"], *(cell.get("tag") or cell["text"] for cell in row["cells"]))
        for row in read(client, cast.hannah).context["out"]
    ]
    rest = ("Morning", "Sam Okoro", "Brookside Primary School")
    assert found == [("Thursday 14 May 2026", *rest, "Held"), ("Monday 29 June 2026", *rest, "Planned")]
    assert read(client, cast.rob).context["out"] == []


def test_rob_reads_who_comes_in_the_next_four_weeks(cast, client):
    case = stage.deployment(cast, "agreed")
    for after in (-1, 0, 28, 29):
        stage.visit(cast, of=case, on=stage.today() + timedelta(days=after))
    stage.visit(cast, "not_held", of=case, on=stage.today() + timedelta(days=3))
    rows = read(client, cast.rob).context["visits"]
    assert [row["head"]["text"] for row in rows] == ["Wednesday 20 May 2026", "Wednesday 17 June 2026"]
    assert [cell["text"] for cell in rows[0]["cells"]] == ["Morning", "Sam Okoro", "Brookside Primary School"]


def test_where_all_was_paid_long_ago_it_does_not_say_there_was_never_a_claim(cast, client):
    old = stage.claim(cast, "paid")
    Claim.objects.filter(pk=old.pk).update(paid_on=stage.today() - timedelta(days=400))
    text = read(client, cast.hannah).content.decode()
    assert ["No claim yet" in text, "No claim is open, and none was paid this school year." in text] == [
        False,
        True,
    ]


def test_the_money_leads_to_the_claims_of_that_state(cast, client):
    stage.claim(cast, "submitted")
    url = read(client, cast.hannah).context["money"][0]["head"]["url"]
    assert len(client.get(url).context["rows"]) == 1


def test_the_business_manager_reads_the_money_and_no_more(cast, client):
    stage.deployment(cast)
    stage.claim(cast, "collecting")
    page = read(client, stage.business_manager(cast))
    assert [len(page.context[name]) for name in ("tasks", "bars", "money", "visits")] == [0, 0, 1, 0]
    text = page.content.decode()
    assert [title in text for title in ("Days out this term", "Money due", "Support coming in")] == [
        False,
        True,
        False,
    ]


def test_with_nothing_yet_every_part_says_so(cast, client):
    text = read(client, cast.rob).content.decode()
    for sentence in (
        "Nothing waits for you now.", "Nobody of your school is out this term.", "No claim yet:",
        "No visit is planned at your school until Wednesday 17 June 2026.",
    ):  # fmt: skip
        assert sentence in text


@pytest.mark.parametrize("name", ["sam", "gwen", "dai", "fay", "olga", "mina"])
def test_it_is_for_heads_and_business_managers(cast, client, name):
    assert read(client, getattr(cast, name)).status_code == 403


@pytest.mark.parametrize("name", ["hannah", "rob"])
def test_it_costs_the_same_for_one_and_thirty(cast, client, name):
    client.force_login(getattr(cast, name))
    counts = []
    for number in (1, 15):
        for one in range(number):
            stage.deployment(cast, half_days=1)
            case = stage.deployment(cast, "agreed", half_days=1)
            stage.visit(
                cast,
                of=case,
                on=stage.today() + timedelta(days=one + 1),
                morning=number > 1,
                afternoon=number == 1,
            )
            stage.claim(cast, "submitted", with_line=False, total_pence=100)
        counts.append(queries(client, URL))
    assert TermBudget.objects.count() == 1
    assert counts[0] == counts[1] <= MOST
