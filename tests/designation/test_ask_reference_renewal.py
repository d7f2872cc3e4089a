"""Mina asks the head again for the reference of Sam's renewal: the seven questions, while it is missing, once a day."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casework.models import Entry, Letter, Link
from designation.models import Renewal
from directory.models import Post
from tests import factories
from tests.designation import years
from tests.seven import SevenQuestions


class TestAskReference(SevenQuestions):
    model, step, actor = Renewal, "ask_reference", "mina"
    others = ("olga", "hannah", "rob", "sam", "gwen")
    told = {"hannah": ["designation/renewal_reference_requested"]}

    def make(self, cast, state=None):
        return years.renewal(cast, state, referred=False)

    def check(self, case, cast):
        assert Link.objects.get(purpose="renewal_reference").person == cast.hannah


def test_what_has_been_given_is_not_asked_for(cast, client):
    case = years.renewal(cast, "submitted")
    client.force_login(cast.mina)
    assert client.post(case.page("ask_reference")).status_code == 403


def test_nobody_is_asked_twice_a_day(cast, client):
    case = years.renewal(cast, referred=False)
    client.force_login(cast.mina)
    codes = [client.post(case.page("ask_reference")).status_code for _ in range(2)]
    assert (codes, Letter.objects.count()) == ([302, 409], 1)
    entries = Entry.objects.of(case).filter(step="ask_reference")
    entries.update(at=entries.get().at - timedelta(days=1, hours=1))
    assert client.post(case.page("ask_reference")).status_code == 302


def test_where_nobody_answers_the_page_says_how_to_mend_it(cast, client):
    case = years.renewal(cast, referred=False)
    Post.objects.filter(school=cast.oakfield).exclude(person=cast.sam).delete()
    client.force_login(cast.mina)
    page = client.post(case.page("ask_reference")).content.decode()
    assert "Enter the school’s head or chair of governors first." in page
    assert Letter.objects.count() == 0


def cells(client) -> list[dict]:
    """Return what the managers' list says of the reference of each renewal."""
    rows = client.get(reverse("designation:renewals")).context["rows"]
    return [cell for row in rows for cell in row["cells"] if cell["label"] == "Reference"]


@pytest.mark.parametrize(("state", "referred", "asks"), [("open", False, True), ("submitted", True, False)])
def test_the_list_leads_to_asking_again_where_a_reference_is_missing(cast, client, state, referred, asks):
    case = years.renewal(cast, state, referred=referred)
    client.force_login(cast.mina)
    [cell] = cells(client)
    assert (cell["text"] == "Not received: ask again", cell.get("url") == case.page("ask_reference")) == (
        asks,
        asks,
    )
    if asks:
        client.post(case.page("ask_reference"))
        assert cells(client) == [{"label": "Reference", "text": "Asked again today"}]


def test_a_manager_who_leads_does_not_ask_for_their_own(cast, client):
    case = years.renewal(cast, referred=False)
    factories.PostFactory(person=cast.sam, school=None, role=Post.Role.ALLIANCE_MANAGER)
    client.force_login(cast.sam)
    assert client.get(case.page("ask_reference")).status_code == 403
    assert cells(client) == [{"label": "Reference", "text": "Not received yet"}]


def test_the_list_costs_the_same_for_one_and_thirty(cast, client):
    client.force_login(cast.mina)
    client.get(reverse("designation:renewals"))
    counts = []
    for more in (1, 29):
        for _n in range(more):
            Renewal.objects.create(designation=factories.DesignationFactory())
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("designation:renewals"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
