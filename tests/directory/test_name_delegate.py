"""A head names a deputy who answers for the post on certain days, in everything but references."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from casework.models import Letter
from directory.actions import posts
from directory.models import Delegation, Person, Post
from tests.factories import PersonFactory, PostFactory

TODAY = timezone.localdate()


@pytest.fixture
def deputy(cast):
    person = PersonFactory(first_name="Dee", last_name="Puty", email="dee@oakfield.example")
    PostFactory(person=person, school=cast.oakfield, role=Post.Role.DEPUTY_HEAD)
    return person


@pytest.fixture
def headship(cast):
    return Post.objects.get(person=cast.hannah)


def dates(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def name_them(client, by, post, delegate, first=TODAY, last=TODAY + timedelta(days=6)):
    client.force_login(by)
    answer = (
        {"delegate": delegate.pk, "one_time_key": uuid4()}
        | dates("starts_on", first)
        | dates("ends_on", last)
    )
    return client.post(reverse("post-delegate", args=[post.pk]), answer)


def may(person, school, **how):
    return Person.objects.get(pk=person.pk).authority.at(school.pk, *Post.HEADS, **how)


def test_a_delegate_answers_for_the_post_but_not_in_person(cast, client, headship, deputy):
    assert not may(deputy, cast.oakfield)
    assert name_them(client, cast.hannah, headship, deputy).status_code == 302
    assert (may(deputy, cast.oakfield), may(deputy, cast.oakfield, in_person=True)) == (True, False)
    assert may(cast.hannah, cast.oakfield, in_person=True)


def test_the_delegate_is_told(cast, client, headship, deputy):
    name_them(client, cast.hannah, headship, deputy)
    assert list(Letter.objects.values_list("to", "name")) == [(deputy.pk, "accounts/delegate_named")]


def test_it_is_in_the_history(cast, client, headship, deputy):
    name_them(client, cast.hannah, headship, deputy)
    assert Delegation.objects.get().history.get().history_user == cast.hannah


@pytest.mark.parametrize(
    ("first", "last", "answers"),
    [(0, 0, True), (-5, -1, False), (1, 9, False), (-5, 5, True)],
)
def test_only_on_the_days_named(cast, headship, deputy, first, last, answers):
    days = {"starts_on": TODAY + timedelta(days=first), "ends_on": TODAY + timedelta(days=last)}
    posts.name_delegate(headship, by=cast.hannah, delegate=deputy, **days)
    assert may(deputy, cast.oakfield) is answers


@pytest.mark.parametrize("name", ["sam", "rob", "olga", "gwen", "fay"])
def test_others_may_not_name_one(cast, client, headship, deputy, name):
    assert name_them(client, getattr(cast, name), headship, deputy).status_code == 404
    assert client.get(reverse("post-delegate", args=[headship.pk])).status_code == 404
    assert not Delegation.objects.exists()


def test_a_delegate_names_no_further_delegate(cast, client, headship, deputy):
    posts.name_delegate(headship, by=cast.hannah, delegate=deputy, starts_on=TODAY, ends_on=TODAY)
    assert name_them(client, deputy, headship, cast.sam).status_code == 404


def test_a_manager_may_for_a_head_who_is_away(cast, client, headship, deputy):
    assert name_them(client, cast.mina, headship, deputy).status_code == 302


def test_only_staff_of_the_school_are_offered(cast, client, headship, deputy):
    client.force_login(cast.hannah)
    offered = (
        client.get(reverse("post-delegate", args=[headship.pk])).context["form"].fields["delegate"].queryset
    )
    assert set(offered) == {deputy, cast.sam, cast.gwen}
    assert name_them(client, cast.hannah, headship, cast.olga).status_code == 200


@pytest.mark.parametrize(("first", "last"), [(0, -1), (0, 400)])
def test_the_last_day_is_after_the_first_and_within_a_year(cast, headship, deputy, first, last):
    days = {"starts_on": TODAY + timedelta(days=first), "ends_on": TODAY + timedelta(days=last)}
    with pytest.raises(ValidationError):
        posts.name_delegate(headship, by=cast.hannah, delegate=deputy, **days)


def test_nobody_is_their_own_delegate_and_a_stranger_is_none(cast, headship):
    for person in (cast.hannah, cast.olga):
        with pytest.raises(ValidationError):
            posts.name_delegate(headship, by=cast.hannah, delegate=person, starts_on=TODAY, ends_on=TODAY)


def test_taken_back_it_is_over_at_once(cast, client, headship, deputy):
    name_them(client, cast.hannah, headship, deputy, first=TODAY - timedelta(days=3))
    client.post(reverse("delegation-end", args=[Delegation.objects.get().pk]))
    assert not may(deputy, cast.oakfield)
    assert Delegation.objects.get().ends_on == TODAY - timedelta(days=1)


def test_others_may_not_take_it_back(cast, client, headship, deputy):
    delegation = posts.name_delegate(
        headship, by=cast.hannah, delegate=deputy, starts_on=TODAY, ends_on=TODAY
    )
    client.force_login(deputy)
    assert client.post(reverse("delegation-end", args=[delegation.pk])).status_code == 404


def test_the_profile_shows_posts_and_delegates(cast, client, headship, deputy):
    name_them(client, cast.hannah, headship, deputy)
    page = client.get(reverse("profile")).content.decode()
    assert "Headteacher, Oakfield Primary School" in page
    assert "Dee Puty answers for you from" in page


def test_the_profile_keeps_name_phone_and_language(cast, client):
    client.force_login(cast.hannah)
    answer = {"title": "Dr", "first_name": "Hanna", "last_name": "Ŵyn", "phone": "01234", "language": "cy"}
    response = client.post(reverse("profile"), answer)
    assert response.cookies["django_language"].value == "cy"
    hannah = Person.objects.get(pk=cast.hannah.pk)
    assert (hannah.title, str(hannah), hannah.phone, hannah.language) == ("Dr", "Hanna Ŵyn", "01234", "cy")
