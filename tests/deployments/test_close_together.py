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


def test_the_letter_is_read_first_and_nothing_is_stored_by_looking(cast, client):
    stage.deployment(cast, "evaluated")
    stage.deployment(cast, "completed")
    client.force_login(cast.mina)
    page = client.get(URL)
    assert (len(page.context["rows"]), len(page.context["drafts"]) > 0) == (1, True)
    assert page.context["drafts"][0].subject in page.content.decode()
    assert Letter.objects.count() == 0


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
