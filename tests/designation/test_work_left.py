"""A term that ends lifts no suspension, and who still finishes work can be assured, excused and stopped."""

from datetime import timedelta

import pytest

from casework.lifecycle import StepNotOpen
from casework.models import Letter
from deployments import tasks as deployment_tasks
from deployments.queries.visits import interrupted_before, obstacles_to_visit
from designation import actions, queries, tasks
from designation.models import Designation
from directory.models import Person
from tests.deployments import stage as support
from tests.deployments.stage import a_morning
from tests.designation import stage, years

STEPS = {"withdraw": "mina", "assure": "hannah", "excuse": "sam"}


def expired(cast, state: str = "active", *, suspended: bool = False):
    """Return work agreed before Sam's designation expired."""
    case = stage.designation(cast, "active")
    soon = {"assurance_until": stage.today() + timedelta(days=30), "assurance_by": cast.hannah}
    work = support.deployment(cast, state, designation=case)
    if suspended:
        actions.suspend(case, by=cast.mina, suspended_for="concern")
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1), **soon)
    tasks.expire_designations()
    return type(work).objects.get(pk=work.pk)


@pytest.mark.parametrize("suspended", [False, True])
def test_only_a_suspension_outlives_the_term(cast, suspended):
    work, on = expired(cast, suspended=suspended), support.school_day(3)
    found = obstacles_to_visit(a_morning(work, on))
    said = [one for one in found if "is not active" in one]
    assert (work.designation.state, len(said) == 1, interrupted_before(work, on) != "") == (
        "expired",
        suspended,
        suspended,
    )
    assert interrupted_before(work, stage.today()) == ""


@pytest.mark.parametrize("suspended", [False, True])
def test_the_school_is_told_that_such_work_is_held_up(cast, suspended):
    expired(cast, suspended=suspended)
    deployment_tasks.warn_schools()
    told = Letter.objects.filter(name="deployments/deployment_held_up").values_list("to__first_name")
    assert list(told) == ([("Rob",)] if suspended else [])


def test_the_page_says_that_it_was_suspended_to_the_last(cast, client):
    case = expired(cast, suspended=True).designation
    client.force_login(cast.mina)
    assert "It was suspended when its term ended" in client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize(("state", "may"), [("active", True), ("agreed", True), ("completed", False)])
def test_while_work_is_left_it_can_be_withdrawn_assured_and_excused(cast, client, state, may):
    case = expired(cast, state).designation
    for step, name in STEPS.items():
        client.force_login(getattr(cast, name))
        assert (client.get(case.page(step)).status_code == 200) == may, step
    assert (list(queries.assurances_ending(stage.today())) != []) == may


def test_without_work_left_the_acts_refuse_as_well(cast):
    case, on = expired(cast, "completed").designation, stage.today()
    for act in (
        lambda: actions.withdraw_designation(case, by=cast.mina, ended_for="terms", words="No."),
        lambda: actions.assure(case, by=cast.hannah, checks_seen_on=on, until=on + timedelta(days=9)),
        lambda: actions.excuse(case, by=cast.sam, starts_on=on, ends_on=on),
    ):
        with pytest.raises(StepNotOpen):
            act()


def test_withdrawn_after_the_last_day_no_visit_counts_any_more(cast):
    work = expired(cast)
    actions.withdraw_designation(work.designation, by=cast.mina, ended_for="conduct", words="A concern.")
    work = type(work).objects.get(pk=work.pk)
    assert interrupted_before(work, support.school_day(3)) != ""


def test_who_finishes_is_reminded_of_the_assurance_and_gets_its_letter(cast):
    case = expired(cast).designation
    actions.remind_of_assurance(case, due_on=stage.today())
    told = Letter.objects.filter(name__startswith="designation/assurance").order_by("name")
    assert list(told.values_list("name", flat=True)) == [
        "designation/assurance_due",
        "designation/assurance_ends",
    ]


def test_a_renewal_decided_meanwhile_is_not_overtaken_by_the_end(cast):
    held = years.leader(cast, left=-1, state="active")
    renewal = years.renewal(cast, "submitted", designation=held)
    [found] = queries.designations_due(stage.today())
    actions.renew(renewal, by=cast.mina, half_days_a_term=6)
    with pytest.raises(StepNotOpen):
        actions.expire(found)
    held.refresh_from_db()
    assert held.state == "active"


def reinstated(cast, *, left: int) -> Designation:
    """Return a designation suspended, withdrawn and reinstated on appeal, whose last day is so many days away."""
    case = stage.designation(cast, "active")
    actions.suspend(case, by=cast.mina, suspended_for="assurance")
    actions.withdraw_designation(case, by=cast.mina, ended_for="commitment", words="You left.")
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() + timedelta(days=left))
    case = Designation.objects.get(pk=case.pk)
    stage.appeal(case, hearers=[cast.rob], against="withdrawn")
    Letter.objects.all().delete()
    actions.reinstate(case, by=cast.rob, reasons="It should stand.")
    return Designation.objects.get(pk=case.pk)


@pytest.mark.parametrize(("left", "state"), [(30, "suspended"), (-1, "expired")])
def test_upholding_an_appeal_ends_no_suspension(cast, left, state):
    case = reinstated(cast, left=left)
    assert (case.state, case.suspended_for) == (state, "assurance")
    said = [
        ("suspension goes on" in one.body, "certificate is valid" in one.body) for one in Letter.objects.all()
    ]
    assert said == [(state == "suspended", False)] * 2


def test_who_hears_the_appeal_reads_that_the_suspension_goes_on(cast, client):
    case = stage.withdrawn(cast, hearers=[cast.rob], suspended_for="concern")
    client.force_login(cast.rob)
    page = client.get(case.page("reinstate")).content.decode()
    assert "when you uphold the appeal it is suspended again" in page


def test_what_ended_before_it_began_is_not_activated(cast, client):
    done = {"agreement_signed_on": stage.today(), "induction_done_on": stage.today()}
    case = stage.designation(cast, **done)
    Designation.objects.filter(pk=case.pk).update(ends_on=stage.today() - timedelta(days=1))
    client.force_login(cast.mina)
    page = client.post(case.page("activate")).content.decode()
    case.refresh_from_db()
    assert ("before it was activated" in page, case.state) == (True, "designated")
    [taken] = [actions.together("activate", [case.pk], by=Person.objects.get(pk=cast.mina.pk))]
    assert taken == ([], [(case, "The last day of the designation has passed.")])


def test_the_list_says_when_it_really_ended(cast, client):
    case = stage.designation(cast, "active")
    actions.relinquish(case, by=cast.sam, ended_for="workload")
    client.force_login(cast.mina)
    [row] = client.get("/designation/leaders/").context["rows"]
    ends = [cell["text"] for cell in row["cells"] if cell["label"] == "Ends"]
    assert ends == [f"{stage.today().day} {stage.today():%B %Y}"]
