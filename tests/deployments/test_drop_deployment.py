"""A leader is suspended or designated no longer: proposals end by themselves, work under way is held up, in words."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.models import Entry, Letter
from deployments import actions, tasks
from deployments.models import Deployment, SupportRequest
from designation import actions as leading
from designation.lifecycle import DESIGNATION
from designation.models import Designation
from tests.deployments import stage

D = Designation.State
GONE = [state for state in D.values if state != D.ACTIVE]
INTERRUPTED = [D.SUSPENDED, D.RELINQUISHED, D.WITHDRAWN]


def leader_is(state: str, *, days_ago: int = 0) -> None:
    """Let the leader's designation be in a state since some days."""
    fields = {"suspended_for": "concern"} if state == D.SUSPENDED else {}
    if state in (D.RELINQUISHED, D.WITHDRAWN):
        fields = {"ended_for": "terms", "ended_on": stage.today() - timedelta(days=days_ago)}
    Designation.objects.update(state=state, state_at=timezone.now() - timedelta(days=days_ago), **fields)


@pytest.mark.parametrize("state", GONE)
def test_a_proposal_ends_frees_what_it_took_and_tells_whom_it_concerns(cast, state):
    case = stage.deployment(cast, answered=("leader",))
    SupportRequest.objects.filter(pk=case.request_id).update(state="proposed")
    leader_is(state)
    assert (tasks.drop_proposals(), tasks.drop_proposals()) == (1, 0)
    case = Deployment.objects.get(pk=case.pk)
    assert (case.state, case.request.state) == ("cancelled", "open")
    assert stage.taken(designation=case.designation) == 0
    assert sorted(Letter.objects.values_list("to__first_name", "name")) == [
        ("Hannah", "deployments/deployment_not_available"),
        ("Mina", "deployments/deployment_dropped"),
        ("Rob", "deployments/deployment_not_available"),
        ("Sam", "deployments/deployment_not_available"),
    ]
    entry = Entry.objects.of(case).get(step="drop")
    assert (entry.by, entry.channel, entry.note) == (None, "night", "")


def test_the_proposal_of_an_active_leader_stays(cast):
    case = stage.deployment(cast)
    assert (tasks.drop_proposals(), actions.drop(case)) == (0, False)
    case.refresh_from_db()
    assert (case.state, Letter.objects.count()) == ("proposed", 0)


@pytest.mark.parametrize("state", [one for one in Deployment.State.values if one != "proposed"])
def test_from_no_other_state(cast, state):
    case = stage.deployment(cast, state)
    leader_is(D.SUSPENDED)
    assert (tasks.drop_proposals(), actions.drop(case)) == (0, False)


def test_nobody_has_the_button(cast):
    case = stage.deployment(cast)
    may = [
        name for name, person in cast.people().items() if person.has_perm("deployments.drop_deployment", case)
    ]
    assert may == []


@pytest.mark.parametrize("state", GONE)
def test_until_it_ends_nobody_can_agree_to_it(cast, client, state):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    leader_is(state)
    client.force_login(cast.rob)
    page = client.post(case.page("consent"), {}).content.decode()
    assert "The designation of Sam Okoro is not active at the moment" in page
    assert (Deployment.objects.get().state, case.consents.filter(decision="given").count()) == ("proposed", 3)


@pytest.mark.parametrize("state", INTERRUPTED)
def test_the_school_is_told_once_that_work_under_way_is_held_up(cast, state):
    stage.deployment(cast, "active")
    leader_is(state)
    tasks.warn_schools()
    tasks.warn_schools()
    letter = Letter.objects.get()
    assert (letter.name, letter.to) == ("deployments/deployment_held_up", cast.rob)
    assert Designation.State(state).label.lower() not in letter.body.lower()


def test_what_a_suspended_leader_does_meanwhile_tells_the_school_nothing_twice(cast):
    designation = stage.deployment(cast, "active").designation
    leading.suspend(designation, by=cast.mina, suspended_for="school")
    Entry.objects.filter(step="suspend").update(at=timezone.now() - timedelta(days=3))
    tasks.warn_schools()
    DESIGNATION.advance(designation, "offer", by=cast.sam)
    tasks.warn_schools()
    letter = Letter.objects.get(name="deployments/deployment_held_up")
    assert letter.due_on == stage.today() - timedelta(days=3)


@pytest.mark.parametrize("state", [D.ACTIVE, D.EXPIRED])
def test_a_term_that_merely_ended_holds_nothing_up(cast, state):
    stage.deployment(cast, "active")
    leader_is(state)
    tasks.warn_schools()
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("state", INTERRUPTED)
def test_a_visit_after_that_day_cannot_be_held_and_one_before_can(cast, client, state):
    case = stage.deployment(cast, "active")
    after = stage.visit(cast, of=case, on=stage.today() - timedelta(days=2))
    before = stage.visit(cast, of=case, on=stage.today() - timedelta(days=5))
    leader_is(state, days_ago=5)
    client.force_login(cast.mina)
    page = client.post(after.page("hold"), {})
    assert "so a visit after that cannot count" in page.content.decode()
    assert client.post(before.page("hold"), {}).status_code == 302
    after.refresh_from_db()
    before.refresh_from_db()
    assert (after.state, before.state) == ("planned", "held")


@pytest.mark.parametrize("state", INTERRUPTED)
def test_no_visit_can_be_planned(cast, client, state):
    case = stage.deployment(cast, "agreed")
    leader_is(state)
    client.force_login(cast.mina)
    on = stage.school_day(1)
    typed = {"on_day": on.day, "on_month": on.month, "on_year": on.year, "part": "morning", "how": "on_site"}
    page = client.post(case.page("plan"), typed | {"anyway": "on"}).content.decode()
    assert (case.visits.count(), "is not active, so no new visit can be planned" in page) == (0, True)


def test_neither_is_such_a_leader_proposed(cast):
    request = stage.request(cast)
    designation = stage.sam_leads(cast)
    leader_is(D.SUSPENDED)
    aims = [actions.Aim("Phonics", "Seen in every class")]
    dates = {"starts_on": stage.today(), "ends_on": stage.today() + timedelta(days=30)}
    with pytest.raises(actions.Obstacle, match="The designation is not active"):
        actions.propose(
            request,
            by=cast.mina,
            designation=Designation.objects.get(pk=designation.pk),
            half_days=2,
            objectives=aims,
            **dates,
        )
