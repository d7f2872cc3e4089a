"""The work of a school that became another one goes on there: its days come back to the budget that gave them."""

import pytest
from freezegun import freeze_time

from casework.models import Entry
from deployments import actions
from deployments.models import InformalSupport, TermBudget
from deployments.queries.invariants import INVARIANTS
from deployments.tasks import follow_schools
from designation.models import SchoolRelease
from designation.tasks import follow_schools as follow_leaders
from directory.models import Person, School, SchoolLink
from tests import factories
from tests.deployments import stage
from tests.deployments.stage import fresh
from tests.deployments.test_propose_request import propose


def becomes(school: School, other: School) -> None:
    School.objects.filter(pk=school.pk).update(status=School.Status.CLOSED)
    SchoolLink.objects.create(school=school, other=other, kind="Successor")
    follow_leaders()
    follow_schools()


def wrong() -> set[str]:
    return {one.name for one in INVARIANTS if one.broken().exists()}


@pytest.fixture(autouse=True)
def a_school_day():
    with freeze_time("2026-05-20 12:00"):
        yield


@pytest.fixture
def academy(cast):
    return factories.SchoolFactory(name="Oak Academy", local_authority=cast.northdale)


@pytest.fixture
def case(cast):
    """Four half days of Sam's, taken from Oakfield's budget too."""
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=15)
    return propose(stage.request(cast), cast, stage.sam_leads(cast))


def test_the_days_come_back_to_the_budget_that_went_with_the_school(cast, case, academy):
    becomes(cast.oakfield, academy)
    budget = TermBudget.objects.get(school=academy)
    assert (budget.taken, TermBudget.objects.filter(school=cast.oakfield).exists()) == (4, False)
    actions.cancel(fresh(case), by=cast.mina, reason="Not needed")
    budget.refresh_from_db()
    assert (budget.taken, wrong()) == (0, set())


def test_work_with_a_group_of_the_school_the_leader_s_school_becomes_stays_between_the_two(cast, academy):
    """Nobody is paid for work with a group of their own school: so it is not made one."""
    led, given = (
        stage.facilitation(cast, school=academy, **fields) for fields in ({}, {"home_school": cast.brookside})
    )
    becomes(cast.oakfield, academy)
    assert (fresh(led).home_school, fresh(led).school) == (cast.oakfield, academy)
    becomes(cast.brookside, academy)
    assert (fresh(given).home_school, fresh(given).school) == (cast.brookside, academy)


def test_a_school_that_gave_nothing_gets_nothing_back(cast, case, academy):
    """The academy has a leader and a budget of its own, of which six half days are taken."""
    SchoolRelease.objects.create(school=academy, half_days_a_term=20)
    factories.PostFactory(person=cast.olga, school=academy)
    mine = stage.leader(factories.PersonFactory(), academy)
    propose(stage.request(cast), cast, mine, half_days=6)
    own, given = (TermBudget.objects.get(school=one) for one in (academy, cast.oakfield))
    becomes(cast.oakfield, academy)
    assert fresh(case).home_school == academy
    actions.cancel(fresh(case), by=cast.mina, reason="Not needed")
    assert [fresh(one).taken for one in (own, given)] == [6, 0]
    assert wrong() == set()


def test_days_of_a_visit_that_was_not_held_after_all_come_back_from_what_was_over(cast, case, academy):
    for person in (cast.sam, cast.hannah, cast.rob):
        actions.consent(fresh(case), by=person)
    today = {"on": stage.today(), "morning": True, "afternoon": False, "anyway": True}
    visit = actions.plan(fresh(case), by=cast.sam, **today)
    actions.hold_visit(visit, by=cast.sam)
    reason = {"ended_for": "need", "reason": "No need", "look_for_another": False}
    actions.stop(fresh(case), by=cast.mina, **reason)
    other = propose(stage.request(cast), cast, case.designation, half_days=2)
    becomes(cast.oakfield, academy)
    budget = TermBudget.objects.get(school=academy)
    assert (fresh(case).home_school, fresh(other).home_school, budget.taken) == (cast.oakfield, academy, 3)
    actions.contest_visit(fresh(visit), by=cast.rob, reason="Snow")
    actions.overturn_visit(fresh(visit), by=cast.mina, reason="Both were heard.")
    assert (fresh(budget).taken, wrong()) == (2, set())


def test_a_change_takes_its_days_from_the_budget_the_work_was_taken_from(cast, case, academy):
    for person in (cast.sam, cast.hannah, cast.rob):
        actions.consent(fresh(case), by=person)
    SchoolRelease.objects.create(school=academy, half_days_a_term=20)
    own = TermBudget.objects.create(school=academy, term_starts_on=stage.term_of_work(case), half_days=20)
    given = TermBudget.objects.get(school=cast.oakfield)
    becomes(cast.oakfield, academy)
    dates = {"starts_on": case.starts_on, "ends_on": case.ends_on}
    change = actions.vary(fresh(case), by=cast.rob, half_days=6, reason="More", **dates)
    assert ([fresh(one).taken for one in (own, given)], wrong()) == ([0, 6], set())
    actions.cancel_variation(change, by=cast.rob)
    assert ([fresh(one).taken for one in (own, given)], wrong()) == ([0, 4], set())


# Not support that was asked for: what schools do between themselves, and work with groups.


def test_informal_support_that_goes_on_goes_on_at_the_academy(cast, academy):
    tomorrow = stage.school_day(1)
    given, disputed = stage.informal(cast, ends_on=tomorrow), stage.informal(cast, "objected")
    over = stage.informal(cast)
    becomes(cast.oakfield, academy)
    assert [fresh(one).home_school for one in (given, disputed, over)] == [academy, academy, cast.oakfield]
    entry = Entry.objects.of(given).get()
    assert (entry.step, entry.by, entry.note) == ("follow", None, f"{cast.oakfield} → {academy}")
    hannah = Person.objects.get(pk=cast.hannah.pk)
    assert list(InformalSupport.objects.visible_to(hannah).order_by("pk")) == [given, disputed]


def test_informal_support_between_schools_that_became_one_stays_where_it_was(cast):
    between = stage.informal(cast, "objected")
    becomes(cast.oakfield, cast.brookside)
    assert (fresh(between).home_school, Entry.objects.of(between).count()) == (cast.oakfield, 0)


def test_a_group_goes_on_with_the_academy_as_its_lead(cast, academy):
    group, over = stage.group(cast), stage.group(cast, "ended")
    becomes(cast.oakfield, academy)
    assert (fresh(group).lead_school, fresh(over).lead_school) == (academy, cast.oakfield)
    entry = Entry.objects.of(group).get()
    assert (entry.step, entry.by, entry.note) == ("follow", None, f"{cast.oakfield} → {academy}")
    assert Person.objects.get(pk=cast.hannah.pk).has_perm("deployments.welcome_group", fresh(group)) is True


def test_a_school_in_a_group_leaves_it_and_the_academy_joins(cast, academy):
    group = stage.group(cast)
    becomes(cast.brookside, academy)
    today = stage.today()
    assert list(group.members.order_by("pk").values_list("school", "left_on")) == [
        (cast.brookside.pk, today),
        (academy.pk, None),
    ]
    assert Entry.objects.of(group).get().note == f"{cast.brookside} → {academy}"
    follow_schools()
    assert Entry.objects.of(group).count() == 1


def test_a_school_that_became_the_lead_of_its_group_is_in_it_once(cast):
    group = stage.group(cast)
    becomes(cast.brookside, cast.oakfield)
    assert list(group.members.values_list("school", "left_on")) == [(cast.brookside.pk, stage.today())]


def test_a_lead_school_that_became_a_member_leads_and_is_in_the_group_once(cast):
    group = stage.group(cast)
    becomes(cast.oakfield, cast.brookside)
    assert fresh(group).lead_school == cast.brookside
    assert list(group.members.values_list("school", "left_on")) == [(cast.brookside.pk, stage.today())]


def test_work_with_a_group_is_acknowledged_and_claimed_by_the_academies(cast, academy):
    work, over = stage.facilitation(cast), stage.facilitation(cast, "acknowledged")
    beech = factories.SchoolFactory(name="Beech Academy", local_authority=cast.northdale)
    becomes(cast.brookside, academy)
    becomes(cast.oakfield, beech)
    assert (fresh(work).school, fresh(work).home_school) == (academy, beech)
    assert (fresh(over).school, fresh(over).home_school) == (cast.brookside, cast.oakfield)
    rob = Person.objects.get(pk=cast.rob.pk)
    assert rob.has_perm("deployments.acknowledge_facilitation", fresh(work)) is True
    actions.acknowledge_facilitation(fresh(work), by=rob)
    assert fresh(work).claim_line.claim.school == beech
