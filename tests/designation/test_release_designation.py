"""Rob confirms the release of Sam, who now works at Brookside: the seven questions, and the same by signed link."""

from datetime import timedelta

import pytest
from django.utils import timezone

from casework.links import token_of
from casework.models import Entry, Letter, Link
from designation import actions, letters, queries, tasks
from designation.models import Designation
from directory.calendar import add_working_days
from directory.models import Person, Post
from tests import factories
from tests.designation import stage
from tests.designation.steps import OfSam
from tests.designation.test_move_designation import moved


def asked(cast, state="active", **fields) -> Designation:
    """Return Sam's designation, moved to Brookside, whose head is asked."""
    fields = {"home_school": cast.brookside, "release_asked_at": timezone.now()} | fields
    case = stage.designation(cast, state)
    Designation.objects.filter(pk=case.pk).update(**fields)
    case.refresh_from_db()
    return case


def titles(person) -> list[str]:
    return [task.title for task in queries.awaiting(Person.objects.get(pk=person.pk), stage.today())]


class TestRelease(OfSam):
    step, actor, answer = "release", "rob", {"half_days_a_term": "3"}
    others = ("olga", "hannah", "sam", "mina")
    told = {"sam": ["designation/release_confirmed"], "rob": ["designation/assurance_requested"]}

    def make(self, cast, state=None):
        return asked(cast, state or "active")

    def check(self, case, cast):
        assert (case.half_days_a_term, case.is_released) == (6, True)

    def test_twice_at_once(self, cast, client):
        case = self.make(cast)
        assert [self.press(client, case, cast).status_code for _time in range(2)] == [302, 409]
        assert Entry.objects.of(case).filter(step="release").count() == 1


class TestRefuse(OfSam):
    step, actor, answer = "refuse_release", "rob", {"reason": "SECRET: two colleagues are away."}
    others = ("olga", "hannah", "sam", "mina")
    told = {"sam": ["designation/release_refused"], "mina": ["designation/release_in_question"]}

    def make(self, cast, state=None):
        return asked(cast, state or "active")

    def check(self, case, cast):
        assert (case.is_released, case.release_refused_at is not None) == (False, True)


def test_the_reason_of_a_refusal_is_for_managers(cast, client):
    case = asked(cast)
    actions.refuse_release(case, by=cast.rob, reason="SECRET: two colleagues are away.")
    assert [letter.to.first_name for letter in Letter.objects.filter(body__contains="SECRET")] == ["Mina"]
    seen = {}
    for name in ("sam", "rob", "mina"):
        client.force_login(getattr(cast, name))
        seen[name] = "SECRET" in client.get(case.get_absolute_url()).content.decode()
    assert seen == {"sam": False, "rob": False, "mina": True}


def test_a_refusal_can_still_become_a_release(cast):
    case = asked(cast)
    actions.refuse_release(case, by=cast.rob, reason="Not this term.")
    actions.release(case, by=cast.rob, half_days_a_term=4)
    assert (case.is_released, case.release_refused_at, case.half_days_a_term) == (True, None, 4)


def test_who_gave_the_assurance_is_not_asked_for_it_again(cast):
    case = asked(cast, assurance_by=cast.rob)
    actions.release(case, by=cast.rob, half_days_a_term=4)
    assert [letter.name for letter in Letter.objects.all()] == ["designation/release_confirmed"]


@pytest.mark.parametrize(
    ("door", "answer", "released"),
    [("release", {"half_days_a_term": "4"}, True), ("refuse_release", {"reason": "No cover."}, False)],
)
def test_rob_answers_by_the_link_without_signing_in(cast, client, door, answer, released):
    case = moved(cast)
    link = Link.objects.get(purpose=letters.RELEASE)
    page = f"/link/{token_of(link)}/"
    opened = client.get(page, follow=True)
    assert (opened.status_code, Entry.objects.of(case).filter(channel="link").count()) == (200, 0)
    assert client.post(f"{page}designation-{door}/", answer).status_code == 302
    case.refresh_from_db()
    entry = Entry.objects.of(case).get(step=door)
    assert (case.is_released, entry.by, entry.channel) == (released, cast.rob, "link")


def test_the_tasks_follow_the_answer(cast):
    case = asked(cast)
    assert titles(cast.rob) == ["Confirm the release of Sam Okoro"]
    assert titles(cast.mina) == []
    actions.refuse_release(case, by=cast.rob, reason="No cover.")
    assert (titles(cast.rob), titles(cast.mina)) == ([], ["Settle what follows: Sam Okoro is not released"])
    actions.release(case, by=cast.rob, half_days_a_term=4)
    assert (titles(cast.rob), titles(cast.mina)) == ([], [])


def test_without_a_head_the_manager_has_the_task(cast):
    asked(cast)
    Post.objects.filter(person=cast.rob).delete()
    assert titles(cast.mina) == ["Find out who releases Sam Okoro"]


# By night.


@pytest.fixture
def on_a_working_day(monkeypatch):
    """Let the night work run whatever day it is."""
    monkeypatch.setattr(tasks, "is_working_day", lambda day: True)


def told(name: str) -> list[str]:
    rows = Letter.objects.filter(name=f"designation/{name}").order_by("pk")
    return [row.to.first_name for row in rows]


def test_a_head_whose_post_is_confirmed_later_is_asked_then_and_once(cast, on_a_working_day):
    Post.objects.filter(person=cast.rob).update(confirmed_at=None)
    moved(cast)
    assert (told("release_unasked"), told("release_requested")) == (["Mina"], [])
    tasks.remind_of_releases()
    assert told("release_requested") == []
    Post.objects.filter(person=cast.rob).update(confirmed_at=timezone.now())
    for _night in range(2):
        tasks.remind_of_releases()
    assert told("release_requested") == ["Rob"]


def test_a_successor_is_asked_and_the_link_of_who_left_is_dead(cast, on_a_working_day):
    moved(cast)
    Post.objects.filter(person=cast.rob).update(ends_on=stage.today() - timedelta(days=1))
    factories.PostFactory(person=cast.olga, school=cast.brookside)
    tasks.remind_of_releases()
    assert told("release_requested") == ["Rob", "Olga"]
    live = [link.person.first_name for link in Link.objects.filter(purpose=letters.RELEASE, closed_at=None)]
    assert live == ["Olga"]


def test_the_head_is_reminded_after_three_and_seven_working_days(cast):
    case = moved(cast)
    found = []
    for days in range(9):
        on = add_working_days(stage.today(), days) if days else stage.today()
        for one, due_on in queries.release_reminders_due(on):
            actions.remind_of_release(one, due_on=due_on)
        found.append(len(told("release_due")))
    assert found == [0, 0, 0, 1, 1, 1, 1, 2, 2]
    actions.refuse_release(case, by=cast.rob, reason="No cover.")
    assert list(queries.release_reminders_due(stage.today() + timedelta(days=99))) == []


def test_an_answered_question_is_not_delivered(cast, mailoutbox):
    from casework import letters as post_office

    case = moved(cast)
    actions.release(case, by=cast.rob, half_days_a_term=4)
    post_office.deliver_due()
    assert [mail.subject for mail in mailoutbox if "releases Sam" in mail.subject] == []
    assert any("Your release is confirmed" in mail.subject for mail in mailoutbox)


def test_a_manager_who_is_the_leader_never_reads_why_they_are_not_released(cast):
    case = asked(cast, person=cast.mina)
    actions.refuse_release(case, by=cast.rob, reason="SECRET: two colleagues are away.")
    assert [one.name for one in Letter.objects.filter(to=cast.mina)] == ["designation/release_refused"]
