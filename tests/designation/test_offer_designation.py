"""Sam says when he is free and what he offers: the seven questions."""

from designation.models import Designation
from tests.designation import stage
from tests.designation.steps import OfSam

OFFER = {
    "days_of_week": ["3", "1"],
    "travel_miles": "12",
    "online_ok": "no",
    "languages": ["en", "cy"],
    "phases": ["primary", "special"],
}


class TestOffer(OfSam):
    model, step, actor, answer = Designation, "offer", "sam", OFFER
    others = ("olga", "hannah", "rob", "mina")

    def check(self, case, cast):
        assert (case.days_of_week, case.travel_miles, case.online_ok, case.languages, case.phases) == (
            [1, 3],
            12,
            False,
            ["en", "cy"],
            ["primary", "special"],
        )


def test_the_form_shows_what_is_offered_now(cast, client):
    case = stage.designation(cast, "active", days_of_week=[4], travel_miles=31)
    client.force_login(cast.sam)
    form = client.get(case.page("offer")).context["form"]
    assert (form["days_of_week"].value(), form["travel_miles"].value()) == ([4], 31)


def test_an_empty_form_says_what_is_missing_and_changes_nothing(cast, client):
    case = stage.designation(cast, "active", travel_miles=31)
    client.force_login(cast.sam)
    form = client.post(case.page("offer"), {}).context["form"]
    assert sorted(form.errors) == ["days_of_week", "languages", "online_ok", "phases", "travel_miles"]
    case.refresh_from_db()
    assert case.travel_miles == 31


def test_the_form_promises_of_the_days_of_the_week_no_more_than_is_kept(cast, client):
    case = stage.designation(cast, "active", days_of_week=[4])
    client.force_login(cast.sam)
    assert "rule nothing out" in client.get(case.page("offer")).content.decode()
