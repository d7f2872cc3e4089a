"""Mina makes a fund and changes it; it never becomes less than what is taken from it, and what it said is kept."""

import pytest

from casework.templatetags.casework import money
from deployments import actions
from deployments.models import Fund
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_fund_deployment import agree, propose
from tests.journeys.steps import typed

NEW = "/deployments/funds/new/"
KEY = {"one_time_key": "6d0e1f4e-2222-4f6e-8d5a-aaaaaaaaaaaa"}


def about(**fields) -> dict:
    known = {
        "name": "Reading fund",
        "name_cy": "Cronfa ddarllen",
        "payer": "Northdale Council",
        "starts_on": stage.today(),
        "ends_on": stage.school_day(90),
        "amount_pence": "12,000",
        "brokerage": "share",
        "brokerage_share": "12.5",
    }
    return typed(known | fields)


def errors(answer) -> list[str]:
    form = answer.context["form"]
    return [sentence for sentences in form.errors.values() for sentence in sentences]


def test_she_makes_it_once_however_often_she_presses(cast, client):
    client.force_login(cast.mina)
    answers = [client.post(NEW, about() | KEY) for _twice in range(2)]
    made = Fund.objects.get()
    assert [answer.url for answer in answers] == [made.get_absolute_url()] * 2
    assert (made.amount_pence, made.brokerage_share, made.brokerage_pence) == (12_000_00, 1250, 0)
    assert made.history.get().history_user == cast.mina
    page = client.get(made.get_absolute_url()).content.decode()
    assert ("The fund as it was entered" in page, "Mina Shah" in page) == (True, True)


def test_what_it_said_before_is_kept_with_who_changed_it(cast, client):
    fund = stage.fund(name="Reading fund")
    client.force_login(cast.mina)
    url = f"{fund.get_absolute_url()}amend/"
    assert client.get(url).context["form"]["amount_pence"].value() == "3,000"
    answer = client.post(url, about(name="Maths fund", amount_pence="4,000", brokerage="none"))
    assert answer.url == fund.get_absolute_url()
    fund = fresh(fund)
    assert (fund.name, fund.amount_pence, fund.brokerage_share) == ("Maths fund", 4_000_00, 0)
    assert fund.history.first().history_user == cast.mina
    page = client.get(fund.get_absolute_url()).content.decode()
    assert "name: Reading fund, now Maths fund" in page
    assert "amount in pence: £3,000, now £4,000" in page


def test_saving_what_stands_there_keeps_no_line(cast):
    fund = stage.fund()
    same = {"name": fund.name, "payer": fund.payer, "amount_pence": fund.amount_pence}
    actions.amend_fund(fund, by=cast.mina, **same)
    assert fund.history.count() == 1


def test_it_is_never_less_than_what_is_taken_from_it(cast, client):
    fund = stage.fund()
    case = propose(cast, fund)
    agree(case, cast)
    client.force_login(cast.mina)
    url = f"{fund.get_absolute_url()}amend/"
    sentence = "£600 of this fund is proposed, agreed or paid already, so it cannot be less than that."
    assert errors(client.post(url, about(amount_pence="599.99"))) == [sentence]
    assert fresh(fund).amount_pence == 3_000_00
    assert client.post(url, about(amount_pence="600")).status_code == 302
    assert (fresh(fund).amount_pence, fresh(fund).taken_pence) == (600_00, 600_00)


def test_a_name_is_given_once(cast, client):
    stage.fund(name="Reading fund")
    client.force_login(cast.mina)
    sentence = "There is a fund of this name already. Choose another name."
    assert errors(client.post(NEW, about() | KEY)) == [sentence]
    other = stage.fund(name="Maths fund")
    assert errors(client.post(f"{other.get_absolute_url()}amend/", about())) == [sentence]
    assert (Fund.objects.count(), fresh(other).name) == (2, "Maths fund")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"ends_on": stage.school_day(-3)}, "The last day must not lie before the first"),
        ({"brokerage_share": ""}, "Enter how much it is"),
        ({"brokerage": "day", "brokerage_share": ""}, "Enter how much it is"),
        ({"brokerage_share": "101"}, "Enter 100 per cent or less"),
        ({"brokerage_share": "much"}, "Enter a percentage, like 15 or 12.5"),
        ({"amount_pence": "0"}, "Enter £1 or more"),
        ({"amount_pence": "99,999,999,999"}, "Enter £20,000,000 or less"),
    ],
)
def test_what_cannot_be_is_said_beside_the_form(cast, client, fields, sentence):
    client.force_login(cast.mina)
    assert errors(client.post(NEW, about(**fields) | KEY)) == [sentence]
    assert Fund.objects.count() == 0


@pytest.mark.parametrize(("name", "code"), [("fay", 403), ("hannah", 404), ("rob", 404), ("olga", 404)])
def test_only_managers_make_and_change_funds(cast, client, name, code):
    fund = stage.fund()
    client.force_login(getattr(cast, name))
    doors = (NEW, f"{fund.get_absolute_url()}amend/")
    assert [client.get(url).status_code for url in doors] == [403, code]
    assert [client.post(url, about() | KEY).status_code for url in doors] == [403, code]
    assert Fund.objects.get().name == fund.name
    if name == "fay":
        assert "Change this fund" not in client.get(fund.get_absolute_url()).content.decode()


def test_the_list_of_funds_adds_up(cast, client):
    """What is left is what is allocated less what is proposed and agreed, in the row itself."""
    fund = stage.fund(amount_pence=3_000_00)
    case = propose(cast, fund)
    client.force_login(cast.mina)
    [row] = client.get("/deployments/funds/").context["rows"]
    said = {cell["label"]: cell["text"] for cell in row["cells"]}
    held = fresh(case).held_pence
    assert held > 0
    assert said == {
        "Who pays": fund.payer,
        "Allocated": "£3,000",
        "Proposed": money(held),
        "Agreed": "£0",
        "Delivered": "£0",
        "Claimed": "£0",
        "Paid": "£0",
        "Left": money(3_000_00 - held),
    }
