"""Hannah cannot support it further: the seven questions; the reason is for the managers alone."""

from casework.models import Entry, Letter
from designation import actions
from designation.models import Review
from tests.designation import years
from tests.seven import SevenQuestions


class TestDoubt(SevenQuestions):
    model, step, actor = Review, "doubt", "hannah"
    others = ("olga", "sam", "mina", "rob", "gwen")
    told = {"mina": ["designation/review_doubted"]}
    answer = {"note": years.DOUBT}

    def make(self, cast, state=None):
        return years.review(cast, state)

    def check(self, case, cast):
        assert (case.head_supports, case.head_note) == (False, years.DOUBT)


def test_no_letter_and_no_history_tells_why(cast, client):
    case = years.review(cast)
    actions.doubt(case, by=cast.hannah, note=years.DOUBT)
    actions.conclude(case, by=cast.mina, outcome="continue")
    assert [one for one in Letter.objects.all() if years.DOUBT in one.body] == []
    assert [one for one in Entry.objects.all() if years.DOUBT in one.note] == []


def test_who_follows_in_the_post_does_not_read_why(cast, client):
    case = years.review(cast)
    actions.doubt(case, by=cast.hannah, note=years.DOUBT)
    cast.hannah.posts.update(person=cast.rob)
    client.force_login(cast.rob)
    page = client.get(case.get_absolute_url())
    assert (page.status_code, years.DOUBT in page.content.decode()) == (200, False)
