"""Nobody is bound to what they did not read: the conditions and the circumstances stand wherever somebody agrees."""

import re

import pytest

from casework.documents import html_of
from casework.links import token_of
from casework.models import Letter, Link
from deployments import actions, letters
from deployments.models import Deployment, SupportRequest
from directory.models import Person
from tests import factories
from tests.deployments import changes, stage
from tests.deployments.stage import fresh

CIRCUMSTANCES = {
    "Kind of support": "One-to-one coaching",
    "Areas": "Phonics for the test",
    "Who will be supported": "Ann Reed, Phonics lead",
    "Where": "Online",
    "Language": "Welsh",
    "Pattern": "One morning a week, not on Mondays",
}

LINES = "- Where: Online\n- Language: Welsh\n- Pattern: One morning a week, not on Mondays\n"


def conditions(html: str) -> list[str]:
    """Return the conditions of an agreement that stand in a page or document."""
    [found] = re.findall(r'<ul class="conditions">(.*?)</ul>', html, re.DOTALL)
    return [" ".join(one.split()) for one in re.findall(r"<li>(.*?)</li>", found, re.DOTALL)]


def circumstances(html: str) -> dict[str, str]:
    """Return of these facts those that stand in a page or document."""
    rows = re.findall(
        r'<(?:dt|th scope="row")>([^<]+)</(?:dt|th)>\s*<(?:dd|td)>(?:<span class="prose">)?([^<]*)<', html
    )
    return {term: value for term, value in rows if term in CIRCUMSTANCES}


def online_in_welsh(case: Deployment) -> Deployment:
    how = {"delivery": "online", "language": "welsh", "pattern": CIRCUMSTANCES["Pattern"]}
    how["supported_post"] = "Phonics lead"
    SupportRequest.objects.filter(pk=case.request_id).update(**how)
    return fresh(case)


def agreement_of(case: Deployment) -> str:
    return html_of(Deployment.objects.in_full().get(pk=case.pk), "deployments/agreement", "en")


def by_link(client, person) -> str:
    """Return what the person reads behind the link of the last letter."""
    client.logout()
    assert Link.objects.latest("pk").person == person
    return client.get(f"/link/{token_of(Link.objects.latest('pk'))}/").content.decode()


def signed_in(client, person, url: str) -> str:
    client.force_login(person)
    return client.get(url).content.decode()


def test_every_condition_of_the_agreement_was_read_by_whoever_agreed(cast, client):
    case = stage.deployment(cast)
    letters.consent_requested(case.consents.select_related("asked_of").get(party="line_manager"))
    read = [
        by_link(client, cast.hannah),
        signed_in(client, cast.hannah, case.page("consent")),
        signed_in(client, cast.rob, case.page("consent")),
    ]
    printed = conditions(agreement_of(stage.deployment(cast, "agreed")))
    assert len(printed) == 11
    assert [conditions(page) for page in read] == [printed] * 3


def test_so_it_was_by_whoever_confirms_what_was_said_by_phone(cast, client):
    case = stage.deployment(cast, "agreed")
    case.consents.filter(party="leader").update(channel="phone")
    letters.consent_recorded(case.consents.select_related("asked_of").get(party="leader"))
    read = [by_link(client, cast.sam), signed_in(client, cast.sam, case.page("confirm"))]
    assert [conditions(page) for page in read] == [conditions(agreement_of(case))] * 2


def test_a_change_is_agreed_to_beside_the_conditions_that_stay(cast, client):
    change = changes.variation(cast)
    letters.variation_requested(change.consents.select_related("asked_of").get(asked_of=cast.hannah))
    read = [by_link(client, cast.hannah), signed_in(client, cast.hannah, change.page("consent"))]
    assert [conditions(page) for page in read] == [conditions(agreement_of(change.deployment))] * 2


@pytest.mark.parametrize("minutes", [300, 360])
def test_a_visit_paid_by_the_hour_is_among_them_with_the_hours_of_a_day(cast, client, minutes):
    case = stage.deployment(cast, minutes_a_day=minutes)
    agreed = stage.deployment(cast, "agreed", minutes_a_day=minutes)
    page = signed_in(client, cast.rob, case.page("consent"))
    pay = (
        "The alliance pays the leader's school for acknowledged visits: half the rate of a day for a half day. Where "
        "it is written down how long a visit took, it is paid by the hour instead, never more than was planned; a day "
        f"has {minutes // 60} h 00 min."
    )
    assert [pay in conditions(html) for html in (page, agreement_of(agreed))] == [True, True]


def test_where_in_which_language_and_when_is_read_before_anybody_agrees(cast, client):
    case = online_in_welsh(stage.deployment(cast))
    letters.consent_requested(case.consents.select_related("asked_of").get(party="leader"))
    assert circumstances(by_link(client, cast.sam)) == CIRCUMSTANCES
    for person in (cast.sam, cast.hannah, cast.rob):
        assert circumstances(signed_in(client, person, case.page("consent"))) == CIRCUMSTANCES
    letter = Letter.objects.get(name="deployments/consent_requested").body
    assert LINES in letter


def test_a_school_that_keeps_its_need_to_itself_says_them_all_the_same(cast, client):
    case = online_in_welsh(stage.deployment(cast))
    SupportRequest.objects.update(may_share=False)
    for url in (case.page("consent"), case.get_absolute_url()):
        page = signed_in(client, cast.hannah, url)
        told = {term: value for term, value in CIRCUMSTANCES.items() if term != "Who will be supported"}
        assert (circumstances(page), "Phonics results fell." in page) == (told, False)


@pytest.mark.parametrize("state", ["proposed", "agreed", "active"])
def test_they_stand_on_the_page_all_parties_share(cast, client, state):
    case = online_in_welsh(stage.deployment(cast, state))
    for person in (cast.sam, cast.hannah, cast.rob, cast.mina):
        assert circumstances(signed_in(client, person, case.get_absolute_url())) == CIRCUMSTANCES


def test_they_stand_in_the_agreement_and_in_its_letter(cast):
    case = online_in_welsh(stage.deployment(cast, answered=("leader", "line_manager")))
    actions.consent(case, by=cast.rob)
    assert circumstances(agreement_of(case)) == CIRCUMSTANCES
    letter = Letter.objects.get(name="deployments/deployment_agreed", to=cast.sam).body
    assert LINES in letter


@pytest.mark.parametrize(
    ("language", "names"), [("en", "Maths, Phonics for the test"), ("cy", "Mathemateg, Phonics for the test")]
)
def test_the_page_names_all_areas_in_the_readers_language(cast, client, language, names):
    case = stage.deployment(cast, "agreed")
    case.request.areas.add(factories.AreaFactory())
    Person.objects.filter(pk=cast.sam.pk).update(language=language)
    page = signed_in(client, cast.sam, case.get_absolute_url())
    assert f'<span class="prose">{names}</span>' in page
