"""Sam enters days away: the seven questions, and takes them back."""

from datetime import timedelta

import pytest

from designation import actions
from designation.models import Absence
from tests.designation import stage
from tests.designation.steps import OfSamAtWork


def typed(first: int, last: int, **more) -> dict:
    """Return what is typed for days from today."""
    days = {
        "starts_on": stage.today() + timedelta(days=first),
        "ends_on": stage.today() + timedelta(days=last),
    }
    parts = ("day", "month", "year")
    return {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in parts} | more


def away(cast, case, first: int = 3, last: int = 5, **more) -> Absence:
    today = stage.today()
    days = {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}
    return actions.excuse(case, by=cast.sam, **days, **more)


class TestExcuse(OfSamAtWork):
    step, actor = "excuse", "sam"
    others = ("olga", "hannah", "rob")

    def answer_for(self, case, cast):
        return typed(3, 5, reason="Conference")

    def check(self, case, cast):
        [absence] = case.absences.all()
        first = stage.today() + timedelta(days=3)
        assert (absence.starts_on, absence.ends_on, absence.reason) == (
            first,
            first + timedelta(days=2),
            "Conference",
        )
        assert absence.history.get().history_user == cast.sam


def test_a_manager_may_enter_them_too(cast, client):
    case = stage.designation(cast, "active")
    client.force_login(cast.mina)
    assert client.post(case.page("excuse"), typed(0, 0)).status_code == 302
    assert case.absences.get().in_words.count(str(stage.today().year)) == 1


@pytest.mark.parametrize(("first", "last"), [(5, 4), (-3, -1)])
def test_days_that_cannot_be_are_refused(cast, client, first, last):
    case = stage.designation(cast, "active")
    client.force_login(cast.sam)
    assert client.post(case.page("excuse"), typed(first, last)).context["form"].errors.keys() == {"ends_on"}
    assert case.absences.count() == 0


def test_days_away_may_overlap(cast):
    case = stage.designation(cast, "active")
    away(cast, case, 3, 9)
    away(cast, case, 5, 12)
    assert case.absences.count() == 2


@pytest.mark.parametrize(
    ("name", "code"), [("sam", 302), ("mina", 302), ("hannah", 403), ("rob", 404), ("olga", 404)]
)
def test_who_may_take_them_back(cast, client, name, code):
    absence = away(cast, stage.designation(cast, "active"))
    client.force_login(getattr(cast, name))
    assert client.get(f"/designation/absences/{absence.pk}/remove/").status_code == (
        200 if code == 302 else code
    )
    assert Absence.objects.count() == 1  # looking changes nothing
    assert client.post(f"/designation/absences/{absence.pk}/remove/").status_code == code
    assert Absence.objects.count() == (0 if code == 302 else 1)
    assert [row.history_type for row in Absence.history.all()] == (["-", "+"] if code == 302 else ["+"])


def test_past_absences_are_not_shown(cast, client):
    case, today = stage.designation(cast, "active"), stage.today()
    case.absences.create(
        starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8), reason="Long ago"
    )
    away(cast, case, reason="Soon")
    for url in (case.get_absolute_url(), "/designation/mine/"):
        client.force_login(cast.sam)
        page = client.get(url).content.decode()
        assert ("Soon" in page, "Long ago" in page) == (True, False), url
