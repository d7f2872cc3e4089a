"""Sam appeals against not being shortlisted: the seven questions, once, and until midnight on the last day."""

from datetime import timedelta

import pytest

from casework.models import Entry, Letter
from designation.models import Appeal, Application
from directory.calendar import add_working_days, said
from tests.designation import stage
from tests.seven import SevenQuestions

TYPED = {"grounds": stage.GROUNDS}


class TestAppeal(SevenQuestions):
    model, step, actor = Application, "appeal", "sam"
    others = ("olga", "hannah", "rob", "mina")
    answer = TYPED
    told = {"sam": ["designation/appeal_received"], "mina": ["designation/appeal_lodged"]}

    def make(self, cast, state=None):
        return stage.application(cast, state or "not_shortlisted")

    def check(self, case, cast):
        lodged = Appeal.objects.get(application=case)
        assert (lodged.against, lodged.grounds, lodged.is_upheld) == ("not_shortlisted", stage.GROUNDS, None)


def test_an_applicant_turned_down_after_the_interview_may_appeal_too(cast, client):
    case = stage.application(cast, "unsuccessful")
    client.force_login(cast.sam)
    assert client.post(case.page("appeal"), TYPED).status_code == 302
    assert Appeal.objects.get().against == "unsuccessful"


def test_the_letters_name_the_day_by_which_it_is_decided(cast, client):
    case = stage.application(cast, "not_shortlisted")
    client.force_login(cast.sam)
    client.post(case.page("appeal"), TYPED)
    day = said(add_working_days(stage.today(), 20))
    assert [day in letter.body for letter in Letter.objects.all()] == [True, True]


def test_the_grounds_reach_neither_the_history_nor_the_managers_letter(cast, client):
    case = stage.application(cast, "not_shortlisted")
    client.force_login(cast.sam)
    client.post(case.page("appeal"), TYPED)
    assert Entry.objects.get(step="appeal").note == ""
    assert [letter.name for letter in Letter.objects.filter(body__contains=stage.GROUNDS)] == []


def test_a_day_late_is_late_but_nothing_typed_is_lost(cast, client):
    case = stage.application(cast, "not_shortlisted", appeal_by=stage.today() - timedelta(days=1))
    client.force_login(cast.sam)
    page = client.post(case.page("appeal"), TYPED).content.decode()
    assert ("The time to appeal ended at midnight" in page, stage.GROUNDS in page) == (True, True)
    assert (client.get(case.page("appeal")).status_code, Appeal.objects.count()) == (409, 0)


def test_whoever_was_never_given_a_window_has_none(cast, client):
    case = stage.application(cast, "not_shortlisted", appeal_by=None)
    client.force_login(cast.sam)
    assert client.post(case.page("appeal"), TYPED).status_code == 403


@pytest.mark.parametrize("words", [0, 301])
def test_the_grounds_have_a_measure(cast, client, words):
    case = stage.application(cast, "not_shortlisted")
    client.force_login(cast.sam)
    assert client.post(case.page("appeal"), {"grounds": "word " * words}).status_code == 200
    assert Appeal.objects.count() == 0


def test_one_may_appeal_once(cast, client):
    case = stage.application(cast, "unsuccessful")
    stage.appeal(case, hearers=[cast.rob], is_upheld=True)
    client.force_login(cast.sam)
    assert client.post(case.page("appeal"), TYPED).status_code == 403


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sam", "You may appeal until midnight on"),
        ("mina", "An appeal is possible until midnight on"),
    ],
)
def test_the_page_says_until_when(cast, client, name, sentence):
    case = stage.application(cast, "not_shortlisted")
    client.force_login(getattr(cast, name))
    assert f"{sentence} {said(stage.today())}" in client.get(case.get_absolute_url()).content.decode()
