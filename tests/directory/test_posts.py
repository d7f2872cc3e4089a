"""Who holds a post, and who answers for it: by the day, in person or as delegate."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.models import Person, Post
from directory.queries.posts import alliance_managers, holder_of, is_head_of, line_manager_of
from tests.factories import DelegationFactory, PersonFactory, PostFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


def authority_of(person):
    return Person.objects.get(pk=person.pk).authority


def test_who_acts_for_the_head_is_asked_before_the_absent_one(cast, today):
    acting = PostFactory(school=cast.oakfield, role=Post.Role.ACTING_HEAD, starts_on=today).person
    assert holder_of(cast.oakfield, Post.HEADS, today) == acting


def test_the_newest_head_is_asked_before_an_older_one(cast, today):
    newer = PostFactory(school=cast.oakfield, starts_on=today - timedelta(days=3)).person
    assert holder_of(cast.oakfield, Post.HEADS, today) == newer


def test_a_confirmed_head_is_asked_before_one_somebody_typed(cast, today):
    PostFactory(school=cast.oakfield, starts_on=today, confirmed_at=None, named_by=cast.sam)
    assert holder_of(cast.oakfield, Post.HEADS, today) == cast.hannah


def test_whose_account_was_closed_is_asked_nothing(cast, today):
    Person.objects.filter(pk__in=[cast.hannah.pk, cast.mina.pk]).update(is_active=False)
    assert holder_of(cast.oakfield, Post.HEADS, today) is None
    assert alliance_managers(today) == []


def test_a_head_is_released_by_the_chair_of_governors(cast, today):
    assert line_manager_of(cast.sam, cast.oakfield, today) == cast.hannah
    assert line_manager_of(cast.hannah, cast.oakfield, today) == cast.gwen


def test_what_somebody_typed_makes_nobody_a_head(cast, today):
    PostFactory(person=cast.olga, school=cast.oakfield, confirmed_at=None, named_by=cast.sam)
    assert is_head_of(cast.olga, cast.oakfield, today) is False
    assert authority_of(cast.olga).at(cast.oakfield.pk, *Post.HEADS) is False


def test_a_delegate_answers_for_the_head_but_not_in_person(cast, today):
    deputy = PostFactory(school=cast.oakfield, role=Post.Role.DEPUTY_HEAD).person
    DelegationFactory(post=cast.hannah.posts.get(), delegate=deputy)
    authority = authority_of(deputy)
    assert authority.at(cast.oakfield.pk, *Post.HEADS) is True
    assert authority.at(cast.oakfield.pk, *Post.HEADS, in_person=True) is False


def test_a_delegate_who_has_left_the_school_answers_for_nobody(cast, today):
    deputy = PostFactory(
        school=cast.oakfield, role=Post.Role.DEPUTY_HEAD, ends_on=today - timedelta(days=1)
    ).person
    DelegationFactory(post=cast.hannah.posts.get(), delegate=deputy)
    assert authority_of(deputy).posts == []


def test_an_administrator_without_posts_may_use_the_admin_and_decide_nothing(cast):
    admin = PersonFactory(is_staff=True, is_superuser=True)
    asked = [
        "directory.change_school",
        "directory.confirm_post",
        "directory.read_categories",
        "deployments.make_request",
    ]
    assert [admin.has_perm(perm) for perm in asked] == [True, False, False, False]


def test_a_very_long_name_somebody_typed_is_cut_to_what_is_kept(db):
    person = Person.objects.meet("long@example.org", first_name="A" * 180, last_name="B" * 20)
    assert (len(person.first_name), person.last_name) == (100, "B" * 20)


def test_one_address_is_one_person_however_it_is_spelt(db):
    known = PersonFactory(email="sian@school.example")
    assert Person.objects.meet(" Sian@School.Example ") == known
