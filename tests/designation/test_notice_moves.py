"""By night: leaders are followed to the school or headship the directory has for them, and to a converted school."""

from datetime import timedelta

import pytest

from casework.letters import deliver_due
from casework.models import Entry, Letter
from designation import queries, tasks
from designation.models import Designation, SchoolRelease
from directory.models import Delegation, Post, School, SchoolLink
from tests import factories
from tests.designation import stage, years
from tests.designation.test_move_designation import moved

DAY = timedelta(days=1)


def leave(person, *, on=None) -> None:
    Post.objects.filter(person=person).update(ends_on=(on or stage.today()) - DAY)


def take_up(cast, person, **fields) -> Post:
    fields = {"school": cast.brookside, "role": "deputy_head", "starts_on": stage.today()} | fields
    return factories.PostFactory(person=person, **fields)


def test_a_leader_with_a_new_post_is_followed_once_and_the_new_head_asked(cast):
    case = stage.designation(cast, "active")
    leave(cast.sam)
    take_up(cast, cast.sam)
    for _night in range(2):
        tasks.notice_moves()
    case.refresh_from_db()
    assert (case.home_school, case.is_released) == (cast.brookside, False)
    told = Letter.objects.order_by("name").values_list("name", "to__first_name")
    assert list(told) == [
        ("designation/designation_moved", "Sam"),
        ("designation/release_requested", "Rob"),
        ("designation/staff_moved", "Hannah"),
    ]
    entry = Entry.objects.of(case).get(step="transfer")
    assert (entry.by, entry.channel) == (None, "night")


def test_a_move_announced_for_a_day_to_come_happens_on_that_day(cast):
    case, day = moved(cast, starts_on=stage.today() + timedelta(days=40)), stage.today() + timedelta(days=40)
    assert queries.moved(day - DAY) == []
    assert queries.moved(day) == [(case, cast.brookside)]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({}, "nothing changed"),
        ({"another": {}}, "works at both schools"),
        ({"left": True}, "no school is known"),
        ({"left": True, "another": {"confirmed_at": None, "named_by": "olga"}}, "others only said so"),
        ({"left": True, "another": {"starts_on": "later"}}, "the new post has not begun"),
    ],
)
def test_who_has_not_moved_stays(cast, change, why):
    case = stage.designation(cast, "active")
    if change.get("left"):
        leave(cast.sam)
    if "another" in change:
        fields = dict(change["another"])
        fields |= {"named_by": cast.olga} if "named_by" in fields else {}
        fields |= {"starts_on": stage.today() + DAY} if "starts_on" in fields else {}
        take_up(cast, cast.sam, **fields)
    assert queries.moved(stage.today()) == [], why
    assert Designation.objects.get(pk=case.pk).home_school == cast.oakfield


@pytest.mark.parametrize("state", ["expired", "relinquished", "withdrawn"])
def test_nobody_is_followed_once_it_is_over(cast, state):
    years.leader(cast, left=-100, state=state)  # the grace has passed too
    leave(cast.sam)
    take_up(cast, cast.sam)
    assert queries.moved(stage.today()) == []


def test_a_leader_who_becomes_head_of_the_school_is_noticed_once(cast):
    case = stage.designation(cast, "active")
    Designation.objects.filter(pk=case.pk).update(created_at=case.created_at - timedelta(days=30))
    take_up(cast, cast.sam, school=cast.oakfield, role="headteacher")
    for _night in range(2):
        tasks.notice_moves()
    case.refresh_from_db()
    assert (case.home_school, case.is_released) == (cast.oakfield, False)
    assert [letter.to for letter in Letter.objects.filter(name="designation/release_requested")] == [
        cast.gwen
    ]


def converted(cast) -> School:
    """Return the academy that took Oakfield's place."""
    academy = factories.SchoolFactory(name="Oakfield Academy", local_authority=cast.northdale)
    School.objects.filter(pk=cast.oakfield.pk).update(status=School.Status.CLOSED)
    SchoolLink.objects.create(school=cast.oakfield, other=academy, kind="Successor")
    return academy


def test_a_converted_school_takes_its_leaders_posts_and_budget_along(cast):
    case = stage.designation(cast, "active")
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=20)
    stands_in = factories.DelegationFactory(post=Post.objects.get(person=cast.hannah))
    academy = converted(cast)
    for _night in range(2):
        tasks.follow_schools()
        tasks.notice_moves()
    case.refresh_from_db()
    assert (case.home_school, case.is_released, Letter.objects.count()) == (academy, True, 0)
    head = Post.objects.on(stage.today()).get(person=cast.hannah)
    assert (head.school, head.role, head.confirmed_at is not None) == (academy, "headteacher", True)
    assert Delegation.objects.get(pk=stands_in.pk).post == head
    assert SchoolRelease.objects.get().school == academy
    assert Entry.objects.of(case).filter(step="follow").count() == 1


def test_the_head_of_the_converted_school_goes_on_answering(cast, client):
    case = stage.designation(cast, "active")
    converted(cast)
    tasks.follow_schools()
    client.force_login(cast.hannah)
    assert client.get(case.page("assure")).status_code == 200


def test_a_school_split_in_two_waits_for_a_person_to_say(cast):
    stage.designation(cast, "active")
    converted(cast)
    other = factories.SchoolFactory()
    SchoolLink.objects.create(school=cast.oakfield, other=other, kind="Successor")
    assert queries.schools_succeeded() == []


def test_what_is_moved_by_hand_and_noticed_by_night_is_asked_once(cast):
    moved(cast, by=cast.mina)
    tasks.notice_moves()
    assert Letter.objects.filter(name="designation/release_requested").count() == 1


def test_who_chairs_governors_elsewhere_has_not_moved_there(cast):
    case = stage.designation(cast, "active")
    leave(cast.sam)
    take_up(cast, cast.sam, role="chair_of_governors")
    assert queries.moved(stage.today()) == []
    case.role_type.eligible_roles = ["chair_of_governors"]
    case.role_type.save()
    assert queries.moved(stage.today()) == [(case, cast.brookside)]


def test_who_has_a_post_again_before_the_letter_leaves_is_not_written_to(cast, mailoutbox):
    stage.designation(cast, "active")
    leave(cast.sam)
    tasks.notice_moves()
    take_up(cast, cast.sam)
    tasks.notice_moves()
    deliver_due()
    assert Letter.objects.get(name="designation/designation_held_back").status == "dropped"
    assert [one.subject for one in mailoutbox if one.to == [cast.sam.email]] == [
        "Your change of school or post is recorded"
    ]


def test_who_holds_no_post_any_more_is_held_back_once_and_told_so_with_a_manager(cast):
    case = stage.designation(cast, "active")
    leave(cast.sam)
    for _night in range(2):
        tasks.notice_moves()
        tasks.remind_of_releases()
    case.refresh_from_db()
    assert (case.home_school, case.is_released) == (cast.oakfield, False)
    told = Letter.objects.get()
    assert (told.name, told.to) == ("designation/designation_held_back", cast.sam)
    assert told.url.endswith(case.page("move"))
    assert Entry.objects.of(case).filter(step="transfer").count() == 1
    waits = {
        name: [one.title for one in queries.awaiting(getattr(cast, name), stage.today())]
        for name in ("mina", "hannah")
    }
    assert "Settle what follows: Sam Okoro holds no post at the home school any more" in waits["mina"]
    assert [title for title in waits["hannah"] if "release" in title] == []
    take_up(cast, cast.sam)
    tasks.notice_moves()
    case.refresh_from_db()
    assert (case.home_school, case.is_released) == (cast.brookside, False)
    assert Letter.objects.filter(name="designation/release_requested").count() == 1
