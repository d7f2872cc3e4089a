"""Sam writes the renewal, now and later: the seven questions; areas no longer offered are named."""

from datetime import timedelta

from designation.models import Renewal
from tests.designation import years
from tests.factories import AreaFactory
from tests.seven import SevenQuestions


class TestWrite(SevenQuestions):
    model, step, actor = Renewal, "write", "sam"
    others = ("olga", "hannah", "mina", "rob")

    def make(self, cast, state=None):
        return years.renewal(cast, state)

    def answer_for(self, case, cast):
        area = case.designation.areas.first().pk
        return {"impact": "Maths rose.", "plans": "Science.", "areas": [area], "half_days_a_term": "4.5"}

    def check(self, case, cast):
        assert (case.impact, case.plans, case.half_days_a_term) == ("Maths rose.", "Science.", 9)
        assert list(case.areas.all()) == list(case.designation.areas.all())


def test_it_may_be_left_half_written(cast, client):
    case = years.renewal(cast)
    client.force_login(cast.sam)
    client.post(case.page("write"), {"impact": "Only this."})
    case.refresh_from_db()
    assert (case.impact, case.plans, case.half_days_a_term, case.areas.count()) == ("Only this.", "", None, 0)


def test_too_many_words_are_kept_and_counted(cast, client):
    case = years.renewal(cast)
    client.force_login(cast.sam)
    page = client.post(case.page("write"), {"impact": "word " * 302}).content.decode()
    assert ("Cut 2 words" in page, page.count("word word word") > 0) == (True, True)


def test_an_area_no_longer_offered_is_named_and_cannot_be_kept(cast, client):
    case = years.renewal(cast)
    gone = AreaFactory(name="Latin", active_to=years.today() - timedelta(days=1))
    case.designation.areas.add(gone)
    client.force_login(cast.sam)
    assert b"so they end with this term: Latin" in client.get(case.page("write")).content
    page = client.post(case.page("write"), {"areas": [gone.pk]})
    assert (page.status_code, "areas" in page.context["form"].errors) == (200, True)
