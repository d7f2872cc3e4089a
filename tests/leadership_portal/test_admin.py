"""The administration of what other packages bring fits our people, who have no user name."""

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.models import Person

MOST_QUERIES = 12


@pytest.fixture
def admin(cast, client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(Person.objects.create_superuser("root@northdale.example", first_name="Root"))
    client.get("/admin/")
    return client


def test_sessions_are_found_by_address(admin, cast):
    for person in (cast.sam, cast.rob):
        UserSession.objects.create(
            user=person, ip="192.0.2.1", session_key=f"of-{person.pk}", last_seen_at=timezone.now()
        )
    found = admin.get("/admin/usersessions/usersession/", {"q": cast.sam.email})
    assert [session.user for session in found.context["cl"].result_list] == [cast.sam]


def test_no_session_is_made_or_rewritten_by_hand(admin, cast):
    admin.get("/")
    session = UserSession.objects.create(
        user=cast.sam, ip="192.0.2.1", session_key="of-sam", last_seen_at=timezone.now()
    )
    assert admin.get("/admin/usersessions/usersession/add/").status_code == 403
    page = admin.get(f"/admin/usersessions/usersession/{session.pk}/change/")
    assert list(page.context["adminform"].form.fields) == []


@pytest.mark.parametrize("which", ["add/", "{}/change/"])
def test_the_page_of_a_person_costs_little(admin, cast, which):
    address = f"/admin/directory/person/{which.format(cast.sam.pk)}"
    admin.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert admin.get(address).status_code == 200
    assert len(asked) <= MOST_QUERIES, [query["sql"][:120] for query in asked]
