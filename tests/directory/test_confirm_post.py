"""A manager confirms, rejects or corrects a post somebody named, and heads change; nobody else may."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from directory.actions import posts
from directory.models import Person, Post
from directory.queries.posts import head_of, line_manager_of
from tests.factories import PersonFactory, PostFactory

TODAY = timezone.localdate()
STEPS = ["post-confirm", "post-reject", "post-correct"]


@pytest.fixture
def named(cast):
    """Sam has named Helen as the chair of Brookside's governors; no manager has looked at it."""
    helen = PersonFactory(first_name="Helen", last_name="Field", email="helen@brookside.example")
    return PostFactory(
        person=helen,
        school=cast.brookside,
        role=Post.Role.CHAIR_OF_GOVERNORS,
        confirmed_at=None,
        named_by=cast.sam,
    )


def press(client, person, name, post, **answer):
    client.force_login(person)
    return client.post(reverse(name, args=[post.pk]), answer)


def answers_for(person: Person, post: Post) -> bool:
    return Person.objects.get(pk=person.pk).authority.at(post.school_id, post.role)


def told() -> dict[str, str]:
    return dict(Letter.objects.values_list("address", "name"))


def test_confirming_gives_authority_from_the_next_request(cast, client, named):
    assert not answers_for(named.person, named)
    assert press(client, cast.mina, "post-confirm", named).status_code == 302
    assert answers_for(named.person, named)
    named.refresh_from_db()
    assert named.confirmed_by == cast.mina


def test_confirming_is_in_the_history_with_who_did_it(cast, client, named):
    press(client, cast.mina, "post-confirm", named)
    newest = named.history.first()
    assert (newest.history_user, newest.confirmed_by) == (cast.mina, cast.mina)


def test_confirming_tells_the_holder(cast, client, named):
    press(client, cast.mina, "post-confirm", named)
    assert told() == {"helen@brookside.example": "accounts/post_confirmed"}


def test_rejecting_takes_the_post_away_and_tells_who_named_it_why(cast, client, named):
    press(client, cast.mina, "post-reject", named, reason="She left in July.")
    assert not Post.objects.filter(pk=named.pk).exists()
    assert Post.history.filter(id=named.pk, history_type="-").get().history_user == cast.mina
    letter = Letter.objects.get()
    assert (letter.to, letter.name) == (cast.sam, "accounts/post_rejected")
    assert "She left in July." in letter.body


def test_correcting_moves_the_post_to_whoever_has_the_right_address(cast, client, named):
    press(client, cast.mina, "post-correct", named, email="H.Field@Brookside.example ")
    named.refresh_from_db()
    assert (named.person.email, str(named.person)) == ("h.field@brookside.example", "Helen Field")
    assert Person.objects.filter(email="helen@brookside.example").exists()


def test_correcting_to_somebody_we_know_moves_the_post_to_them(cast, client, named):
    press(client, cast.mina, "post-correct", named, email=cast.rob.email)
    named.refresh_from_db()
    assert named.person == cast.rob


@pytest.mark.parametrize("address", ["sam@oakfield.example", "helen@brookside.example"])
def test_the_namer_s_own_address_and_an_unchanged_one_are_refused(cast, client, named, address):
    response = press(client, cast.mina, "post-correct", named, email=address)
    assert response.status_code == 200
    assert len(response.context["form"].non_field_errors()) == 1
    named.person.refresh_from_db()
    assert named.person.email == "helen@brookside.example"


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["hannah", "sam", "rob", "olga", "fay", "dai"])
def test_nobody_but_a_manager_may(cast, client, named, step, name):
    response = press(client, getattr(cast, name), step, named, email="x@y.example")
    assert response.status_code == 404
    assert client.get(reverse(step, args=[named.pk])).status_code == 404
    named.refresh_from_db()
    assert named.confirmed_at is None


@pytest.mark.parametrize("step", STEPS)
def test_twice_is_once(cast, client, named, step):
    press(client, cast.mina, "post-confirm", named)
    response = press(client, cast.mina, step, named, email="x@y.example")
    assert (response.status_code, response.url) == (302, reverse("posts"))
    assert len(told()) == 1


def test_of_two_at_once_one_succeeds(cast, named):
    stale = Post.objects.get(pk=named.pk)
    posts.confirm_post(named, by=cast.mina, at=timezone.now())
    with pytest.raises(posts.PostDecided):
        posts.reject_post(stale, by=cast.mina)


def test_the_list_shows_what_waits_to_managers_only(cast, client, named):
    client.force_login(cast.mina)
    page = client.get(reverse("posts")).content.decode()
    assert [reverse(step, args=[named.pk]) in page for step in STEPS] == [True, True, True]
    client.force_login(cast.hannah)
    assert client.get(reverse("posts")).status_code == 403


def new_head(client, cast, **more):
    client.force_login(cast.mina)
    first = {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": str(TODAY.year)}
    answer = {
        "first_name": "Nia",
        "last_name": "Head",
        "email": "nia@oakfield.example",
        "role": "headteacher",
        "one_time_key": uuid4(),
    }
    return client.post(reverse("post-add"), answer | first | {"school": str(cast.oakfield.pk)} | more)


def test_when_a_head_changes_what_is_asked_of_the_post_is_asked_of_the_successor(cast, client):
    first_day = date(TODAY.year, 9, 1)
    assert new_head(client, cast, follows_on="on").status_code == 302
    nia = Person.objects.get(email="nia@oakfield.example")
    assert head_of(cast.oakfield, first_day) == nia
    assert head_of(cast.oakfield, first_day - timedelta(days=1)) == cast.hannah
    assert line_manager_of(cast.sam, cast.oakfield, first_day) == nia


def test_without_the_change_both_stay(cast, client):
    new_head(client, cast)
    assert Post.objects.heads().filter(school=cast.oakfield, ends_on__isnull=True).count() == 2


@pytest.mark.parametrize(
    ("answer", "field"),
    [
        ({"school": ""}, "school"),
        ({"role": "la_officer"}, "local_authority"),
        ({"email": ""}, "email"),
        ({"role": ""}, "role"),
    ],
)
def test_a_post_is_where_its_role_is(cast, client, answer, field):
    response = new_head(client, cast, **answer)
    assert list(response.context["form"].errors) == [field]


def test_ending_a_post_ends_its_authority(cast, client):
    post = Post.objects.get(person=cast.hannah)
    yesterday = TODAY - timedelta(days=1)
    answer = {"ends_on_day": yesterday.day, "ends_on_month": yesterday.month, "ends_on_year": yesterday.year}
    assert press(client, cast.mina, "post-end", post, **answer).status_code == 302
    assert not answers_for(cast.hannah, post)
    assert press(client, cast.hannah, "post-end", post, **answer).status_code == 404


def test_a_post_that_had_not_begun_is_taken_away(cast):
    post = PostFactory(person=cast.olga, school=cast.oakfield, starts_on=TODAY + timedelta(days=5))
    posts.end_post(post, by=cast.mina, ends_on=TODAY)
    assert not Post.objects.filter(pk=post.pk).exists()


def test_the_list_costs_the_same_for_one_and_thirty(cast, client, named):
    client.force_login(cast.mina)
    client.get(reverse("posts"))
    counts = []
    for more in (0, 29):
        for _n in range(more):
            PostFactory(person=PersonFactory(), school=cast.oakfield, confirmed_at=None, named_by=cast.sam)
            PostFactory(person=PersonFactory(), school=cast.brookside)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("posts"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_an_address_that_may_not_be_raises(cast, named):
    with pytest.raises(ValidationError):
        posts.correct_address(named, by=cast.mina, email=cast.sam.email)
