"""Once all agreed, leader and school can reach each other; nobody lets agreed work lie without a visit or an end."""

from datetime import timedelta

import pytest
from django.utils import timezone
from freezegun import freeze_time

from casework.models import Letter
from deployments import actions, letters, tasks
from deployments.models import Deployment, SupportRequest
from deployments.queries.home import awaiting
from directory.models import Person
from tests import factories
from tests.deployments import stage
from tests.deployments.test_make_request import send, typed

SAM, ROB = "07700 900123", "07700 900456"


@pytest.fixture(autouse=True)
def phones(cast):
    Person.objects.filter(pk=cast.sam.pk).update(phone=SAM)
    Person.objects.filter(pk=cast.rob.pk).update(phone=ROB)


@pytest.mark.parametrize(("state", "seen"), [("proposed", False), ("agreed", True), ("active", True)])
@pytest.mark.parametrize("name", ["sam", "rob"])
def test_from_the_agreement_on_the_page_says_how_to_reach_each_other(cast, client, state, seen, name):
    case = stage.deployment(cast, state)
    client.force_login(getattr(cast, name))
    page = client.get(case.get_absolute_url()).content.decode()
    assert [text in page for text in (SAM, ROB, cast.rob.email)] == [seen, seen, seen]


def test_the_letter_about_the_agreement_says_it_too(cast):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    actions.consent(stage.fresh(case), by=cast.rob)
    for person in (cast.sam, cast.rob):
        body = Letter.objects.get(name="deployments/deployment_agreed", to=person).body
        assert [text in body for text in (SAM, ROB, cast.sam.email, cast.rob.email)] == [True] * 4


OFFICE = "01632 960123"


def test_the_number_given_with_the_request_is_the_one_the_leader_calls(cast, client):
    case = stage.deployment(cast, answered=("leader", "line_manager"))
    SupportRequest.objects.update(contact_phone=OFFICE, contact_role="Deputy headteacher")
    actions.consent(stage.fresh(case), by=cast.rob)
    letters.first_visit_due(stage.fresh(case))
    client.force_login(cast.sam)
    page = client.get(case.get_absolute_url()).content.decode()
    bodies = [one.body for one in Letter.objects.filter(to=cast.sam).order_by("name")]
    ways = f"Rob Ellis, Deputy headteacher, {cast.rob.email}, {OFFICE}"
    assert [(ways in text, ROB in text) for text in (page, *bodies)] == [(True, False)] * 3


def test_the_number_of_a_former_contact_is_not_called(cast):
    case = stage.deployment(cast, "agreed")
    SupportRequest.objects.update(contact_phone=OFFICE, contact_role="Deputy headteacher")
    request = stage.fresh(case).request
    actions.reassign(request, by=cast.rob, name="Olga Novak", email=cast.olga.email)
    assert stage.fresh(case).contact_ways == f"Olga Novak, {cast.olga.email}"
    request = stage.fresh(case).request
    actions.reassign(
        request, by=cast.rob, name="Rob Ellis", email=cast.rob.email, role="Headteacher", phone="01632 960999"
    )
    assert stage.fresh(case).contact_ways == f"Rob Ellis, Headteacher, {cast.rob.email}, 01632 960999"


def told(name: str) -> list[str]:
    return sorted(Letter.objects.filter(name=f"deployments/{name}").values_list("to__first_name", flat=True))


def days_later(days: int):
    day = stage.today() + timedelta(days=days)
    while not stage.is_working_day(day):
        day += timedelta(days=1)
    return freeze_time(f"{day} 12:00")


@pytest.mark.parametrize(("days", "sent"), [(4, []), (8, ["Sam"])])
def test_agreed_work_without_a_visit_is_asked_about_after_seven_days(cast, days, sent):
    with freeze_time("2026-06-08 12:00"):
        stage.deployment(cast, "agreed")
        with days_later(days):
            for _twice in range(2):
                tasks.remind_of_first_visits()
            assert told("first_visit_due") == sent


def test_with_a_visit_planned_nobody_is_reminded(cast):
    with freeze_time("2026-06-08 12:00"):
        stage.visit(cast, of=stage.deployment(cast, "agreed"), on=stage.school_day(20))
        with days_later(8):
            assert (tasks.remind_of_first_visits(), told("first_visit_due")) == (0, [])


@pytest.mark.parametrize(
    ("state", "sent"), [("agreed", True), ("active", True), ("paused", False), ("completed", False)]
)
def test_work_past_its_last_day_is_asked_about_once(cast, state, sent):
    with freeze_time("2026-06-08 12:00"):
        stage.deployment(cast, state, ends_on=stage.today() + timedelta(days=2))
        assert tasks.remind_of_endings() == 0
        with days_later(7):
            for _twice in range(2):
                tasks.remind_of_endings()
            assert told("ending_due") == (["Mina", "Sam"] if sent else [])


def test_the_home_page_says_by_when(cast):
    case = stage.deployment(cast, "agreed")
    [task] = [task for task in awaiting(cast.sam, stage.today()) if str(case) in task.title]
    assert task.due_on == timezone.localdate(case.agreed_at) + timedelta(days=7)
    Deployment.objects.update(ends_on=stage.today() - timedelta(days=3), state="active")
    [task] = [task for task in awaiting(cast.sam, stage.today()) if str(case) in task.title]
    assert (task.due_on, task.title) == (
        stage.today() - timedelta(days=3),
        f"Complete the work, or ask for more time: {case}",
    )
    [task] = [task for task in awaiting(cast.mina, stage.today()) if str(case) in task.title]
    assert task.title == f"Past its last day: {case}"


def of_an_account(cast):
    """Return somebody with an account that Rob knows no more of than the address."""
    return factories.PersonFactory(
        email="jo@elsewhere.example", first_name="Josephine", last_name="Marsh", phone="01632 960777"
    )


@pytest.mark.parametrize("phone", ["", OFFICE])
def test_an_address_typed_for_a_contact_reads_nothing_of_the_account(cast, client, phone):
    case, josephine = stage.deployment(cast, "agreed"), of_an_account(cast)
    named = {"name": "Jo M", "email": josephine.email, "role": "Clerk", "phone": phone}
    actions.reassign(stage.fresh(case).request, by=cast.rob, **named)
    case = stage.fresh(case)
    assert case.contact_ways == ", ".join(filter(None, ["Jo M", "Clerk", josephine.email, phone]))
    client.force_login(cast.rob)
    for url in (case.request.get_absolute_url(), case.get_absolute_url()):
        page = client.get(url).content.decode()
        assert ("Jo M" in page, "Josephine" in page, josephine.phone in page) == (True, False, False), url


def test_nor_does_one_typed_with_the_request(cast, client):
    josephine = of_an_account(cast)
    client.force_login(cast.rob)
    response = send(client, typed(contact_name="Jo M", contact_email=josephine.email))
    assert response.status_code == 302, response.context["form"].errors.as_text()
    request = SupportRequest.objects.get()
    assert (request.contact, request.contact_ways) == (josephine, f"Jo M, {josephine.email}")
    page = client.get(request.get_absolute_url()).content.decode()
    assert ("Jo M" in page, "Josephine" in page) == (True, False)


def test_the_former_contact_reads_the_name_that_was_told(cast):
    case, josephine = stage.deployment(cast, "agreed"), of_an_account(cast)
    actions.reassign(stage.fresh(case).request, by=cast.mina, name="Jo M", email=josephine.email)
    letter = Letter.objects.get(name="deployments/contact_replaced")
    assert ("Jo M" in letter.body, "Josephine" in letter.body + letter.subject) == (True, False)


def test_who_names_themself_is_called_by_their_own_number(cast):
    case = stage.deployment(cast, "agreed")
    actions.reassign(stage.fresh(case).request, by=cast.rob, name="Robert", email=cast.rob.email)
    assert stage.fresh(case).contact_ways == f"Rob Ellis, {cast.rob.email}, {ROB}"
