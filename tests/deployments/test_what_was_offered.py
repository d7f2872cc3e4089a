"""What is offered is what is frozen: the rate people read when they agreed comes to hold, and no other."""

import pytest

from casework.links import token_of
from casework.models import Letter, Link
from casework.templatetags.casework import money
from deployments import actions
from deployments.models import Rate
from deployments.queries.invariants import INVARIANTS
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_change_terms_deployment import change
from tests.deployments.test_fund_deployment import agree, held, propose
from tests.deployments.test_read_terms import text_of

BROKERAGE = {
    "none": {},
    "share": {"brokerage_share": 1500},
    "day": {"brokerage_pence": 50_00},
    "in": {"brokerage_share": 1500},
}


def broken() -> list[str]:
    return [one.name for one in INVARIANTS if one.broken().exists()]


@pytest.mark.parametrize(
    ("kind", "pence"), [("none", 300_00), ("share", 300_00), ("day", 300_00), ("in", 255_00)]
)
def test_link_page_letter_and_agreement_say_the_same(cast, client, kind, pence):
    case = propose(cast, stage.fund(brokerage=kind, **BROKERAGE[kind]))
    letter = Letter.objects.get(name="deployments/consent_requested", to=cast.hannah)
    link = Link.objects.get(person=cast.hannah)
    client.force_login(cast.hannah)
    read = [letter.body] + [
        text_of(client.get(url))
        for url in (f"/link/{token_of(link)}/", case.page("consent"), case.get_absolute_url())
    ]
    assert [f"{money(pence)} a day" in one for one in read] == [True] * 4
    assert ["Northdale Council" in one for one in read] == [True] * 4
    kept = held(case.fund)
    agree(case, cast)
    assert (fresh(case).state, fresh(case).rate_pence, held(case.fund)) == ("agreed", pence, kept)
    assert broken() == []


@pytest.mark.parametrize("what", ["rate", "head", "brokerage"])
def test_what_changes_between_two_consents_changes_nothing_that_was_read(cast, what):
    case = propose(cast, stage.fund(brokerage="in", brokerage_share=1000))
    actions.consent(case, by=cast.sam)
    if what == "rate":
        factories.RateFactory(key="leader", pence_a_day=350_00, from_on=stage.today())
    elif what == "head":
        factories.PostFactory(person=cast.sam, school=cast.oakfield, role="headteacher")
    else:
        type(case.fund).objects.update(brokerage_share=5000)
    for person in (cast.hannah, cast.rob):
        actions.consent(fresh(case), by=person)
    case = fresh(case)
    assert (case.state, case.rate_pence, case.brokerage_pence) == ("agreed", 270_00, 30_00)
    assert held(case.fund) == (600_00, [600_00])


def test_changed_terms_offer_the_rate_of_the_day_and_say_so(cast, client):
    case = stage.deployment(cast, answered=("leader",))
    factories.RateFactory(key="leader", pence_a_day=350_00, from_on=stage.today())
    change(case, cast.mina)
    assert (fresh(case).rate_pence, case.consents.get(party="leader").decision) == (350_00, "asked")
    for body in Letter.objects.filter(name="deployments/terms_changed").values_list("body", flat=True):
        assert "Paid to Oakfield Primary School: £350 a day, before: £300" in body
    assert broken() == []


def test_without_a_rate_nothing_new_is_offered(cast):
    case = stage.deployment(cast)
    Rate.objects.all().delete()
    with pytest.raises(actions.Obstacle, match="No day rate is in force"):
        change(case, cast.mina)
