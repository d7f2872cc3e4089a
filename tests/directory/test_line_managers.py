"""Who releases somebody is the same whether it is asked of one person or of many at once."""

from django.utils import timezone

from directory.models import Person
from directory.queries.posts import line_manager_of, read_line_managers
from tests import factories


def test_asked_at_once_it_is_who_is_asked_one_by_one(cast, django_assert_num_queries):
    on, lone = timezone.localdate(), factories.SchoolFactory()
    factories.PostFactory(person=factories.PersonFactory(is_active=False), school=lone, role="headteacher")
    acting = factories.SchoolFactory()
    for role in ("headteacher", "acting_head", "chair_of_governors"):
        factories.PostFactory(person=factories.PersonFactory(), school=acting, role=role)
    heads = list(Person.objects.filter(posts__school=acting))
    staff = [
        (person, school)
        for person in (cast.sam, cast.hannah, cast.gwen, cast.rob, *heads)
        for school in (cast.oakfield, cast.brookside, lone, acting)
    ]
    one_by_one = [line_manager_of(person, school, on) for person, school in staff]
    assert len(set(one_by_one)) > 4  # heads, an acting one, a chair, and nobody
    with django_assert_num_queries(2):
        read_line_managers(staff, on)
        assert [line_manager_of(person, school, on) for person, school in staff] == one_by_one
