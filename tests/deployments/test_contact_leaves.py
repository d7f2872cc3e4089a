"""A contact leaves the school: what they saw by that ends with the post, and the school is asked for another."""

from datetime import timedelta

import pytest

from casework.models import Letter
from deployments import tasks
from deployments.forms.requests import RequestForm
from deployments.models import Deployment, SupportRequest
from deployments.queries import awaiting
from deployments.queries.invariants.work import live_work_has_a_contact
from deployments.queries.parties import school_readers
from deployments.queries.people import around
from directory.models import Person, Post
from tests import factories
from tests.deployments import stage

LEFT = "deployments/contact_left"


def leaves_school(person: Person) -> None:
    person.posts.update(ends_on=stage.today() - timedelta(days=1))


def new_head(cast) -> Person:
    una = factories.PersonFactory(first_name="Una", last_name="Frost", email="una@brookside.example")
    factories.PostFactory(person=una, school=cast.brookside, role=Post.Role.HEADTEACHER)
    return una


def contact_is(person: Person, **fields) -> None:
    SupportRequest.objects.update(contact=person, **fields)


def again(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def titles(person: Person) -> list[tuple[str, str]]:
    return [(one.title, one.url) for one in awaiting(again(person), stage.today())]


def pages(case: Deployment) -> list[str]:
    visit = case.visits.get()
    assert case.request
    return [
        case.get_absolute_url(),
        case.request.get_absolute_url(),
        visit.get_absolute_url(),
        visit.page("acknowledge"),
        visit.page("notes"),
        case.page("message"),
    ]


@pytest.fixture
def case(cast) -> Deployment:
    made = stage.deployment(cast, "active")
    stage.visit(cast, "held", of=made)
    return made


def test_a_head_who_left_sees_nothing_of_the_case_any_more(cast, client, case):
    client.force_login(cast.rob)
    assert [client.get(url).status_code for url in pages(case)] == [200] * 6
    leaves_school(cast.rob)
    client.force_login(cast.rob)
    assert [client.get(url).status_code for url in pages(case)] == [404] * 6
    assert client.post(case.visits.get().page("acknowledge"), {}).status_code == 404
    for url in ("/deployments/", "/deployments/requests/", "/deployments/calendar/"):
        response = client.get(url)
        assert "Brookside" not in response.content.decode()


def test_who_left_withdraws_no_request_and_reads_no_words_meant_for_the_school(cast, client):
    request = stage.request(cast, "open")
    leaves_school(cast.rob)
    client.force_login(cast.rob)
    assert client.post(request.page("withdraw"), {"reason": "I want to."}).status_code == 404
    assert stage.fresh(request).state == "open"


@pytest.mark.parametrize("post", [True, False])
def test_the_contact_named_on_purpose_stays_until_a_post_of_theirs_ends(cast, client, case, post):
    contact_is(cast.olga, contact_named=True)
    held = None
    if post:
        held = factories.PostFactory(person=cast.olga, school=cast.brookside, role=Post.Role.SENIOR_TEACHER)
    client.force_login(cast.olga)
    assert [client.get(url).status_code for url in pages(case)] == [200] * 6
    if held:
        leaves_school(cast.olga)
        client.force_login(cast.olga)
        assert [client.get(url).status_code for url in pages(case)] == [404] * 6


def test_who_was_not_named_is_no_contact_without_a_post(cast, client, case):
    contact_is(cast.olga)
    client.force_login(cast.olga)
    assert [client.get(url).status_code for url in pages(case)] == [404] * 6


def test_the_school_names_on_purpose_when_it_types_an_address(cast, client):
    request = stage.request(cast)
    client.force_login(cast.rob)
    answer = {"name": "Ann Reed", "email": "ann@brookside.example"}
    assert client.post(request.page("reassign"), answer).status_code == 302
    assert stage.fresh(request).contact_named is True


def test_who_asks_for_a_school_without_a_head_names_a_contact(cast):
    leaves_school(cast.rob)
    form = RequestForm({"school_words": "Brookside Primary School"}, person=cast.mina)
    assert "no headteacher" in str(form.errors.get("contact_email", form.errors))


def test_an_officer_who_asked_and_holds_the_post_no_more_is_told_nothing(cast, client):
    request = stage.request(cast, made_by=cast.dai)
    leaves_school(cast.dai)
    client.force_login(cast.dai)
    assert client.get(request.get_absolute_url()).status_code == 404
    client.force_login(cast.rob)
    assert client.post(request.page("withdraw"), {"reason": "Done."}).status_code == 302
    assert sorted(Letter.objects.values_list("to__first_name", flat=True)) == ["Mina"]


def test_the_new_head_is_asked_to_name_another_contact(cast, case):
    una = new_head(cast)
    assert (tasks.ask_for_contacts(), titles(una)[:0]) == (0, [])
    leaves_school(cast.rob)
    assert [tasks.ask_for_contacts(), tasks.ask_for_contacts()] == [1, 1]
    [letter] = Letter.objects.filter(name=LEFT)
    assert (letter.to, str(case.request.page("reassign")) in letter.url) == (una, True)
    expected = ("Name another contact: Brookside Primary School", case.request.page("reassign"))
    assert expected in titles(una)
    assert expected not in titles(cast.mina)
    contact_is(una)
    assert expected not in titles(una)
    assert tasks.ask_for_contacts() == 0


def test_the_manager_is_asked_where_the_school_has_no_head(cast, case):
    leaves_school(cast.rob)
    tasks.ask_for_contacts()
    assert [one.to for one in Letter.objects.filter(name=LEFT)] == [cast.mina]
    expected = ("Name another contact: Brookside Primary School", case.request.page("reassign"))
    assert expected in titles(cast.mina)


@pytest.mark.parametrize("state", ["withdrawn", "unmet", "closed"])
def test_nobody_is_asked_about_a_request_that_is_over(cast, state):
    stage.request(cast, state)
    leaves_school(cast.rob)
    assert tasks.ask_for_contacts() == 0


def test_letters_and_reminders_go_to_a_contact_of_today_only(cast, case):
    una = new_head(cast)
    leaves_school(cast.rob)

    assert around(stage.fresh(case), stage.today()).contact is None
    assert school_readers(stage.fresh(case), stage.today()) == [una]


def test_the_portal_finds_live_work_without_a_contact(cast, case):
    assert list(live_work_has_a_contact()) == []
    leaves_school(cast.rob)
    assert list(live_work_has_a_contact()) == [case]
    contact_is(cast.olga)
    assert list(live_work_has_a_contact()) == [case]
    contact_is(cast.olga, contact_named=True)
    assert list(live_work_has_a_contact()) == []


# The same of groups.


def test_who_made_a_group_and_left_leads_it_no_more(cast, client):
    designation = stage.sam_leads(cast)
    group = stage.group(cast, made_by=cast.sam)
    urls = [group.get_absolute_url(), group.page("meet"), group.page("welcome"), group.page("end")]
    client.force_login(cast.sam)
    assert [client.get(url).status_code for url in urls] == [200] * 4
    leaves_school(cast.sam)
    client.force_login(cast.sam)
    assert [client.get(url).status_code for url in urls] == [200] * 4
    type(designation).objects.update(state="relinquished", ended_for="terms", ended_on=stage.today())
    client.force_login(cast.sam)
    assert [client.get(url).status_code for url in urls] == [404] * 4
