"""Hannah continues to support Sam's work by one press: the seven questions, by link, and what Sam learns of it."""

import pytest

from casework import links
from casework.lifecycle import StepNotOpen
from casework.models import Entry, Link
from designation import actions
from designation.letters.reviews import REVIEW_DOORS
from designation.models import Review
from tests.designation import years
from tests.seven import SevenQuestions


class TestSupport(SevenQuestions):
    model, step, actor = Review, "support", "hannah"
    others = ("olga", "sam", "mina", "rob", "gwen")

    def make(self, cast, state=None):
        return years.review(cast, state)

    def check(self, case, cast):
        assert (case.head_supports, case.head, case.head_at is not None) == (True, cast.hannah, True)


def test_one_press_by_link_is_enough_and_opening_it_is_none(cast, client):
    case = years.review(cast)
    token = links.token_of(links.issue(case, cast.hannah, "review", REVIEW_DOORS))
    page = client.get(f"/link/{token}/")
    case.refresh_from_db()
    ways = [
        f"/link/{token}/review-{step}/" in page.content.decode() for step in ("support", "doubt", "conclude")
    ]
    assert (page.status_code, ways, case.head_supports) == (200, [True, True, False], None)
    response = client.post(f"/link/{token}/review-support/", {}, follow=True)
    case.refresh_from_db()
    assert (response.status_code, case.head_supports) == (200, True)
    assert Entry.objects.of(case).get(step="support").channel == "link"


def test_whoever_answered_first_has_answered(cast):
    case = years.review(cast)
    stale = Review.objects.get(pk=case.pk)
    actions.support(case, by=cast.hannah)
    with pytest.raises(StepNotOpen):
        actions.doubt(stale, by=cast.hannah, note="Too late")
    case.refresh_from_db()
    assert (case.head_supports, case.head_note) == (True, "")


def test_answering_in_the_portal_closes_the_link(cast):
    case = years.review(cast)
    links.issue(case, cast.hannah, "review", REVIEW_DOORS)
    actions.support(case, by=cast.hannah)
    assert Link.objects.get().closed_at is not None


def test_the_leader_learns_that_the_head_answered_and_not_what(cast, client):
    case = years.review(cast)
    actions.doubt(case, by=cast.hannah, note=years.DOUBT)
    seen = {}
    for name in ("sam", "hannah", "mina"):
        client.force_login(getattr(cast, name))
        page = client.get(case.get_absolute_url()).content.decode()
        seen[name] = (years.DOUBT in page, "does not support" in page, "Has answered" in page)
    assert seen == {
        "sam": (False, False, True),
        "hannah": (True, False, False),
        "mina": (True, True, False),
    }
