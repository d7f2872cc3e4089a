"""The pages: who sees what, the same few queries for one row and for thirty, and what each person must do now."""

from datetime import UTC, date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from casework import documents
from deployments.actions.consents import too_late
from deployments.models import Consent, Deployment, SupportRequest, Visit
from deployments.queries import awaiting
from directory.models import Person
from tests import factories
from tests.deployments import stage

MOST = 12


def queries(client, url) -> int:
    client.get(url)  # warm: content types, sessions
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def many(cast, rows: int) -> None:
    """Add so many deployments, each with its request and a held visit, and as many paid claims."""
    for _ in range(rows):
        case = stage.deployment(cast, "agreed", half_days=1)
        stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=Visit.objects.count() + 1))
        stage.claim(cast, "paid", with_line=False, total_pence=150_00)


def cost_of_lists(cast) -> dict[tuple[str, str], int]:
    """Return how many queries each list takes for everybody who has one."""
    found = {}
    for name in ("mina", "rob", "hannah", "sam", "dai"):
        client = Client()
        client.force_login(getattr(cast, name), backend="allauth.account.auth_backends.AuthenticationBackend")
        for url in ("/deployments/", "/deployments/requests/", "/deployments/claims/"):
            found[name, url] = queries(client, url)
    return found


def test_lists_cost_the_same_for_one_row_and_thirty(cast):
    """Everybody's lists are asked on the same rows: making these is most of what it costs."""
    many(cast, 1)
    one = cost_of_lists(cast)
    many(cast, 29)
    assert cost_of_lists(cast) == one
    assert {name: count for name, count in one.items() if count > MOST} == {}


@pytest.mark.parametrize("name", ["mina", "rob", "hannah", "sam"])
@pytest.mark.parametrize("state", ["proposed", "agreed", "evaluated", "refused"])
def test_the_page_of_a_deployment_stays_within_its_queries(cast, client, name, state):
    case = stage.deployment(cast, state)
    client.force_login(getattr(cast, name))
    few = queries(client, case.get_absolute_url())
    for number in range(5):
        stage.visit(cast, "held", of=case, on=stage.today() - timedelta(days=number + 1))
    assert queries(client, case.get_absolute_url()) == few <= MOST


def test_the_other_pages_stay_within_their_queries(cast, client):
    visit, claim = stage.visit(cast), stage.claim(cast, "submitted")
    request = stage.request(cast)
    stage.sam_leads(cast)
    client.force_login(cast.mina)
    for url in (
        visit.get_absolute_url(),
        claim.get_absolute_url(),
        request.get_absolute_url(),
        request.page("propose"),
        claim.page("approve"),
        visit.page("miss"),
    ):
        assert queries(client, url) <= MOST, url


def tasks(person) -> list[str]:
    person = Person.objects.get(pk=person.pk)
    return [task.title for task in awaiting(person, stage.today())]


def test_what_each_must_do_now(cast):
    stage.request(cast)
    stage.deployment(cast)
    agreed = stage.deployment(cast, "agreed")
    stage.visit(cast, "held", of=agreed)
    stage.claim(cast, "submitted")
    SupportRequest.objects.filter(pk=Deployment.objects.first().request_id).update(state="proposed")
    proposal = "Answer the proposal: Sam Okoro to Brookside Primary School"
    held = [f"Acknowledge the visit: {visit}" for visit in Visit.objects.filter(state="held")]
    assert tasks(cast.hannah) == [proposal]
    assert tasks(cast.rob) == [proposal, *held]
    assert proposal in tasks(cast.sam)
    assert "Plan a visit, or complete the work: Sam Okoro to Brookside Primary School" in tasks(cast.sam)
    assert tasks(cast.mina) == [
        "Find a leader for Brookside Primary School",
        "Check the claim of Oakfield Primary School",
    ]
    assert tasks(cast.fay) == ["Check the claim of Oakfield Primary School"]
    assert [tasks(person) for person in (cast.olga, cast.dai, cast.gwen)] == [[], [], []]


@pytest.mark.parametrize("name", ["mina", "rob", "hannah", "sam", "fay", "olga", "dai", "gwen"])
def test_home_costs_at_most_three_queries(cast, name, django_assert_max_num_queries):
    many(cast, 3)
    stage.claim(cast, "submitted")
    person = Person.objects.get(pk=getattr(cast, name).pk)
    assert person.authority
    with django_assert_max_num_queries(3):
        awaiting(person, stage.today())


@pytest.mark.parametrize(
    ("state", "seen"),
    [
        ("proposed", ["hannah", "sam", "rob", "mina", "dai"]),
        ("agreed", ["hannah", "sam", "rob", "mina", "dai"]),
    ],
)
def test_who_sees_a_deployment(cast, client, state, seen):
    case = stage.deployment(cast, state)
    for name, person in cast.people().items():
        client.force_login(person)
        assert (client.get(case.get_absolute_url()).status_code == 200) == (name in seen), name


def test_the_chair_sees_what_the_chair_is_asked(cast):
    hannah_leads = stage.leader(cast.hannah, cast.oakfield)
    case, other = stage.deployment(cast, designation=hannah_leads), stage.deployment(cast)
    Consent.objects.filter(deployment=case, party="line_manager").update(asked_of=cast.gwen, asked_as="chair")
    assert list(Deployment.objects.visible_to(cast.gwen)) == [case]
    successor = factories.PostFactory(school=cast.oakfield, role="chair_of_governors").person
    assert list(Deployment.objects.visible_to(successor)) == [case]
    assert other not in Deployment.objects.visible_to(successor)


def test_a_visit_as_a_calendar_file(cast, client):
    visit = stage.visit(cast, on=stage.school_day(2), place="Room 3")
    url = f"/deployments/visits/{visit.pk}/visit.ics"
    client.force_login(cast.rob)
    response = client.get(url)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert f"DTSTART:{visit.begins.astimezone(UTC):%Y%m%dT%H%M%SZ}" in text.splitlines()
    assert timezone.localtime(visit.begins).hour == 9
    assert "LOCATION:Room 3" in text
    client.force_login(cast.olga)
    assert client.get(url).status_code == 404


def test_filters_narrow_and_are_pills(cast, client):
    stage.deployment(cast)
    stage.deployment(cast, "agreed")
    client.force_login(cast.mina)
    response = client.get("/deployments/", {"state": "agreed", "q": "brook"})
    assert [row["cells"][-1]["tag"] for row in response.context["rows"]] == ["Agreed"]
    assert [pill["text"] for pill in response.context["pills"]] == [
        "School, leader or reference: brook",
        "State: Agreed",
    ]


@pytest.mark.parametrize(
    ("language", "first", "last"),
    [
        ("en-gb", "Wednesday 18 November 2026", "Friday 18 December 2026"),
        ("cy", "Dydd Mercher 18 Tachwedd 2026", "Dydd Gwener 18 Rhagfyr 2026"),
    ],
)
def test_days_are_said_with_their_weekday_wherever_they_stand(cast, client, language, first, last):
    Person.objects.filter(pk=cast.mina.pk).update(language=language)
    days = {"starts_on": date(2026, 11, 18), "ends_on": date(2026, 12, 18)}
    case = stage.deployment(cast, "agreed", **days)
    SupportRequest.objects.filter(pk=case.request_id).update(**days)
    visit = stage.visit(cast, of=case, on=days["starts_on"])
    Consent.objects.filter(deployment=case).update(due_on=days["ends_on"])
    client.force_login(cast.mina)
    for address in ("deployments:deployments", "deployments:requests"):
        page = client.get(reverse(address)).content.decode()
        assert (first in page, last in page, "18.11.2026" in page) == (True, True, False)
    with translation.override(language):
        assert str(visit).endswith(f", {first}")
        assert last in too_late(case.consents.all()[0])


def test_a_step_with_its_letters_and_an_unmade_document_cost_little(cast, client):
    case, agreed = stage.deployment(cast), stage.deployment(cast, "agreed")
    document = documents.order(agreed, "deployments/agreement", "en")
    client.force_login(cast.hannah)
    costs = [queries(client, url) for url in (case.page("refuse"), f"/documents/{document.pk}/")]
    statement = documents.order(stage.claim(cast, "approved"), "deployments/statement", "en")
    costs.append(queries(client, f"/documents/{statement.pk}/"))
    assert [cost for cost in costs if cost > MOST] == []


@pytest.mark.parametrize("office", ["manager", "finance"])
def test_people_in_office_find_their_own_answers_too(cast, office):
    """Who works for the alliance may lead, chair governors or be a school's contact besides."""
    person = cast.mina if office == "manager" else cast.fay
    case = stage.deployment(cast, designation=stage.leader(person, cast.oakfield))
    held = stage.visit(cast, "held", of=stage.deployment(cast, "active"))
    type(held.deployment.request).objects.filter(pk=held.deployment.request_id).update(
        contact=person, contact_named=True
    )
    assert [title for title in tasks(person) if "Close" not in title] == [
        f"Answer the proposal: {case}",
        f"Acknowledge the visit: {held}",
    ]


def test_a_manager_who_chairs_governors_is_asked_as_chair(cast):
    case = stage.deployment(cast)
    case.consents.filter(party="line_manager").update(asked_as="chair")
    factories.PostFactory(person=cast.mina, school=cast.oakfield, role="chair_of_governors")
    assert f"Answer the proposal: {case}" in tasks(cast.mina)
