"""Mina asks the head again for Sam's assurance: the seven questions, only while it is due, and once a day."""

from datetime import timedelta

import pytest

from casework.models import Entry, Letter
from directory.models import Post
from tests.designation import stage
from tests.designation.steps import OfSam


class TestAskAssurance(OfSam):
    step, actor = "ask_assurance", "mina"
    others = ("olga", "hannah", "rob", "sam")
    told = {"hannah": ["designation/assurance_requested"]}

    def make(self, cast, state=None):
        return stage.designation(cast, state or "active", assurance_until=None, assurance_by=None)


@pytest.mark.parametrize(("days", "code"), [(None, 302), (-1, 302), (60, 302), (61, 403)])
def test_it_is_asked_for_while_it_is_due(cast, client, days, code):
    until = None if days is None else stage.today() + timedelta(days=days)
    case = stage.designation(cast, "active", assurance_until=until, assurance_by=cast.hannah)
    client.force_login(cast.mina)
    assert client.post(case.page("ask_assurance")).status_code == code


def test_nobody_is_asked_twice_a_day(cast, client):
    case = stage.designation(cast, "active", assurance_until=None, assurance_by=None)
    client.force_login(cast.mina)
    codes = [client.post(case.page("ask_assurance")).status_code for _ in range(2)]
    assert (codes, Letter.objects.count()) == ([302, 409], 1)
    entries = Entry.objects.of(case).filter(step="ask_assurance")
    at = entries.get().at - timedelta(days=1, hours=1)
    entries.update(at=at)
    assert client.post(case.page("ask_assurance")).status_code == 302


def test_where_nobody_answers_the_page_says_how_to_mend_it(cast, client):
    case = stage.designation(cast, "active", assurance_until=None, assurance_by=None)
    Post.objects.filter(school=cast.oakfield).exclude(person=cast.sam).delete()
    client.force_login(cast.mina)
    page = client.post(case.page("ask_assurance")).content.decode()
    assert "Enter the school’s head or chair of governors first." in page
    assert Letter.objects.count() == 0
