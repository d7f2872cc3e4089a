"""The menu leads everybody to what is theirs: a manager to everything, in groups; a finance officer to money only."""

import pytest

from leadership_portal.context import MOST_IN_A_ROW


def menu(client, person):
    client.force_login(person)
    return client.get("/").context["navigation"]


def flat(items) -> list[str]:
    return [one.url for item in items for one in (item.items or (item,))]


def test_a_manager_finds_everything_in_groups(cast, client):
    items = menu(client, cast.mina)
    assert [item.text for item in items] == ["Home", "Leaders", "Support", "Money", "Alliance"]
    for url in (
        "watched/",
        "hand-over/",
        "calendar/",
        "informal/",
        "groups/",
        "facilitations/",
        "claims/to-pay/",
    ):
        assert f"/deployments/{url}" in flat(items)
    assert "/owed/" in flat(items)
    for url in flat(items):
        assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("name", ["hannah", "rob", "sam", "dai", "olga", "gwen"])
def test_everybody_else_has_one_row(cast, client, name):
    items = menu(client, getattr(cast, name))
    assert (len(items) <= MOST_IN_A_ROW, [item for item in items if item.items]) == (True, [])


def test_a_finance_officer_is_not_led_to_work_that_is_never_theirs(cast, client):
    urls = flat(menu(client, cast.fay))
    assert ("/deployments/" in urls, "/deployments/claims/to-pay/" in urls) == (False, True)


def test_the_group_of_this_page_is_marked(cast, client):
    client.force_login(cast.mina)
    items = client.get("/deployments/calendar/").context["navigation"]
    here = [(item.text, [one.text for one in item.items if one.current]) for item in items if item.current]
    assert here == [("Support", ["Calendar"])]
