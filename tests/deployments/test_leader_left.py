"""A leader gives the designation up or loses it: what was agreed and not begun is called off, the rest is seen to."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework import documents
from casework.models import Entry, Letter
from deployments import actions, tasks
from deployments.models import Deployment, SupportRequest
from deployments.queries import awaiting
from designation import actions as leading
from designation.models import Designation, SchoolRelease
from directory.models import Person
from tests.deployments import stage
from tests.deployments.stage import fresh, leaves, sweep
from tests.journeys.steps import typed

D = Designation.State
LEFT = [D.RELINQUISHED, D.WITHDRAWN]
GROUND = "Broke the terms of the agreement"


def tasks_of(person) -> list[tuple[str, str]]:
    person = Person.objects.get(pk=person.pk)
    return [(task.title, task.url) for task in awaiting(person, stage.today())]


# Agreed, and no visit held.


@pytest.mark.parametrize("state", LEFT)
def test_what_was_agreed_is_called_off_and_all_four_are_told(cast, state):
    case = stage.deployment(cast, "agreed")
    leaves(state)
    assert (sweep(), sweep()) == ([0, 1], [0, 0])
    case = fresh(case)
    assert (case.state, case.request.state) == ("cancelled", "open")
    assert sorted(Letter.objects.values_list("to__first_name", "name")) == [
        ("Hannah", "deployments/deployment_fallen_through"),
        ("Mina", "deployments/deployment_dropped"),
        ("Rob", "deployments/deployment_fallen_through"),
        ("Sam", "deployments/deployment_fallen_through"),
    ]
    entry = Entry.objects.of(case).get(step="drop")
    assert (entry.by, entry.channel, entry.from_state, entry.to_state) == (
        None,
        "night",
        "agreed",
        "cancelled",
    )


def test_the_days_go_back_to_the_leader_s_budget_and_the_school_s(cast):
    of_school = stage.school_budget(cast)
    case = stage.deployment(cast, "agreed", school_budget=of_school)
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=20)
    leaves(D.WITHDRAWN)
    sweep()
    of_school.refresh_from_db()
    assert (of_school.taken, stage.taken(designation=case.designation)) == (0, 0)


@pytest.mark.parametrize("language", ["en-gb", "cy"])
@pytest.mark.parametrize("state", LEFT)
def test_they_read_that_it_had_been_agreed_and_no_ground(cast, language, state):
    Person.objects.update(language=language)
    stage.visit(cast, of=stage.deployment(cast, "agreed"), on=stage.school_day(5))
    leaves(state)
    sweep()
    agreed, ended = {
        "en-gb": ("agreed", "has ended"),
        "cy": ("cytun", "wedi dod i ben"),
    }[language]
    letters = [letter.body for letter in Letter.objects.filter(name__contains="deployment_")]
    assert [(agreed in body.lower(), ended in body) for body in letters] == [(True, True)] * 4
    texts = [f"{letter.subject} {letter.body}".lower() for letter in Letter.objects.all()]
    words = [GROUND.lower(), "withdr", "relinquish", "given up", "tynnu'n ôl", "telerau"]
    assert [word for word in words for text in texts if word in text] == []


def test_the_manager_finds_the_next_best_in_the_letter(cast):
    case = stage.deployment(cast, "agreed")
    stage.leader(cast.dai, cast.oakfield)
    leaves(D.RELINQUISHED)
    Designation.objects.filter(person=cast.dai).update(state="active", ended_for="", ended_on=None)
    sweep()
    letter = Letter.objects.get(to=cast.mina)
    assert f"The next best match is {cast.dai}" in letter.body
    assert case.request.page("propose") in letter.url
    assert ("Find a leader for Brookside Primary School", case.request.page("propose")) in tasks_of(cast.mina)


def test_the_terms_that_were_frozen_stay_to_be_read(cast, client):
    case = stage.deployment(cast, "agreed")
    documents.order(case, "deployments/agreement", "en")
    before = (case.rate_pence, case.agreed_at, list(case.consents.values_list("decision", "by", "at")))
    leaves(D.WITHDRAWN)
    sweep()
    case = fresh(case)
    assert (
        case.rate_pence,
        case.agreed_at,
        list(case.consents.values_list("decision", "by", "at")),
    ) == before
    client.force_login(cast.rob)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "The agreement" in page
    assert (
        "It had been agreed, but Sam Okoro cannot carry it out. The alliance looks for someone else." in page
    )


STAYS = {
    D.ACTIVE: {},
    D.SUSPENDED: {"suspended_for": "concern"},
    D.EXPIRED: {},
    "expired while suspended": {"state": D.EXPIRED, "suspended_for": "concern"},
}


@pytest.mark.parametrize("state", STAYS)
def test_of_a_suspended_leader_it_waits_and_of_an_expired_one_it_goes_on(cast, state):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.school_day(5))
    Designation.objects.update(**{"state": state} | STAYS[state])
    assert (sweep(), actions.drop(case)) == ([0, 0], False)
    assert (fresh(case).state, fresh(visit).state, Letter.objects.count()) == ("agreed", "planned", 0)


@pytest.mark.parametrize(
    "state", [one for one in Deployment.State.values if one not in ("proposed", "agreed")]
)
def test_from_no_other_state(cast, state):
    case = stage.deployment(cast, state)
    leaves(D.WITHDRAWN)
    assert (sweep(), actions.drop(case)) == ([0, 0], False)
    assert fresh(case).state == state


def test_nobody_has_the_button(cast):
    case = stage.deployment(cast, "agreed")
    leaves(D.WITHDRAWN)
    people = cast.people().items()
    assert [name for name, one in people if one.has_perm("deployments.drop_deployment", case)] == []


def test_who_gives_it_up_for_a_day_to_come_leads_until_then(cast):
    case = stage.deployment(cast, "agreed")
    visits = [stage.visit(cast, of=case, on=stage.today() + timedelta(days=after)) for after in (2, 9)]
    leaves(D.RELINQUISHED, days_ago=-4)
    assert (sweep(), fresh(case).state) == ([1, 0], "agreed")
    assert [fresh(visit).state for visit in visits] == ["planned", "not_held"]
    with freeze_time(timezone.now() + timedelta(days=3)):
        assert sweep() == [0, 0]
        actions.hold_visit(fresh(visits[0]), by=cast.sam)
    assert fresh(case).state == "active"


def test_on_that_day_what_has_not_begun_is_called_off(cast):
    case = stage.deployment(cast, "agreed")
    leaves(D.RELINQUISHED, days_ago=-4)
    tasks.warn_schools()
    assert (sweep(), Letter.objects.count()) == ([0, 0], 0)
    with freeze_time(timezone.now() + timedelta(days=4)):
        assert (sweep(), fresh(case).state) == ([0, 1], "cancelled")


@pytest.mark.parametrize(("answer", "state"), [("hold", "active"), ("miss", "cancelled")])
def test_a_visit_that_may_have_been_held_is_asked_about_first(cast, answer, state):
    case = stage.deployment(cast, "agreed")
    visit = stage.visit(cast, of=case, on=stage.today() - timedelta(days=3))
    leaves(D.WITHDRAWN, days_ago=1)
    assert (sweep(), fresh(case).state) == ([0, 0], "agreed")
    title = "Complete the work, or find another leader: Sam Okoro to Brookside Primary School"
    assert (title, case.get_absolute_url()) in tasks_of(cast.mina)
    if answer == "hold":
        actions.hold_visit(visit, by=cast.mina)
    else:
        actions.miss_visit(visit, by=cast.mina, reason="Snow")
    sweep()
    assert fresh(case).state == state


def test_after_a_suspension_no_visit_counts_that_could_keep_it(cast):
    case = stage.deployment(cast, "agreed")
    leading.suspend(case.designation, by=cast.mina, suspended_for="concern")
    Entry.objects.filter(step="suspend").update(at=timezone.now() - timedelta(days=6))
    between = stage.visit(cast, of=case, on=stage.today() - timedelta(days=2))
    leading.withdraw_designation(case.designation, by=cast.mina, ended_for="conduct", words="A concern.")
    assert (sweep(), fresh(case).state, fresh(between).state) == ([1, 1], "cancelled", "not_held")


# Under way.

MIDWAY = "Complete the work, or find another leader: Sam Okoro to Brookside Primary School"
PLAN = "Plan a visit, or complete the work: Sam Okoro to Brookside Primary School"


@pytest.mark.parametrize("state", LEFT)
def test_work_under_way_is_put_before_the_manager(cast, client, state):
    case = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=3))
    stage.visit(cast, of=case, on=stage.school_day(5))
    assert MIDWAY not in [title for title, _url in tasks_of(cast.mina)]
    leaves(state)
    sweep()
    assert (MIDWAY, case.page("stop")) in tasks_of(cast.mina)
    assert [title for title, _url in tasks_of(cast.sam)] == []
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Sam Okoro cannot go on with this work. The alliance completes it or finds someone else." in page
    client.force_login(cast.mina)
    assert client.post(case.page("complete"), typed(stage.EXIT)).status_code == 302
    assert (fresh(case).state, tasks_of(cast.mina)) == ("completed", [])


@pytest.mark.parametrize("state", [D.ACTIVE, D.SUSPENDED, D.EXPIRED])
def test_nobody_is_asked_to_end_what_may_go_on(cast, state):
    stage.deployment(cast, "active")
    Designation.objects.update(state=state, suspended_for="concern" if state == D.SUSPENDED else "")
    assert (tasks_of(cast.mina), [title for title, _url in tasks_of(cast.sam)]) == ([], [PLAN])


def test_before_the_last_day_nobody_is_asked_to_end_it(cast):
    stage.deployment(cast, "active")
    leaves(D.RELINQUISHED, days_ago=-4)
    assert tasks_of(cast.mina) == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_manager_s_tasks_cost_the_same_few_queries(cast, django_assert_num_queries, rows):
    for _one in range(rows):
        stage.deployment(cast, "active", half_days=1)
    leaves(D.WITHDRAWN)
    person = Person.objects.get(pk=cast.mina.pk)
    assert person.authority
    with django_assert_num_queries(3):
        assert len(awaiting(person, stage.today())) == rows


def test_when_an_appeal_is_upheld_the_work_goes_on_where_it_stands(cast):
    case = stage.deployment(cast, "active")
    leaves(D.WITHDRAWN)
    sweep()
    Designation.objects.update(state="active", ended_for="", ended_on=None)
    assert (sweep(), fresh(case).state, tasks_of(cast.mina)) == ([0, 0], "active", [])


def test_what_was_proposed_and_reopened_can_be_proposed_to_another(cast):
    case = stage.deployment(cast, "agreed")
    leaves(D.WITHDRAWN)
    sweep()
    heir = stage.leader(cast.dai, cast.oakfield)
    request = SupportRequest.objects.get(pk=case.request_id)
    aims = [actions.Aim("Phonics", "Seen in every class")]
    again = actions.propose(
        request,
        by=cast.mina,
        designation=heir,
        half_days=2,
        starts_on=stage.today(),
        ends_on=stage.today() + timedelta(days=30),
        objectives=aims,
    )
    assert (again.state, request.deployments.count()) == ("proposed", 2)
