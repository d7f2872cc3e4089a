"""A member leaves the panel of an interview and too few are left: the managers learn of it, and can mend it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from casework import letters as casework_letters
from casework.models import Letter
from casework.templatetags.casework import day
from designation import actions, queries
from designation.models import Application, Conflict, Interview, PanelSeat
from directory.models import Person, Post
from tests import factories
from tests.designation import stage
from tests.designation.test_invite_application import agreed

MARK = "Too small a panel: choose another member."
NAME = "designation/panel_unfit"


def again(person):
    """Return a person as a new request reads them."""
    return Person.objects.get(pk=person.pk)


def tasks_of(person):
    return queries.awaiting(again(person), stage.today())


def told():
    return [letter.to for letter in Letter.objects.filter(name=NAME).order_by("to")]


@pytest.fixture
def case(cast):
    """Return Sam's application with an interview ahead before Rob, who heads an alliance school, and Dai."""
    made = stage.invited(cast)
    stage.interview(made, stage.slot(cast))
    return made


@pytest.fixture
def other(cast):
    """Return a second manager."""
    person = factories.PersonFactory(email="second@northdale-alliance.example")
    factories.PostFactory(person=person, role=Post.Role.ALLIANCE_MANAGER, school=None)
    return person


def _declares(case, person):
    actions.declare(case, by=person, kind="family")


def _is_unseated(case, person):
    actions.unseat(PanelSeat.objects.get(person=person), by=case.applicant)


@pytest.mark.parametrize("leaves", [_declares, _is_unseated])
@pytest.mark.parametrize("name", ["rob", "dai"])
def test_the_managers_are_written_to_and_find_it_at_home(cast, case, leaves, name):
    leaves(case, getattr(cast, name))
    letter = Letter.objects.get(name=NAME)
    assert (letter.to, letter.url.endswith(case.page("reschedule"))) == (cast.mina, True)
    [task] = tasks_of(cast.mina)
    assert (task.title, task.url, task.due_on) == (
        f"The interview of Sam Okoro on {day(case.interview.at)} has too small a panel: choose another member",
        case.page("reschedule"),
        stage.timezone.localdate(case.interview.at),
    )
    for person in (cast.sam, cast.rob, cast.dai, cast.hannah, cast.olga):
        assert [one.title for one in tasks_of(person) if "too small" in one.title] == []


def test_three_without_the_one_who_is_no_head_are_enough(cast, case):
    stage.seat(cast.fay)
    case.interview.panel.add(cast.fay)
    actions.declare(case, by=cast.dai, kind="family")
    assert (told(), tasks_of(cast.mina)) == ([], [])


def test_two_without_a_head_of_the_alliance_are_too_few(cast, case):
    stage.seat(cast.fay)
    case.interview.panel.add(cast.fay)
    actions.declare(case, by=cast.rob, kind="family")
    assert (told(), len(tasks_of(cast.mina))) == ([cast.mina], 1)


def test_so_it_is_when_the_only_head_is_seated_as_a_head_no_more(cast, case):
    actions.seat(case.round, cast.rob, by=cast.mina, is_alliance_head=False)
    assert (told(), len(tasks_of(cast.mina))) == ([cast.mina], 1)


def test_a_second_who_leaves_is_not_written_of_again(cast, case):
    actions.declare(case, by=cast.rob, kind="family")
    actions.declare(case, by=cast.dai, kind="family")
    assert (told(), len(tasks_of(cast.mina))) == ([cast.mina], 1)


def test_an_interview_that_is_over_or_called_off_asks_for_nobody(cast, case):
    Interview.objects.update(at=stage.timezone.now() - timedelta(minutes=5))
    actions.declare(case, by=cast.dai, kind="family")
    Interview.objects.update(at=stage.at(), cancelled_at=stage.timezone.now())
    assert (told(), [one.title for one in tasks_of(cast.mina) if "too small" in one.title]) == ([], [])


def page_of(client, case, person):
    client.force_login(again(person))
    return client.get(reverse("designation:round-interviews", args=[case.round_id])).content.decode()


def test_another_member_mends_it_everywhere_by_itself(cast, client, case):
    assert MARK not in page_of(client, case, cast.mina)
    actions.declare(case, by=cast.dai, kind="family")
    assert page_of(client, case, cast.mina).count(MARK) == 1
    stage.seat(cast.fay)
    typed = agreed(cast, days=31, panel=[cast.rob.pk, cast.fay.pk]) | {"reason": "Dai cannot come."}
    assert client.post(case.page("reschedule"), typed).status_code == 302
    assert (tasks_of(cast.mina), MARK in page_of(client, case, cast.mina)) == ([], False)
    casework_letters.deliver_due()
    assert Letter.objects.get(name=NAME).status == "dropped"


def test_a_manager_who_leaves_the_case_to_others_is_asked_nothing(cast, case, other):
    Conflict.objects.create(application=case, member=cast.mina, kind="family")
    actions.declare(case, by=cast.dai, kind="family")
    assert told() == [other]
    assert (tasks_of(cast.mina), [one.url for one in tasks_of(other)]) == ([], [case.page("reschedule")])
    Conflict.objects.create(application=case, member=other, kind="work")  # nobody is free: somebody must
    assert [len(tasks_of(one)) for one in (cast.mina, other)] == [1, 1]


def test_where_no_manager_is_free_all_are_written_to(cast, case, other):
    for manager in (cast.mina, other):
        Conflict.objects.create(application=case, member=manager, kind="family")
    actions.declare(case, by=cast.dai, kind="family")
    assert set(told()) == {cast.mina, other}


def test_what_awaits_a_manager_takes_three_queries_with_thirty_small_panels(
    cast, django_assert_max_num_queries
):
    members = stage.panel(cast)
    for number in range(30):
        school, person = factories.SchoolFactory(), factories.PersonFactory()
        one = stage.application(cast, Application.State.INVITED, applicant=person, school=school)
        stage.interview(
            one, stage.slot(cast, f"{8 + number % 5:02d}:00", 31 + number // 5, panel=members[:1])
        )
    mina = again(cast.mina)
    mina.authority.has()
    with django_assert_max_num_queries(3):
        assert len(queries.awaiting(mina, stage.today())) == 30
