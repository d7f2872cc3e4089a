"""Schools hear that they have money to claim, and are reminded of a question; what waits in the office has its day."""

from datetime import date, timedelta

import pytest
from freezegun import freeze_time

from casework.models import Letter
from deployments import tasks
from deployments.models import Claim
from deployments.queries.home import awaiting
from deployments.queries.settling import answer_due_on
from directory.calendar import add_working_days
from directory.models import Person
from tests import factories
from tests.deployments import stage


def letters(name: str) -> list[str]:
    found = Letter.objects.filter(name=f"deployments/{name}").order_by("pk")
    return [one.to.first_name for one in found]


@pytest.fixture
def autumn(cast) -> Claim:
    """Oakfield's claim of an autumn that ends on Friday, 18 December 2026."""
    factories.TermFactory(local_authority=cast.northdale)
    with freeze_time("2026-11-02 10:00"):
        return stage.claim(cast, term_starts_on=date(2026, 9, 1))


def test_a_school_is_told_when_the_term_is_over_and_asked_again_once(cast, autumn):
    for day, told in [("12-18", 0), ("12-19", 0), ("12-21", 1), ("12-22", 1)]:
        with freeze_time(f"2026-{day} 10:00"):
            tasks.remind_of_claims()
        assert letters("claim_submission_due") == ["Hannah"] * told, day
    for _twice in range(2):
        with freeze_time("2027-01-25 10:00"):
            tasks.remind_of_claims()
    assert letters("claim_submission_due") == ["Hannah"] * 2


def test_there_is_nothing_to_tell_of_a_claim_without_money(cast, autumn):
    Claim.objects.update(total_pence=0)
    with freeze_time("2026-12-21 10:00"):
        assert tasks.remind_of_claims() == 0


def test_a_question_is_asked_again_by_itself(cast):
    claim = stage.claim(cast, "queried")
    first = add_working_days(stage.today(), 5)
    for day, told in [(first - timedelta(days=1), 0), (first, 1), (answer_due_on(claim), 2)]:
        with freeze_time(f"{day} 10:00"):
            tasks.remind_of_claims()
        assert letters("claim_query_due") == ["Hannah"] * told


def test_what_waits_has_its_day(cast):
    submitted, approved, queried = (
        stage.claim(cast, state) for state in ("submitted", "approved", "queried")
    )
    due = {task.url: task.due_on for task in awaiting(Person.objects.get(pk=cast.fay.pk), stage.today())}
    assert due == {
        submitted.page("detail"): add_working_days(stage.today(), 5),
        approved.page("pay"): stage.today() + timedelta(days=28),
    }
    mine = awaiting(Person.objects.get(pk=cast.hannah.pk), stage.today())
    assert [task.due_on for task in mine if task.url == queried.get_absolute_url()] == [
        add_working_days(stage.today(), 10)
    ]
