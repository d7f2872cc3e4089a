"""Mina changes what she proposed: who had agreed is asked anew, and reads what has changed."""

from datetime import timedelta

import pytest

from casework import links
from casework.models import Letter
from deployments import actions
from deployments.actions import Aim, Obstacle
from deployments.letters import CONSENT, CONSENT_DOORS
from deployments.models import Deployment
from deployments.queries.terms import offer_of
from tests.deployments import changes, stage
from tests.deployments.stage import fresh
from tests.journeys.steps import typed
from tests.seven import SevenQuestions

AIMS = [Aim("One lesson structure", "Seen in every class"), Aim("A second class joins", "It has")]


class TestChangeTerms(SevenQuestions):
    model, step = Deployment, "change_terms"
    others = ("sam", "hannah", "rob", "gwen", "fay", "dai", "olga")
    told = {name: ["deployments/terms_changed"] for name in ("sam", "hannah", "rob")}

    def make(self, cast, state=None):
        return stage.deployment(cast, state or "proposed", answered=("leader", "line_manager"))

    def answer_for(self, case, cast):
        terms = {"half_days": "3", "starts_on": case.starts_on, "ends_on": case.ends_on}
        wanted = {}
        for number, aim in enumerate(AIMS, start=1):
            wanted |= {f"{name}_{number}": getattr(aim, name) or "" for name in Aim._fields}
        return typed(terms | wanted)

    def check(self, case, cast):
        assert (case.half_days, changes.taken(case)) == (6, 6)
        assert [one.text for one in case.objectives.all()] == [aim.text for aim in AIMS]
        assert list(case.consents.values_list("party", "decision", "by")) == [
            ("leader", "asked", None),
            ("line_manager", "asked", None),
            ("receiving_head", "asked", None),
            ("alliance", "given", cast.mina.pk),
        ]


def change(case, by, **fields):
    terms = {"half_days": 6, "starts_on": case.starts_on, "ends_on": case.ends_on, "objectives": AIMS}
    actions.change_terms(case, by=by, **terms | fields)


def test_the_letter_says_what_changed_and_that_it_does_not_count_any_more(cast):
    case = stage.deployment(cast, answered=("leader",))
    change(case, cast.mina)
    for person, had_agreed in ((cast.sam, True), (cast.hannah, False)):
        body = Letter.objects.get(to=person).body
        words = ("Days: 3 days, before: 2 days", "That you had agreed does not count", "From:")
        assert [one in body for one in words] == [True, had_agreed, False]


def test_all_must_agree_anew_and_then_the_new_terms_hold(cast):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    change(case, cast.mina)
    for person in (cast.rob, cast.sam, cast.hannah):
        assert fresh(case).state == "proposed"
        actions.consent(fresh(case), by=person)
    assert (fresh(case).state, fresh(case).half_days) == ("agreed", 6)


def test_the_old_link_opens_nothing_any_more(cast, client):
    case = stage.deployment(cast)
    old = links.token_of(links.issue(case, cast.hannah, CONSENT, CONSENT_DOORS))
    change(case, cast.mina)
    assert client.post(f"/link/{old}/deployment-consent/").status_code == 410
    assert case.consents.get(party="line_manager").decision == "asked"


def test_who_had_the_page_open_reads_the_new_terms_first(cast, client):
    case = stage.deployment(cast)
    client.force_login(cast.hannah)
    read = client.get(case.page("consent")).context["form"]["offered"].value()
    change(case, cast.mina)
    response = client.post(case.page("consent"), {"offered": read})
    assert "The terms were changed after you opened this page" in response.content.decode()
    assert case.consents.get(party="line_manager").decision == "asked"
    again = {"offered": response.context["form"]["offered"].value()}
    assert client.post(case.page("consent"), again).status_code == 302
    assert case.consents.get(party="line_manager").decision == "given"


def test_the_action_asks_it_once_more(cast):
    case = stage.deployment(cast)
    read = offer_of(case)
    change(case, cast.mina)
    with pytest.raises(Obstacle, match="The terms were changed"):
        actions.consent(fresh(case), by=cast.hannah, offered=read)
    actions.consent(fresh(case), by=cast.hannah, offered=offer_of(fresh(case)))


def test_days_of_another_term_are_taken_there(cast):
    case = stage.deployment(cast)
    was = {stage.term_of_work(case)}
    change(
        case,
        cast.mina,
        starts_on=stage.today() + timedelta(days=200),
        ends_on=stage.today() + timedelta(days=230),
    )
    now = set(case.shares.values_list("term_starts_on", flat=True))
    assert (was & now, stage.taken(term_starts_on__in=was), stage.taken(term_starts_on__in=now)) == (
        set(),
        0,
        6,
    )


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"half_days": 4, "objectives": AIMS[:1]}, "Nothing would change"),
        ({"half_days": 250}, "Not enough days: "),
        ({"objectives": []}, "Give one objective at least"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_changes(cast, fields, says):
    case = stage.deployment(cast, answered=("leader",))
    with pytest.raises(Obstacle, match=says):
        change(case, cast.mina, **fields)
    assert (fresh(case).half_days, changes.taken(case)) == (4, 4)
    assert case.consents.get(party="leader").decision == "given"


YEARS = timedelta(days=3650)


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"ends_on": stage.today() + YEARS}, "The term ends before the work would"),
        ({"ends_on": stage.today() + timedelta(days=62)}, "The safeguarding assurance"),
        ({"ends_on": stage.today() + timedelta(days=20)}, "Away in the weeks asked for"),
    ],
)
def test_nothing_is_asked_about_that_could_not_have_been_proposed(cast, wanted, says):
    sam = stage.leader(cast.sam, cast.oakfield, assurance_until=stage.today() + timedelta(days=61))
    case = stage.deployment(cast, designation=sam)
    sam.absences.create(starts_on=case.starts_on, ends_on=stage.today() + timedelta(days=30))
    with pytest.raises(Obstacle, match=says):
        change(case, cast.mina, half_days=4, **wanted)
    assert (fresh(case).ends_on, changes.taken(case)) == (case.ends_on, 4)


def test_the_fund_pays_for_the_new_first_day_too(cast):
    fund = stage.fund(ends_on=stage.today() - timedelta(days=1))
    case = stage.deployment(cast, fund=fund)
    with pytest.raises(Obstacle, match="pays for work that begins from"):
        change(case, cast.mina, fund=fund, starts_on=stage.today())


def test_what_was_asked_already_stands_in_nobodys_way(cast):
    """Its own days are free for it, and that the leader was asked three times lately, once for this, is no matter."""
    case = stage.deployment(cast, designation=stage.leader(cast.sam, cast.oakfield, half_days_a_term=6))
    for _ in range(3):
        stage.deployment(cast, "refused", designation=case.designation)
    change(case, cast.mina)
    assert (fresh(case).half_days, changes.taken(case)) == (6, 6)
    with pytest.raises(Obstacle, match="Not enough days: "):
        change(fresh(case), cast.mina, half_days=70)
