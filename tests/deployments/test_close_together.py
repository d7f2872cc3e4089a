"""Mina closes evaluated deployments together; each once, and what moved on meanwhile stays as it is."""

import pytest

from casework.models import Letter
from deployments.models import Deployment
from tests.deployments import stage
from tests.deployments.test_pages import MOST, queries

URL = "/deployments/close/"


def press(client, *cases) -> list[str]:
    answer = client.post(URL, {"chosen": [case.pk for case in cases]}, follow=True)
    return [str(message) for message in answer.context["messages"]]


def test_those_ticked_are_closed_once_and_told_once(cast, client):
    cases = [stage.deployment(cast, "evaluated") for _number in range(3)]
    client.force_login(cast.mina)
    assert press(client, *cases[:2]) == ["2 deployments are closed."]
    assert [stage.fresh(case).state for case in cases] == ["closed", "closed", "evaluated"]
    assert [stage.fresh(case).request.state for case in cases] == ["closed", "closed", "matched"]
    told = Letter.objects.filter(name="deployments/deployment_closed").count()
    names = ", ".join(case.reference for case in cases[:2])
    assert press(client, *cases[:2]) == [f"These had moved on meanwhile and stay as they are: {names}."]
    assert Letter.objects.filter(name="deployments/deployment_closed").count() == told > 0


def test_every_letter_of_those_ticked_is_read_first_and_nothing_is_stored_by_looking(cast, client):
    cases = [stage.deployment(cast, "evaluated") for _number in range(3)]
    other = stage.deployment(cast, "completed")
    client.force_login(cast.mina)
    page = client.get(URL)
    assert (len(page.context["rows"]), "Read the letters" in page.content.decode()) == (3, True)
    page = client.get(URL, {"chosen": [case.pk for case in (*cases[1:], other)]})
    ready = page.context["ready"]
    assert [case for case, _drafts in ready] == cases[1:]
    to = [{letter.to.first_name for letter in drafts} for _case, drafts in ready]
    assert to == [{"Sam", "Hannah", "Rob"}] * 2
    text = page.content.decode()
    assert [text.count(f'value="{case.pk}"') for case in cases] == [0, 1, 1]
    assert text.count("<h2") == 2
    assert (Letter.objects.count(), Deployment.objects.filter(state="evaluated").count()) == (0, 3)


@pytest.mark.parametrize("chosen", ["x", "999999", "1" * 30, "-1"])
def test_what_names_no_row_is_no_error(cast, client, chosen):
    stage.deployment(cast, "evaluated")
    client.force_login(cast.mina)
    assert client.get(URL, {"chosen": chosen}).status_code == 200


@pytest.mark.parametrize("state", [state for state in Deployment.State if state != "evaluated"])
def test_from_no_other_state(cast, client, state):
    case = stage.deployment(cast, state)
    client.force_login(cast.mina)
    press(client, case)
    assert stage.fresh(case).state == state


def test_nothing_ticked_does_nothing(cast, client):
    client.force_login(cast.mina)
    assert press(client) == ["Tick at least one row."]
    assert "Nothing to close" in client.get(URL).content.decode()


@pytest.mark.parametrize("name", ["hannah", "rob", "sam", "dai", "fay", "olga"])
def test_none_but_managers(cast, client, name):
    case = stage.deployment(cast, "evaluated")
    client.force_login(getattr(cast, name))
    assert (client.get(URL).status_code, client.post(URL, {"chosen": [case.pk]}).status_code) == (403, 403)
    assert stage.fresh(case).state == "evaluated"


def test_it_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.mina)
    stage.deployment(cast, "evaluated", half_days=1)
    one = queries(client, URL)
    for _number in range(29):
        stage.deployment(cast, "evaluated", half_days=1)
    assert queries(client, URL) == one <= MOST
