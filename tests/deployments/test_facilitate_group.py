"""Sam records the hours with a group; Rob, whose school leads it, acknowledges them, and Oakfield claims for them."""

from datetime import timedelta

import pytest

from deployments import actions
from deployments.models import Claim, ClaimLine, Facilitation, Rate
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_pages import queries
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

NEW, LIST = "/deployments/facilitations/new/", "/deployments/facilitations/"


class TestAcknowledge(SevenQuestions):
    model, step, actor = Facilitation, "acknowledge", "rob"
    told = {
        "sam": ["deployments/facilitation_acknowledged"],
        "hannah": ["deployments/facilitation_acknowledged"],
    }
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam", "mina")

    def make(self, cast, state=None):
        return stage.facilitation(cast, state or "recorded")

    def check(self, case, cast):
        line = ClaimLine.objects.get()
        assert (line.facilitation, line.amount_pence, line.minutes) == (case, 150_00, 150)
        assert (line.claim.school, line.claim.total_pence, case.acknowledged_by) == (
            cast.oakfield,
            150_00,
            cast.rob,
        )


class TestRefuse(SevenQuestions):
    model, step, actor = Facilitation, "refuse", "rob"
    answer = {"reason": "It was a day later."}
    others = ("olga", "gwen", "fay", "dai", "hannah", "sam")
    told = {"sam": ["deployments/facilitation_refused"]}

    def make(self, cast, state=None):
        return stage.facilitation(cast, state or "recorded")


def answer(cast, **fields) -> dict:
    about = {
        "group": "Valley writing group",
        "school": cast.brookside.pk,
        "on": stage.school_day(-1),
        "minutes": "2.5",
    }
    return typed(about | fields) | {"one_time_key": f"6d0e1f4e-1111-4f6e-8d5a-{len(fields):012d}"}


def test_the_leader_records_it_and_the_lead_school_is_asked(cast, client):
    Rate.objects.create(
        key="facilitation", pence_a_day=200_00, from_on=stage.school_day(-1), source="Invented"
    )
    sam = stage.sam_leads(cast)
    client.force_login(cast.sam)
    response = client.post(NEW, answer(cast, designation=sam.pk))
    made = Facilitation.objects.get()
    assert response.url == made.get_absolute_url()
    assert (made.state, made.minutes, made.amount_pence, made.made_by) == ("recorded", 150, 100_00, cast.sam)
    assert {(one.name, one.to) for one in made.letters.all()} == {
        ("deployments/facilitation_recorded", cast.rob),
        ("deployments/facilitation_noted", cast.mina),
    }
    Rate.objects.filter(from_on=stage.school_day(-1)).update(pence_a_day=900_00)
    actions.acknowledge_facilitation(made, by=cast.rob)
    assert Claim.objects.get().total_pence == 100_00


def test_the_same_work_is_recorded_once(cast, client):
    sam = stage.sam_leads(cast)
    stage.facilitation(cast, on=stage.school_day(-1))
    client.force_login(cast.sam)
    form = client.post(NEW, answer(cast, designation=sam.pk)).context["form"]
    assert form.non_field_errors() == ["The work with this group on this day is recorded already."]


def test_a_fund_keeps_it_with_its_brokerage_and_gets_it_back(cast):
    fund = stage.fund(amount_pence=200_00, brokerage="share", brokerage_share=1000)
    about = {
        "designation": stage.sam_leads(cast),
        "school": cast.brookside,
        "on": stage.school_day(-1),
        "fund": fund,
    }
    made = actions.record_facilitation(by=cast.mina, group="Writing", minutes=150, **about)
    assert (fresh(fund).taken_pence, made.held_pence) == (165_00, 165_00)
    with pytest.raises(actions.Obstacle, match="£35 left, and this needs £165"):
        actions.record_facilitation(by=cast.mina, group="Reading", minutes=150, **about)
    actions.refuse_facilitation(made, by=cast.rob, reason="No")
    assert (fresh(fund).taken_pence, fresh(made).held_pence) == (0, 0)


def test_it_is_adjusted_like_a_visit(cast):
    fund = stage.fund(taken_pence=165_00)
    made = stage.facilitation(cast, fund=fund, brokerage_pence=15_00, held_pence=165_00)
    actions.acknowledge_facilitation(made, by=cast.rob)
    claim = Claim.objects.get()
    actions.submit_claim(claim, by=cast.hannah)
    actions.approve_claim(claim, by=cast.fay)
    actions.adjust_claim(claim, by=cast.fay, line=claim.lines.get(), pence=-150_00, reason="It was informal")
    assert (fresh(fund).taken_pence, fresh(made).held_pence) == (0, 0)


@pytest.mark.parametrize("name", ["olga", "gwen", "fay", "dai", "rob", "hannah"])
def test_only_leaders_and_managers_record(cast, client, name):
    client.force_login(getattr(cast, name))
    assert client.get(NEW).status_code == 403
    client.force_login(cast.mina)
    assert client.get(NEW).status_code == 200


def test_who_sees_it(cast):
    made = stage.facilitation(cast)
    other = factories.PostFactory(role="headteacher").person
    seen = [
        list(Facilitation.objects.visible_to(person)) == [made]
        for person in (cast.sam, cast.hannah, cast.rob, cast.mina, cast.fay, other, cast.olga, cast.dai)
    ]
    assert seen == [True] * 5 + [False] * 3


@pytest.mark.parametrize("name", ["mina", "rob", "sam"])
def test_the_list_and_the_claim_cost_the_same_for_one_row_and_thirty(cast, client, name):
    claim = stage.claim(cast)

    def add(number: int) -> None:
        made = stage.facilitation(cast, "acknowledged", on=stage.today() - timedelta(days=number))
        line = {"facilitation": made, "on": made.on, "half_days": 0, "rate_pence": 300_00, "amount_pence": 1}
        ClaimLine.objects.create(claim=claim, **line)

    def counted() -> list[int]:
        found = []
        for person, url in ((getattr(cast, name), LIST), (cast.hannah, claim.get_absolute_url())):
            client.force_login(person)
            found.append(queries(client, url))
        return found

    add(0)
    one = counted()
    for number in range(1, 30):
        add(number)
    assert counted() == one
    assert max(one) <= 12


@pytest.fixture
def moved(cast):
    """Return work that a fund paid when its page was loaded, as it was then, and the fund that pays it since."""
    funds = [stage.fund(brokerage="share", brokerage_share=share) for share in (1000, 2000)]
    about = {"designation": stage.sam_leads(cast), "school": cast.brookside, "on": stage.school_day(-1)}
    made = actions.record_facilitation(by=cast.mina, group="Writing", minutes=150, fund=funds[0], **about)
    stale = Facilitation.objects.in_full().get(pk=made.pk)
    actions.fund_facilitation(made, by=cast.mina, fund=funds[1])
    return stale, *funds


def taken(*funds) -> list[int]:
    return [fresh(one).taken_pence for one in funds]


def test_who_refuses_it_gives_back_to_the_fund_that_pays_since(cast, moved):
    stale, before, since = moved
    assert taken(before, since) == [0, 180_00]
    actions.refuse_facilitation(stale, by=cast.rob, reason="No")
    assert (taken(before, since), fresh(stale).held_pence) == ([0, 0], 0)


def test_who_acknowledges_it_claims_from_the_fund_that_pays_since(cast, moved):
    stale, before, since = moved
    actions.acknowledge_facilitation(stale, by=cast.rob)
    line = ClaimLine.objects.get()
    assert (line.fund, line.brokerage_pence, taken(before, since)) == (since, 30_00, [0, 180_00])


def test_it_counts_by_itself_from_the_fund_that_pays_since(cast, moved):
    stale, _before, since = moved
    actions.presume_facilitation(stale)
    assert ClaimLine.objects.values_list("fund", "brokerage_pence").get() == (since.pk, 30_00)


def test_who_disallows_it_gives_back_to_the_fund_that_pays_since(cast, moved):
    stale, before, since = moved
    actions.acknowledge_facilitation(fresh(stale), by=cast.rob)
    actions.disallow_facilitation(stale, by=cast.mina, reason="Nobody had asked for it")
    assert (taken(before, since), ClaimLine.objects.count()) == ([0, 0], 0)
