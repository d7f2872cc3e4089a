"""While answers are open a party sees its own and how many have agreed; who did, only managers, until all have."""

from datetime import timedelta

import pytest
from django.utils import timezone

from deployments import actions, tasks
from deployments.models import Consent, Deployment
from directory.models import Person
from leadership_portal.queries import changes_for
from tests.deployments import changes, stage
from tests.deployments.stage import fresh

NAMES = {"sam": "Sam Okoro agreed", "hannah": "Hannah Price agreed", "rob": "Rob Ellis agreed"}


def page_of(client, cast, name: str, case):
    client.force_login(getattr(cast, name))
    return client.get(case.page("detail"))


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def proposed(cast) -> Deployment:
    case = stage.deployment(cast)
    actions.consent(case, by=cast.sam)
    return fresh(case)


def changed(cast):
    case = changes.variation(cast)
    actions.consent_variation(case, by=cast.sam)
    return fresh(case)


@pytest.mark.parametrize(
    ("make", "count"), [(proposed, "2 of 4 have agreed."), (changed, "2 of 3 have agreed.")]
)
def test_a_party_sees_its_own_answer_and_a_count(cast, client, make, count):
    case = make(cast)
    for name, own in (("sam", ["Agreed"]), ("hannah", ["Waiting"]), ("dai", [])):
        response = page_of(client, cast, name, case)
        assert [cell["answer"] for cell in response.context["parties"]] == own, name
        assert (count in text_of(response), NAMES["sam"] in text_of(response)) == (True, False), name
    assert f"{count} You must answer by" in text_of(page_of(client, cast, "hannah", case))
    assert f"{count} The others must answer by" in text_of(page_of(client, cast, "sam", case))
    assert "Hannah Price must answer" not in text_of(page_of(client, cast, "sam", case))


@pytest.mark.parametrize("make", [proposed, changed])
def test_managers_see_who_did_and_who_must(cast, client, make):
    response = page_of(client, cast, "mina", make(cast))
    assert len(response.context["parties"]) >= 3
    assert (NAMES["sam"] in text_of(response), "Hannah Price" in response.context["next"]) == (True, True)


@pytest.mark.parametrize("name", ["hannah", "rob"])
def test_the_news_on_the_home_page_name_nobody_either(cast, name):
    proposed(cast)
    now = timezone.now()
    reader = Person.objects.get(pk=getattr(cast, name).pk)
    assert NAMES["sam"] not in [one.text for one in changes_for(reader, now - timedelta(days=1), now)]


def test_when_all_have_agreed_the_names_stand(cast, client):
    case = proposed(cast)
    for person in (cast.hannah, cast.rob):
        actions.consent(fresh(case), by=person)
    response = page_of(client, cast, "sam", case)
    assert [cell["answer"] for cell in response.context["parties"]] == ["Agreed"] * 4
    assert [words in text_of(response) for words in NAMES.values()] == [True] * 3


def test_who_was_silent_is_not_told_by_who_agreed(cast, client):
    case = proposed(cast)
    Consent.objects.update(due_on=stage.today() - timedelta(days=1))
    assert tasks.lapse_proposals() == 1
    for name, own in (("sam", ["Agreed"]), ("rob", ["Not needed any more"]), ("dai", [])):
        response = page_of(client, cast, name, case)
        assert [cell["answer"] for cell in response.context["parties"]] == own, name
        assert NAMES["sam"] not in text_of(response)
