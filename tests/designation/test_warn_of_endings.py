"""Leader, head and managers are told 12, 6 and 3 months before a term ends: each once, and never what is past."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest

from casework import letters
from casework.models import Letter
from designation import actions, tasks
from designation.models import Designation
from designation.queries.renewals import endings_due
from designation.terms import runway
from tests import factories
from tests.designation import stage, years

ENDS = date(2030, 8, 31)


@pytest.fixture
def case(cast):
    return stage.designation(cast, "active", starts_on=date(2026, 9, 1), ends_on=ENDS)


@pytest.mark.parametrize(
    ("on", "months"),
    [
        (date(2029, 8, 30), None),
        (date(2029, 8, 31), 12),
        (date(2030, 2, 27), 12),
        (date(2030, 2, 28), 6),
        (date(2030, 5, 31), 3),
        (date(2030, 8, 31), 3),
        (date(2030, 9, 1), None),
    ],
)
def test_only_the_latest_milestone_counts(case, on, months):
    days = dict(zip((12, 6, 3), runway(ENDS), strict=True))
    assert [day for _one, day in endings_due(on)] == ([days[months]] if months else [])


def test_each_is_told_once_a_milestone_also_when_nights_were_missed(case):
    first, _second, third = runway(ENDS)
    told = [
        actions.warn_of_endings(day)
        for day in (first + timedelta(days=40), first + timedelta(days=41), third, third + timedelta(days=1))
    ]
    assert told == [1, 0, 1, 0]


def test_leader_head_and_managers_are_told(cast, case):
    actions.warn_of_endings(date(2030, 3, 1))
    told = sorted(
        (one.to.first_name, one.name, "Saturday 31 August 2030" in one.body) for one in Letter.objects.all()
    )
    assert told == [
        ("Hannah", "designation/staff_term_ending", True),
        ("Mina", "designation/terms_ending", True),
        ("Sam", "designation/term_ending", True),
    ]


def test_managers_get_one_letter_for_all(cast, case):
    factories.DesignationFactory(starts_on=date(2026, 9, 1), ends_on=ENDS, home_school=cast.brookside)
    actions.warn_of_endings(date(2030, 3, 1))
    letter = Letter.objects.get(to=cast.mina)
    assert letter.body.count("Saturday 31 August 2030") == 2


def test_who_renews_already_is_asked_to_finish(cast):
    case = years.leader(cast, left=170)
    actions.begin_renewal(case, by=cast.sam)
    actions.warn_of_endings(years.today())
    letter = Letter.objects.get(to=cast.sam, name="designation/term_ending")
    assert ("your renewal is complete" in letter.body, "begin your renewal" in letter.body) == (True, False)


@pytest.mark.parametrize("state", Designation.State.values)
def test_every_live_designation_is_warned_of_and_no_other(cast, state):
    years.leader(cast, left=100, state=state)
    assert actions.warn_of_endings(years.today()) == (state in Designation.LIVE)


INVITED = ("begin your renewal", "asks for another term", "your renewal is complete")


def told_of(case) -> dict[str, Letter]:
    """Return the letters of this night by first name, with the invitations to renew each of them holds."""
    actions.warn_of_endings(years.today())
    return {one.to.first_name: one for one in Letter.objects.all()}


def invitations(letter: Letter) -> list[str]:
    return [words for words in INVITED if words in letter.body]


def test_who_was_turned_down_is_not_asked_to_begin_a_renewal(cast):
    told = told_of(years.renewal(cast, "declined").designation)
    assert [invitations(told[name]) for name in ("Sam", "Hannah")] == [[], []]
    assert "Your renewal was not granted, so no further term follows." in told["Sam"].body
    assert "It is not renewed for another term." in told["Hannah"].body
    assert "(will not be renewed)" in told["Mina"].body


def test_the_suspended_are_told_what_the_suspension_means_for_another_term(cast):
    told = told_of(years.leader(cast, left=100, state="suspended", suspended_for="own_wish"))
    assert [invitations(told[name]) for name in ("Sam", "Hannah")] == [[], []]
    said = "While it is suspended it cannot be renewed."
    assert [said in told[name].body for name in ("Sam", "Hannah")] == [True, True]
    assert "(suspended)" in told["Mina"].body


def test_the_suspended_who_renew_are_asked_to_finish(cast):
    case = years.leader(cast, left=100, state="suspended", suspended_for="own_wish")
    years.renewal(cast, designation=case)
    assert invitations(told_of(case)["Sam"]) == ["your renewal is complete"]


def test_suspended_before_the_letter_left_it_still_leaves(cast):
    case = years.leader(cast, left=100)
    actions.warn_of_endings(years.today())
    actions.suspend(case, by=cast.mina, suspended_for="own_wish")
    letters.deliver_due()
    assert not Letter.objects.filter(status=Letter.Status.DROPPED).exists()


def test_who_is_not_active_yet_is_told_what_is_missing_and_not_of_a_renewal(cast):
    years.leader(cast, left=100, state="designated", agreement_signed_on=years.today())
    actions.warn_of_endings(years.today())
    told = {one.to.first_name: one for one in Letter.objects.all()}
    assert {name: one.name for name, one in told.items()} == {
        "Sam": "designation/unready_ending",
        "Hannah": "designation/staff_unready_ending",
        "Mina": "designation/terms_ending",
    }
    missing = ["sign your agreement", "induction and core training"]
    assert [words in told["Sam"].body for words in missing] == [False, True]
    assert "(not active yet)" in told["Mina"].body


def test_activated_before_the_letter_left_it_is_dropped(cast):
    done = {"agreement_signed_on": years.today(), "induction_done_on": years.today()}
    case = years.leader(cast, left=100, state="designated", **done)
    actions.warn_of_endings(years.today())
    actions.activate(case, by=cast.mina)
    letters.deliver_due()
    dropped = Letter.objects.filter(status=Letter.Status.DROPPED).values_list("name", flat=True)
    assert sorted(dropped) == ["designation/staff_unready_ending", "designation/unready_ending"]


def test_on_working_days_only(cast):
    years.leader(cast, left=100)
    with patch("designation.tasks.is_working_day", return_value=False):
        tasks.warn_of_endings()
    assert Letter.objects.count() == 0
    with patch("designation.tasks.is_working_day", return_value=True):
        tasks.warn_of_endings()
    assert Letter.objects.count() == 3


def test_renewed_before_the_letter_left_it_is_dropped(cast):
    case = years.leader(cast, left=100)
    actions.warn_of_endings(years.today())
    renewal = years.renewal(cast, "submitted", designation=case)
    actions.renew(renewal, by=cast.mina, half_days_a_term=6)
    letters.deliver_due()
    dropped = Letter.objects.filter(status=Letter.Status.DROPPED).values_list("name", flat=True)
    assert sorted(dropped) == ["designation/staff_term_ending", "designation/term_ending"]
