"""A leader who changes school in mid-term: nothing new until the new head has confirmed, what was agreed goes on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from deployments import actions
from deployments.actions import Obstacle
from deployments.matching import BLOCKS
from deployments.models import Deployment, SupportRequest
from deployments.queries.candidates import shortlist
from deployments.tasks import follow_schools as followed_support
from designation import actions as designation
from designation.tasks import follow_schools as followed_leaders
from directory.models import Person, School, SchoolLink
from tests import factories
from tests.deployments import stage
from tests.deployments.test_matching import NEED, SAM, blocks
from tests.deployments.test_propose_request import propose


@pytest.fixture
def elm(cast):
    """Return the school Sam moves to, with its head."""
    school = factories.SchoolFactory(name="Elm Primary School", local_authority=cast.northdale)
    factories.PostFactory(person=cast.olga, school=school)
    return school


@pytest.fixture
def convert(cast):
    """Return how a school becomes an academy."""

    def become(school) -> School:
        academy = factories.SchoolFactory(name=f"{school.name} Academy", local_authority=cast.northdale)
        School.objects.filter(pk=school.pk).update(status=School.Status.CLOSED)
        SchoolLink.objects.create(school=school, other=academy, kind="Successor")
        for work in (followed_leaders, followed_support):
            work()
        return academy

    return become


def move(cast, elm, leader) -> None:
    designation.move(leader, by=cast.sam, school=elm, role="deputy_head", starts_on=stage.today())


def assure(cast, leader) -> None:
    """Olga, the new head, gives the safeguarding assurance."""
    until = stage.today() + timedelta(days=300)
    designation.assure(leader, by=cast.olga, checks_seen_on=stage.today(), until=until)


def test_an_unconfirmed_release_blocks_in_words():
    assert blocks(NEED, replace(SAM, is_released=False)) == ("not_released",)


def test_nobody_can_propose_until_the_new_head_has_confirmed(cast, elm):
    leader, request = stage.sam_leads(cast), stage.request(cast)
    move(cast, elm, leader)
    [found] = shortlist(request).blocked
    keys = ("not_released", "assurance_lapsed")  # the assurance of the former school ended with the move
    assert (found.is_possible, found.reasons) == (False, [str(BLOCKS[key]) for key in keys])
    with pytest.raises(Obstacle, match="not confirmed the release"):
        propose(request, cast, leader)
    designation.release(leader, by=cast.olga, half_days_a_term=20)
    assure(cast, leader)
    request.refresh_from_db()
    made = propose(request, cast, leader)
    assert (made.home_school, made.consents.get(party="line_manager").asked_of) == (elm, cast.olga)


@pytest.mark.parametrize("is_released", [False, True])
def test_what_was_proposed_before_cannot_be_agreed_any_more(cast, elm, is_released):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    move(cast, elm, case.designation)
    if is_released:
        designation.release(case.designation, by=cast.olga, half_days_a_term=20)
    with pytest.raises(Obstacle, match="has changed school or post"):
        actions.consent(case, by=cast.rob)
    case.refresh_from_db()
    assert (case.state, case.consents.get(party="receiving_head").decision) == ("proposed", "asked")


def test_what_was_agreed_goes_on_with_the_school_it_was_agreed_with(cast, elm, client):
    case = stage.deployment(cast, "active", starts_on=stage.today())
    move(cast, elm, case.designation)
    on = stage.school_day(1)
    with pytest.raises(Obstacle, match=f"The headteacher of {elm} can renew it"):
        actions.plan(case, by=cast.sam, on=on, morning=True, afternoon=False, anyway=True)
    assure(cast, case.designation)
    actions.plan(case, by=cast.sam, on=on, morning=True, afternoon=False, anyway=True)
    case.refresh_from_db()
    assert (case.state, case.home_school, case.visits.get().state) == ("active", cast.oakfield, "planned")
    client.force_login(cast.hannah)
    assert client.get(case.get_absolute_url()).status_code == 200
    assert Deployment.objects.visible_to(cast.olga).filter(pk=case.pk).exists() is False


def test_open_work_follows_a_school_that_became_an_academy(cast, convert):
    case, claim = stage.deployment(cast, "active"), stage.claim(cast)
    over = stage.deployment(cast, "closed")
    home, supported = convert(cast.oakfield), convert(cast.brookside)
    for row in (case, claim, over, case.request, case.designation):
        row.refresh_from_db()
    assert (case.home_school, case.school, claim.school, case.request.school) == (
        home,
        supported,
        home,
        supported,
    )
    assert case.designation.home_school == home
    assert (over.home_school, over.school) == (cast.oakfield, cast.brookside)
    assert case.history.first().home_school == home
    for name in ("hannah", "rob", "sam"):
        assert (
            Deployment.objects.visible_to(Person.objects.get(pk=getattr(cast, name).pk))
            .filter(pk=case.pk)
            .exists()
        )


def test_facilitation_that_waits_follows_both_schools(cast, convert):
    waiting, done = stage.facilitation(cast), stage.facilitation(cast, "acknowledged")
    home, led = convert(cast.oakfield), convert(cast.brookside)
    for row in (waiting, done):
        row.refresh_from_db()
    assert (waiting.home_school, waiting.school) == (home, led)
    assert (done.home_school, done.school) == (cast.oakfield, cast.brookside)
    rob = Person.objects.get(pk=cast.rob.pk)
    assert rob.has_perm("deployments.acknowledge_facilitation", waiting)


def test_a_proposal_can_still_be_agreed_after_the_conversion(cast, convert):
    case = stage.deployment(cast, answered=("leader", "receiving_head"))
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    convert(cast.oakfield)
    case = Deployment.objects.get(pk=case.pk)
    actions.consent(case, by=Person.objects.get(pk=cast.hannah.pk))
    assert case.state == "agreed"
