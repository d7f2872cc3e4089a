"""A deployment's half days count in the terms it lies in: taken there, moved with its visits, given back there."""

from datetime import date, timedelta

import pytest
from freezegun import freeze_time

from deployments import actions
from deployments.actions import Obstacle
from deployments.models import Deployment, TermBudget
from deployments.queries.candidates import shortlist
from deployments.queries.invariants.work import OF_WORK
from designation.models import SchoolRelease
from directory.models import Term
from tests.deployments import stage
from tests.deployments.stage import fresh

AIM = actions.Aim("One lesson structure", "Seen in every class")
AUTUMN, SPRING, SUMMER = date(2026, 9, 1), date(2027, 1, 4), date(2027, 4, 12)
# Eighty open days in spring and summer before the last day: fifty in the one, thirty in the other.
LONG = {"starts_on": date(2027, 1, 4), "ends_on": date(2027, 5, 24)}


@pytest.fixture(autouse=True)
def november(cast):
    """Name the terms of Oakfield's authority; it is a Sunday in November."""
    for season, first, last in (
        ("autumn", AUTUMN, date(2026, 12, 18)),
        ("spring", SPRING, date(2027, 3, 25)),
        ("summer", SUMMER, date(2027, 7, 16)),
    ):
        Term.objects.create(local_authority=cast.northdale, season=season, starts_on=first, ends_on=last)
    with freeze_time("2026-11-23 12:00"):
        yield


def sound() -> bool:
    return [one.name for one in OF_WORK if one.broken().exists()] == []


def proposed(cast, **terms) -> Deployment:
    values = {"half_days": 8} | LONG | terms
    request = stage.request(cast, **values)
    sam = stage.sam_leads(cast, half_days_a_term=6)
    return actions.propose(request, by=cast.mina, designation=sam, objectives=[AIM], **values)


def agreed(cast, **terms) -> Deployment:
    case = proposed(cast, **terms)
    for person in (cast.sam, cast.hannah, cast.rob):
        actions.consent(fresh(case), by=person)
    return fresh(case)


def shares(case: Deployment) -> dict[date, int]:
    return dict(case.shares.values_list("term_starts_on", "half_days"))


def taken(**whose) -> dict[date, int]:
    rows = TermBudget.objects.filter(**whose or {"school": None}, taken__gt=0)
    return dict(rows.values_list("term_starts_on", "taken"))


def test_work_over_two_terms_takes_from_both_by_their_school_days(cast):
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=6)
    case = proposed(cast)
    assert (shares(case), taken(), taken(school=cast.oakfield)) == ({SPRING: 5, SUMMER: 3},) * 3
    assert sound()
    actions.cancel(case, by=cast.mina, reason="Not needed")
    assert (shares(case), taken(), taken(school=cast.oakfield), sound()) == ({}, {}, {}, True)


def test_a_term_that_is_short_lets_the_other_hold_more(cast):
    SchoolRelease.objects.create(school=cast.oakfield, half_days_a_term=6)
    TermBudget.objects.create(school=cast.oakfield, term_starts_on=SPRING, half_days=6, taken=4)
    assert shares(proposed(cast)) == {SPRING: 2, SUMMER: 6}


def test_only_terms_that_together_are_short_forbid_it_and_are_named(cast):
    stage.sam_leads(cast, half_days_a_term=6)
    request = stage.request(cast, half_days=13, **LONG)
    words = "Not enough days: 6 left from the spring term 2027 to the summer term 2027, 6½ needed"
    assert [one.reasons for one in shortlist(request).blocked] == [[words]]
    request = stage.request(cast, half_days=12, **LONG)
    found = shortlist(request)
    assert ([one.candidate.name for one in found.possible], found.count) == (["Sam Okoro"], 1)


def test_this_term_says_nothing_of_the_next_one(cast):
    proposed(cast, half_days=6, starts_on=date(2026, 11, 24), ends_on=date(2026, 12, 18))
    assert taken() == {AUTUMN: 6}
    proposed(cast, half_days=6, starts_on=SPRING, ends_on=date(2027, 3, 25))
    assert (taken(), sound()) == ({AUTUMN: 6, SPRING: 6}, True)
    words = "Not enough days: 0 left in the spring term 2027, ½ needed"
    with pytest.raises(Obstacle, match=words):
        proposed(cast, half_days=1, starts_on=SPRING, ends_on=date(2027, 3, 25))


def plan(case: Deployment, cast, on: date, **parts):
    day = {"on": on, "morning": True, "afternoon": True} | parts
    return actions.plan(fresh(case), by=cast.sam, anyway=True, **day)


def test_a_visit_counts_in_the_term_of_its_day_and_takes_days_along(cast):
    case = agreed(cast)
    for day in (11, 12, 13):
        visit = plan(case, cast, date(2027, 5, day))
    both = {SPRING: 2, SUMMER: 6}
    assert (visit.term_starts_on, shares(case), taken(), sound()) == (SUMMER, both, both, True)


def test_no_visit_in_a_term_whose_days_are_spent(cast):
    case = agreed(cast)
    proposed(cast, half_days=3, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    plan(case, cast, date(2027, 5, 12))
    with pytest.raises(Obstacle, match="Not enough days: 0 left in the summer term 2027, ½ needed"):
        plan(case, cast, date(2027, 5, 13))
    moved = plan(case, cast, date(2027, 1, 12))
    with pytest.raises(Obstacle, match="in the summer term 2027"):
        actions.move_visit(moved, by=cast.sam, on=date(2027, 5, 14), morning=True, afternoon=True)
    assert (shares(case), sound()) == ({SPRING: 5, SUMMER: 3}, True)


def test_a_visit_moved_to_another_term_takes_its_days_along(cast):
    case = agreed(cast)
    visits = [plan(case, cast, date(2027, 1, day)) for day in (12, 13)]
    plan(case, cast, date(2027, 5, 12))
    actions.move_visit(visits[0], by=cast.sam, on=date(2027, 5, 13), morning=True, afternoon=True)
    assert (shares(case), taken(), sound()) == ({SPRING: 4, SUMMER: 4}, {SPRING: 4, SUMMER: 4}, True)


def test_work_that_ends_keeps_what_was_held_in_each_term(cast):
    case = agreed(cast)
    visit = plan(case, cast, date(2027, 1, 12))
    with freeze_time("2027-01-12 16:00"):
        actions.hold_visit(visit, by=cast.sam)
        actions.complete(fresh(case), by=cast.sam, **stage.EXIT)
    assert (shares(case), taken(), sound()) == ({SPRING: 2}, {SPRING: 2}, True)


def vary(case: Deployment, cast, **terms):
    values = {"half_days": case.half_days} | LONG | terms
    return actions.vary(fresh(case), by=cast.rob, reason="More", **values)


def test_a_change_holds_more_only_and_moves_the_days_when_all_have_agreed(cast):
    case = agreed(cast, ends_on=date(2027, 3, 25), half_days=4)
    assert shares(case) == {SPRING: 4}
    change = vary(case, cast, half_days=8, ends_on=date(2027, 7, 16))
    assert (shares(case), sound()) == ({SPRING: 4, SUMMER: 4}, True)
    for person in (cast.sam, cast.hannah):
        actions.consent_variation(fresh(change), by=person)
    assert (fresh(case).half_days, shares(case), sound()) == (8, {SPRING: 4, SUMMER: 4}, True)
    change = vary(case, cast, half_days=6, starts_on=SUMMER - timedelta(days=5), ends_on=date(2027, 7, 16))
    assert shares(case) == {SPRING: 4, SUMMER: 4}
    for person in (cast.sam, cast.hannah):
        actions.consent_variation(fresh(change), by=person)
    assert (shares(case), taken(), sound()) == ({SUMMER: 6}, {SUMMER: 6}, True)


def test_a_change_that_comes_to_nothing_or_to_less_gives_back(cast):
    case = agreed(cast)
    change = vary(case, cast, half_days=12)
    assert (shares(case), sound()) == ({SPRING: 6, SUMMER: 6}, True)
    actions.cancel_variation(change, by=cast.rob)
    assert (shares(case), sound()) == ({SPRING: 5, SUMMER: 3}, True)
    change = vary(case, cast, half_days=2)
    for person in (cast.sam, cast.hannah):
        actions.consent_variation(fresh(change), by=person)
    assert (shares(case), taken(), sound()) == ({SPRING: 1, SUMMER: 1}, {SPRING: 1, SUMMER: 1}, True)


def test_other_dates_must_find_room_in_their_terms(cast):
    case = agreed(cast, half_days=6, ends_on=date(2027, 3, 25))
    proposed(cast, half_days=6, starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 30))
    words = "Not enough days: 0 left in the summer term 2027, 3 needed"
    with pytest.raises(Obstacle, match=words):
        vary(case, cast, starts_on=SUMMER, ends_on=date(2027, 7, 16))


def test_the_pages_say_in_which_terms_the_days_count(cast, client):
    client.force_login(cast.mina)
    sam, request = stage.sam_leads(cast, half_days_a_term=6), stage.request(cast, half_days=8, **LONG)
    card = client.get(request.page("propose")).content.decode()
    assert "Spring term 2027: 3 days left · Summer term 2027: 3 days left" in card
    page = client.get(f"{request.page('propose')}{sam.pk}/").content.decode()
    lines = "Spring term 2027: 2½ days\nSummer term 2027: 1½ days"
    assert lines in page
    case = proposed(cast)
    assert lines in client.get(case.get_absolute_url()).content.decode()
