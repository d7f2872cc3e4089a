"""Matching, without a database: blocks always win, nearer and freer is never worse, the order is always the same."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deployments.matching import (
    BLOCKS,
    PARTS,
    WEIGHTS,
    Candidate,
    Need,
    Room,
    blocks,
    half_days_left,
    match,
    rank,
    score,
    why_not,
)

pytestmark = pytest.mark.every_database

END = date(2027, 3, 31)
ALL_THE_TIME = ((date(2026, 12, 1), END),)
NEED = Need(
    areas=frozenset({1, 2}),
    phase="primary",
    language="english",
    delivery="on_site",
    half_days=4,
    starts_on=date(2027, 1, 4),
    ends_on=END,
    school=10,
    trust=5,
    easting=410_000,
    northing=490_000,
    avoided=frozenset({99}),
)
SAM = Candidate(
    pk=1,
    name="Sam Okoro",
    is_active=True,
    areas=frozenset({1, 2}),
    phases=frozenset({"primary"}),
    languages=frozenset({"en"}),
    school=20,
    easting=410_000,
    northing=490_000,
    travel_miles=30,
    rooms=(Room(date(2027, 1, 4), 50, 10, 20, "spring term 2027"),),
    assurance_until=END,
    ends_on=END,
    results=1000,
    results_total=4000,
    here=1,
    worst_here=4,
)

rooms = st.builds(
    Room,
    starts_on=st.sampled_from([date(2026, 9, 1), date(2027, 1, 4), date(2027, 4, 12)]),
    open_days=st.integers(1, 70),
    leader_left=st.integers(0, 20),
    school_left=st.none() | st.integers(0, 20),
    name=st.just("spring term 2027"),
)
candidates = st.builds(
    Candidate,
    pk=st.integers(1, 10_000),
    name=st.sampled_from(["Ann", "Bo", "Ŵyn"]),
    is_active=st.booleans(),
    areas=st.frozensets(st.integers(1, 4)),
    phases=st.frozensets(st.sampled_from(["primary", "secondary", "all_through"])),
    languages=st.frozensets(st.sampled_from(["en", "cy"])),
    school=st.integers(9, 12),
    trust=st.none() | st.integers(4, 6),
    easting=st.none() | st.integers(400_000, 480_000),
    northing=st.none() | st.integers(480_000, 500_000),
    travel_miles=st.none() | st.integers(0, 60),
    online_ok=st.booleans(),
    may_sign_in=st.booleans(),
    rooms=st.lists(rooms, min_size=1, max_size=3, unique_by=lambda room: room.starts_on).map(tuple),
    away=st.sampled_from([(), ((date(2027, 1, 11), date(2027, 1, 15)),), ALL_THE_TIME]),
    assurance_until=st.none() | st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    starts_on=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    ends_on=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    live=st.integers(0, 6),
    asked=st.integers(0, 4),
    given=st.integers(0, 60),
    results=st.just(4),
    results_total=st.integers(4, 16),
    here=st.integers(0, 2),
    worst_here=st.none() | st.integers(1, 4),
)
crowds = st.lists(candidates, max_size=6, unique_by=lambda one: one.pk)


def left(of_leader: int, of_school: int | None = None) -> tuple[Room]:
    """Return what is left of the one term in which the work lies."""
    return (Room(date(2027, 1, 4), 50, of_leader, of_school, "spring term 2027"),)


SPENT = {
    "leader_spent": "Not enough days: 1½ left in the spring term 2027, 2 needed",
    "school_spent": "The leader's school has not enough days: 1½ left in the spring term 2027, 2 needed",
}


def points(candidate: Candidate, need: Need = NEED) -> int:
    return match(need, candidate).points


def test_weights_are_one_table_of_a_hundred_and_every_part_has_words():
    assert sum(WEIGHTS.values()) == 100
    assert list(PARTS) == list(WEIGHTS)


def test_the_perfect_match_earns_everything():
    assert [(part.key, part.points) for part in score(NEED, SAM)] == list(WEIGHTS.items())
    assert blocks(NEED, SAM) == ()


@pytest.mark.parametrize(
    ("change", "block"),
    [
        ({"is_active": False}, "not_active"),
        ({"may_sign_in": False}, "account_closed"),
        ({"starts_on": date(2027, 1, 5)}, "not_begun"),
        ({"ends_on": date(2027, 3, 30)}, "term_ends"),
        ({"rooms": left(3)}, "leader_spent"),
        ({"rooms": left(10, 3)}, "school_spent"),
        ({"away": ALL_THE_TIME}, "absent"),
        ({"assurance_until": None}, "assurance_lapsed"),
        ({"assurance_until": date(2027, 3, 30)}, "assurance_lapsed"),
        ({"school": 10}, "same_school"),
        ({"trust": 5}, "same_trust"),
        ({"pk": 99}, "avoided"),
        ({"asked": 3}, "asked_lately"),
    ],
)
def test_each_block_alone_forbids_and_says_so(change, block):
    blocked = match(NEED, replace(SAM, **change))
    words = SPENT.get(block, str(BLOCKS[block]))
    assert (blocked.blocks, blocked.is_possible, blocked.reasons) == ((block,), False, [words])


def test_no_trust_on_both_sides_is_no_conflict():
    assert blocks(replace(NEED, trust=None), replace(SAM, trust=None)) == ()


def test_a_school_without_a_limit_of_its_own_does_not_block():
    free = replace(SAM, rooms=left(10))
    assert (blocks(NEED, free), half_days_left(free.rooms)) == ((), 10)


@pytest.mark.parametrize(
    ("change", "part", "earned", "words"),
    [
        ({"areas": frozenset({1})}, "area", 18, "Leads in some of the areas asked for"),
        ({"areas": frozenset()}, "area", 0, "Leads in none of the areas asked for"),
        ({"phases": frozenset({"secondary"})}, "phase", 0, "Another phase"),
        ({"phases": frozenset({"all_through"})}, "phase", 8, "Knows part of this phase"),
        ({"languages": frozenset({"cy"})}, "language", 0, "Does not work in the language asked for"),
        ({"easting": 410_000 + 16_093}, "distance", 11, "10 miles"),
        ({"easting": 410_000 + 1_609}, "distance", 15, "1 mile"),
        (
            {"easting": 410_000 + 16_093, "travel_miles": 9},
            "distance",
            0,
            "10 miles: further than they travel",
        ),
        ({"easting": None}, "distance", 0, "The distance is not known"),
        ({"rooms": left(5)}, "days_left", 2, "Days left in the spring term 2027: 2½"),
        ({"rooms": left(1)}, "days_left", 0, "Days left in the spring term 2027: ½"),
        ({"given": 5}, "fair_share", 4, "Days agreed in the last twelve months: 2½"),
        ({"given": 0}, "fair_share", 5, "No deployment in the last twelve months"),
        ({"results": 2, "results_total": 2}, "results", 3, "Too few evaluations to say anything yet"),
        ({"results": 3, "results_total": 6}, "results", 2, "2.0 of 4 over 3 evaluations"),
        ({"here": 0}, "known_here", 0, "Has not worked at this school"),
        ({"worst_here": 2}, "known_here", 0, "Has worked at this school, not always to its satisfaction"),
        ({"worst_here": None}, "known_here", 5, "Has worked at this school before"),
        ({"live": 2}, "load", 2, "Other deployments at the moment: 2"),
    ],
)
def test_each_part_says_what_it_earned_and_why(change, part, earned, words):
    found = {one.key: one for one in score(NEED, replace(SAM, **change))}[part]
    assert (found.points, found.words) == (earned, words)


def test_online_work_makes_the_distance_nothing():
    far = replace(SAM, easting=900_000, online_ok=True)
    online = {one.key: one for one in score(replace(NEED, delivery="either"), far)}["distance"]
    assert (online.points, online.words) == (15, "Can be done online")


@given(crowds, st.randoms())
def test_the_order_does_not_depend_on_the_order(crowd, chance):
    shuffled = list(crowd)
    chance.shuffle(shuffled)
    assert rank(NEED, shuffled) == rank(NEED, crowd)


@given(crowds)
def test_blocks_always_win(crowd):
    found = [one.is_possible for one in rank(NEED, crowd)]
    assert found == sorted(found, reverse=True)


@given(crowds)
def test_everybody_is_there_once_and_explained(crowd):
    found = rank(NEED, crowd)
    assert sorted(one.candidate.pk for one in found) == sorted(one.pk for one in crowd)
    assert all(part.words and 0 <= part.points <= part.most for one in found for part in one.parts)


@given(candidates, st.integers(0, 200_000), st.integers(0, 200_000))
def test_nearer_is_never_worse(candidate, one, other):
    near, far = sorted((one, other))
    at = {"northing": NEED.northing, "travel_miles": None}
    nearer = replace(candidate, easting=NEED.easting + near, **at)
    assert points(nearer) >= points(replace(nearer, easting=NEED.easting + far))


def with_more(rooms: tuple[Room, ...], more: int) -> tuple[Room, ...]:
    return tuple(room._replace(leader_left=room.leader_left + more) for room in rooms)


@given(candidates, st.integers(0, 20))
def test_more_days_left_are_never_worse(candidate, more):
    assert points(replace(candidate, rooms=with_more(candidate.rooms, more))) >= points(candidate)


@given(candidates, st.integers(1, 5))
def test_more_work_is_never_better(candidate, more):
    assert points(replace(candidate, live=candidate.live + more)) <= points(candidate)


@given(candidates)
def test_another_area_asked_for_is_never_worse(candidate):
    assert points(replace(candidate, areas=candidate.areas | {1, 2})) >= points(candidate)


def test_a_preferred_leader_stands_before_better_ones_but_not_before_blocks():
    mei = replace(SAM, pk=2, name="Mei Tan", live=4)
    wanted = replace(NEED, preferred=2)
    assert [one.candidate.name for one in rank(wanted, [SAM, mei])] == ["Mei Tan", "Sam Okoro"]
    spent = replace(mei, rooms=left(0))
    assert [one.candidate.name for one in rank(wanted, [SAM, spent])] == ["Sam Okoro", "Mei Tan"]


def test_why_not_answers_for_the_blocked_the_worse_and_the_equal():
    mei, ann = replace(SAM, pk=2, name="Mei Tan", live=2), replace(SAM, pk=3, name="Zoë Ashe")
    ida = replace(SAM, pk=4, name="Ida Fry", away=ALL_THE_TIME)
    found = rank(NEED, [SAM, mei, ann, ida])
    best, by_pk = found[0], {one.candidate.pk: one for one in found}
    assert why_not(by_pk[1], best) == []
    assert why_not(by_pk[2], best) == ["Work under way: Other deployments at the moment: 2"]
    assert why_not(by_pk[3], best) == ["Just as good, but after Sam Okoro in order"]
    assert why_not(by_pk[4], best) == ["Away in the weeks asked for"]
    assert why_not(by_pk[1], None) == []


@given(candidates)
def test_few_evaluations_speak_neither_for_nor_against(candidate):
    few = [replace(candidate, results=2, results_total=total) for total in (2, 8)]
    assert {points(one) for one in few} == {points(replace(candidate, results=0, results_total=0))}


@given(candidates, st.lists(st.integers(1, 3), min_size=3, max_size=20))
def test_better_evaluations_are_never_worse(candidate, results):
    better = [one + 1 for one in results]
    seen = [replace(candidate, results=len(one), results_total=sum(one)) for one in (results, better)]
    assert points(seen[0]) <= points(seen[1])


@given(candidates, st.integers(1, 30))
def test_who_gave_more_lately_is_never_preferred_for_it(candidate, more):
    assert points(replace(candidate, given=candidate.given + more)) <= points(candidate)
