"""Reasons are for the parties and the alliance: Dai, officer of the authority, sees what happened and not why."""

import pytest

from deployments import actions
from deployments.models import Consent, Visit
from tests.deployments import changes, stage

PARTIES = ("sam", "hannah", "rob", "mina")
EVERYBODY = [(name, True) for name in PARTIES] + [("dai", False)]
WHY, ACCOUNT, DECIDED = "Ann Reed is in hospital.", "I met Ann Reed at nine.", "Ann Reed's diary says so."


def reads(client, person, case, *words: str) -> list[bool]:
    """Return which of these words stand on the page of a case for a person."""
    client.force_login(person)
    page = client.get(case.get_absolute_url())
    assert page.status_code == 200
    return [one in page.content.decode() for one in words]


@pytest.mark.parametrize(("who", "is_party"), EVERYBODY)
def test_why_work_is_paused_is_for_the_parties(cast, client, who, is_party):
    case = stage.deployment(cast, "active")
    actions.pause(case, by=cast.rob, look_again_on=stage.school_day(10), reason=WHY)
    says = reads(client, getattr(cast, who), case, "Rob Ellis paused the work", WHY)
    assert says == [True, is_party]


@pytest.mark.parametrize("state", ["proposed", "agreed", "cancelled"])
@pytest.mark.parametrize(("who", "is_party"), EVERYBODY)
def test_why_something_should_change_is_for_the_parties(cast, client, who, is_party, state):
    made = changes.variation(cast, state)
    says = reads(client, getattr(cast, who), made, "What would change", changes.REASON)
    assert says == [True, is_party]


def test_a_chair_asked_about_the_change_alone_reads_why(cast, client):
    made = changes.variation(cast)
    made.consents.filter(party="line_manager").update(asked_of=cast.gwen, asked_as=Consent.AskedAs.CHAIR)
    assert reads(client, cast.gwen, made, changes.REASON) == [True]


@pytest.mark.parametrize("ends", ["uphold", "overturn"])
@pytest.mark.parametrize(("who", "is_party"), EVERYBODY)
def test_what_both_sides_say_of_a_visit_is_for_the_parties(cast, client, who, is_party, ends):
    visit, person = stage.visit(cast, "held"), getattr(cast, who)
    actions.contest_visit(visit, by=cast.rob, reason=WHY)
    actions.answer_visit(visit, by=cast.sam, account=ACCOUNT)
    assert reads(client, person, visit, "Disputed", WHY, ACCOUNT) == [True, is_party, is_party]
    settle = {"uphold": actions.uphold_visit, "overturn": actions.overturn_visit}[ends]
    settle(visit, by=cast.mina, reason=DECIDED)
    assert reads(client, person, visit, WHY, ACCOUNT, DECIDED.replace("'", "&#x27;")) == [is_party] * 3


@pytest.mark.parametrize(("who", "is_party"), EVERYBODY)
@pytest.mark.parametrize(
    ("state", "act", "by"),
    [
        ("planned", actions.miss_visit, "rob"),
        ("held", actions.retract_visit, "sam"),
        ("acknowledged", actions.disallow_visit, "mina"),
    ],
)
def test_why_a_visit_was_not_held_is_for_the_parties(cast, client, who, is_party, state, act, by):
    visit = stage.visit(cast, state)
    act(visit, by=getattr(cast, by), reason=WHY)
    assert reads(client, getattr(cast, who), visit, "Not held", WHY) == [True, is_party]


@pytest.mark.parametrize("who", [*PARTIES, "dai"])
def test_why_a_visit_ended_by_itself_is_no_secret(cast, client, who):
    visit = stage.visit(cast, "not_held", missed_because=Visit.PAUSED)
    assert reads(client, getattr(cast, who), visit, str(visit.why_not_held)) == [True]


@pytest.mark.parametrize("who", ["gwen", "dai"])
def test_a_page_with_many_reasons_costs_no_more_queries(cast, client, who, django_assert_max_num_queries):
    visit = stage.visit(cast, "held")
    asked = visit.deployment.consents.filter(party="line_manager")
    asked.update(asked_of=cast.gwen, asked_as=Consent.AskedAs.CHAIR)
    actions.contest_visit(visit, by=cast.rob, reason=WHY)
    for _one in range(29):
        actions.answer_visit(visit, by=cast.sam, account=ACCOUNT)
    client.force_login(getattr(cast, who))
    client.get("/")
    with django_assert_max_num_queries(12):
        assert client.get(visit.get_absolute_url()).status_code == 200
