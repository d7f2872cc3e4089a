"""Whoever is asked reads the whole of what they agree to: by the link, on the page of the step, and when it changed."""

import pytest

from casework.links import token_of
from casework.models import Link
from casework.templatetags.casework import day
from deployments import actions, letters
from deployments.actions import Aim
from deployments.models import Deployment, Rate
from tests.deployments import changes, stage
from tests.deployments.stage import fresh

NEED = ("Phonics results fell.", "Ann Reed")


def text_of(response) -> str:
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def pages(client, case, person, *steps: str) -> list[str]:
    """Return what the person reads behind the link of the letter, and signed in on the page of each step."""
    asked = case.consents.select_related("asked_of").get(asked_of=person)
    ask = letters.consent_requested if isinstance(case, Deployment) else letters.variation_requested
    ask(asked)
    url = f"/link/{token_of(Link.objects.latest('pk'))}/"
    found = [text_of(client.get(url))]
    found += [text_of(client.get(f"{url}{case.NOUN}-{step}/")) for step in steps]
    client.force_login(person)
    return found + [text_of(client.get(case.page(step))) for step in steps]


def terms(case) -> tuple[str, ...]:
    return (
        "2 days",
        day(case.starts_on),
        day(case.ends_on),
        "One lesson structure",
        "Seen in every class",
        "£300 a day, £600 in all",
        "Phonics for the test",
        "Your answer is due by",
        day(case.consents.first().due_on),
    )


@pytest.mark.parametrize("may_share", [True, False])
def test_a_proposal_is_read_in_whole_wherever_it_is_answered(cast, client, may_share):
    case = stage.deployment(cast, fund=stage.fund())
    type(case.request).objects.update(may_share=may_share)
    for page in pages(client, fresh(case), cast.hannah, "consent"):
        assert [words for words in (*terms(case), "Northdale Council") if words not in page] == []
        assert [words in page for words in NEED] == [may_share, may_share]
        assert ("The school shares the need when all have agreed." in page) == (not may_share)


def test_the_school_reads_its_own_need_and_who_pays_where_no_fund_does(cast, client):
    case = stage.deployment(cast)
    type(case.request).objects.update(may_share=False, funding="authority")
    for page in pages(client, fresh(case), cast.rob, "consent"):
        assert [words for words in (*NEED, "The local authority") if words not in page] == []


def test_without_a_rate_in_force_what_was_offered_is_read(cast, client):
    case = stage.deployment(cast)
    Rate.objects.all().delete()
    for page in pages(client, case, cast.hannah, "consent"):
        assert "£300 a day, £600 in all" in page


def test_what_was_changed_meanwhile_stands_where_it_says_to_read_it(cast, client):
    case = stage.deployment(cast)
    client.force_login(cast.hannah)
    read = client.get(case.page("consent")).context["form"]["offered"].value()
    actions.change_terms(
        case,
        by=cast.mina,
        half_days=6,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        objectives=[Aim("New", "S")],
    )
    page = text_of(client.post(case.page("consent"), {"offered": read}))
    assert [words in page for words in ("read what is proposed now", "3 days", "<b>New</b>")] == [True] * 3


def test_who_confirms_what_they_said_by_phone_reads_it(cast, client):
    case = stage.deployment(cast, "agreed")
    case.consents.filter(party="leader").update(channel="phone")
    client.force_login(cast.sam)
    page = text_of(client.get(case.page("confirm")))
    assert [words for words in terms(case)[:7] if words not in page] == []
    assert "Your answer is due by" not in page


def test_a_change_is_read_wherever_it_is_answered(cast, client):
    change = changes.variation(cast)
    for page in pages(client, change, cast.hannah, "consent"):
        wanted = (
            "3 days (before: 2 days)",
            changes.REASON,
            "£300 a day, £900 in all",
            "Your answer is due by",
        )
        assert [words for words in wanted if words not in page] == []


@pytest.mark.parametrize("step", ["consent", "confirm"])
def test_to_read_it_costs_little(cast, client, step, django_assert_max_num_queries):
    case = stage.deployment(cast, "proposed" if step == "consent" else "agreed", fund=stage.fund())
    if step == "confirm":
        case.consents.update(channel="phone")
    client.force_login(cast.hannah)
    client.get("/")
    with django_assert_max_num_queries(12):
        assert client.get(case.page(step)).status_code == 200
