"""The pages of a case offer what can be done now, and lead to what they speak of."""

import pytest

from tests.deployments import changes, stage


def shown(client, person, url: str) -> str:
    client.force_login(person)
    return " ".join(client.get(url).content.decode().split())


@pytest.mark.parametrize(
    ("state", "says"),
    [("planned", "Sam Okoro says whether the visit"), ("held", "acknowledges the visit of")],
)
def test_the_visit_somebody_must_speak_about_is_one_link_away(cast, client, state, says):
    case = stage.deployment(cast, "active")
    visit = stage.visit(cast, state, of=case, on=stage.school_day(-3))
    page = shown(client, cast.sam, case.get_absolute_url())
    next_part = page[page.index(says) : page.index("Who has agreed")]
    assert f'href="{visit.get_absolute_url()}"' in next_part


def test_while_a_change_waits_no_other_is_offered(cast, client):
    change = changes.variation(cast)
    case = change.deployment
    assert case.page("vary") not in shown(client, cast.rob, case.get_absolute_url())
    type(change).objects.update(state="cancelled")
    assert case.page("vary") in shown(client, cast.rob, case.get_absolute_url())


def test_a_lone_leader_is_compared_with_nobody(cast, client):
    request = stage.request(cast)
    stage.sam_leads(cast)
    assert "Compare Sam Okoro" not in shown(client, cast.mina, request.page("propose"))
    stage.leader(cast.gwen, cast.oakfield)
    assert "Compare Sam Okoro" in shown(client, cast.mina, request.page("propose"))


def test_who_is_sent_below_finds_something_there(cast, client):
    request = stage.request(cast)
    assert "Look below" not in shown(client, cast.mina, request.page("propose"))
    stage.sam_leads(cast, assurance_until=None, assurance_by=None)
    page = shown(client, cast.mina, request.page("propose"))
    assert ("Look below" in page, "Who cannot, and why" in page) == (True, True)
