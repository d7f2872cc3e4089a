"""Scarce leaders for several needs at once: nobody blocked, no day twice, and never worse than by hand."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from deployments.matching import ASKED_OFTEN, Ask, Candidate, Match, Part, Room, assign
from deployments.matching.assignment import MET, Pair, pairs_of, total, worth

TERM, NEXT = date(2026, 9, 1), date(2027, 1, 4)


class Leader(NamedTuple):
    """A leader as these stories need one."""

    pk: int
    left: int = 20
    school: int = 1
    school_left: int | None = None
    asked: int = 0


def fit(leader: Leader, points: int, *, blocked: bool = False, preferred: bool = False) -> Match:
    candidate = Candidate(
        pk=leader.pk,
        name=f"Leader {leader.pk}",
        is_active=True,
        areas=frozenset(),
        phases=frozenset(),
        languages=frozenset(),
        school=leader.school,
        rooms=(Room(TERM, 1, leader.left, leader.school_left),),
        asked=leader.asked,
    )
    part = Part("area", points, 100, "", {})
    return Match(candidate, ("avoided",) if blocked else (), (part,), None, preferred)


def ask(key: int, *matches: Match, half_days: int = 4, term: date = TERM) -> Ask:
    best_first = sorted(matches, key=lambda one: (not one.is_possible, -worth(one), one.candidate.pk))
    return Ask(key, half_days, [in_term(one, term) for one in best_first])


def in_term(match: Match, *terms: date) -> Match:
    """Return a match of work that lies in these terms, with as many days left in each."""
    rooms = tuple(match.candidate.rooms[0]._replace(starts_on=term) for term in terms)
    return replace(match, candidate=replace(match.candidate, rooms=rooms))


def who(asks: list[Ask]) -> dict[int, int | None]:
    return {one.key: one.match.candidate.pk if one.match else None for one in assign(asks)}


def test_the_one_leader_of_two_goes_where_nobody_else_can():
    one, two = Leader(1, left=4), Leader(2, left=4)
    asks = [ask(10, fit(one, 90), fit(two, 80)), ask(11, fit(one, 85))]
    assert who(asks) == {10: 2, 11: 1}
    first = assign(asks)[0]
    assert (first.place, first.taken_by) == (2, (("Leader 1", 11),))


def test_a_leader_with_days_for_both_goes_to_both():
    asks = [ask(10, fit(Leader(1, left=8), 90)), ask(11, fit(Leader(1, left=8), 60))]
    assert who(asks) == {10: 1, 11: 1}
    asks = [one._replace(half_days=5) for one in asks]
    assert who(asks) == {10: 1, 11: None}


def test_days_of_another_term_are_others():
    one = Leader(1, left=4)
    assert who([ask(10, fit(one, 90)), ask(11, fit(one, 60), term=NEXT)]) == {10: 1, 11: 1}


def test_work_in_two_terms_takes_its_share_of_each():
    both = in_term(fit(Leader(1, left=4), 90), TERM, NEXT)
    autumn = fit(Leader(1, left=4), 60)
    long = Ask(10, 6, [both])
    assert who([long, ask(11, autumn, half_days=1)]) == {10: 1, 11: 1}
    assert who([long, ask(11, autumn, half_days=2)]) == {10: 1, 11: None}


def test_two_leaders_of_one_school_share_what_the_school_has_left():
    one, two = Leader(1, school=5, school_left=4), Leader(2, school=5, school_left=4)
    other = Leader(3, school=6)
    assert who([ask(10, fit(one, 90)), ask(11, fit(two, 80))]) == {10: 1, 11: None}
    assert who([ask(10, fit(one, 90)), ask(11, fit(two, 80), fit(other, 20))]) == {10: 1, 11: 3}


def test_nobody_is_asked_more_often_than_the_block_allows():
    one = Leader(1, left=40, asked=ASKED_OFTEN - 1)
    assert who([ask(10, fit(one, 60)), ask(11, fit(one, 90))]) == {10: None, 11: 1}


def test_the_leader_a_school_asked_for_goes_there():
    one, two = Leader(1, left=4), Leader(2, left=4)
    asks = [ask(10, fit(one, 50, preferred=True), fit(two, 60)), ask(11, fit(one, 90), fit(two, 40))]
    assert who(asks) == {10: 1, 11: 2}


def test_what_doing_without_would_cost_is_said_for_all_together():
    one, two = Leader(1, left=4), Leader(2, left=4)
    asks = [ask(10, fit(one, 90), fit(two, 80)), ask(11, fit(one, 85), fit(two, 40))]
    first, second = assign(asks)
    assert (first.match.candidate.pk, first.second.candidate.pk, first.cost, first.fewer) == (2, 1, 35, 0)
    assert (second.match.candidate.pk, second.second.candidate.pk, second.cost) == (1, 2, 35)
    (alone,) = assign(asks[:1])
    assert (alone.second.candidate.pk, alone.cost, alone.fewer) == (2, 10, 0)
    (only,) = assign([ask(10, fit(one, 90))])
    assert (only.second, only.fewer) == (None, 1)


def test_nobody_possible_is_nobody():
    assert who([ask(10, fit(Leader(1), 90, blocked=True)), ask(11)]) == {10: None, 11: None}
    assert assign([]) == []


@st.composite
def several(draw) -> list[Ask]:
    """Some needs and some leaders, with days that do not reach for all and schools that share them."""
    schools = {number: draw(st.none() | st.integers(0, 8)) for number in range(3)}
    leaders = []
    for pk in range(draw(st.integers(1, 5))):
        school = draw(st.sampled_from(sorted(schools)))
        left, asked = draw(st.integers(0, 10)), draw(st.integers(0, ASKED_OFTEN))
        leaders.append(Leader(pk, left, school, schools[school], asked))
    asks = []
    for key in range(draw(st.integers(0, 6))):
        weighed = draw(st.lists(st.sampled_from(leaders), unique=True))
        matches = [
            fit(one, draw(st.integers(0, 100)), blocked=draw(st.booleans()), preferred=draw(st.booleans()))
            for one in weighed
        ]
        asks.append(
            ask(key, *matches, half_days=draw(st.integers(1, 6)), term=draw(st.sampled_from([TERM, NEXT])))
        )
    return asks


def chosen(asks: list[Ask]) -> dict[int, Pair]:
    """Return what was assigned as pairs, by the number of the ask."""
    pairs = {(pair.number, pair.one): pair for pair in pairs_of(asks)}
    found = ((number, one.match) for number, one in enumerate(assign(asks)))
    return {
        number: pairs[number, list(asks[number].matches).index(match)] for number, match in found if match
    }


def keeps_every_purse(pairs: Iterable[Pair]) -> bool:
    taken: Counter = Counter()
    for pair in pairs:
        taken.update({purse: much for purse, much, _there in pair.takes})
    return all(taken[purse] <= there for pair in pairs for purse, _much, there in pair.takes)


def best_of_all(asks: list[Ask]) -> int:
    """Return the most any choice can be worth, by trying every one."""
    of_each: list[list[Pair | None]] = [[None] for _one in asks]
    for pair in pairs_of(asks):
        of_each[pair.number].append(pair)
    choices = ([pair for pair in choice if pair] for choice in product(*of_each))
    return max(sum(pair.worth for pair in choice) for choice in choices if keeps_every_purse(choice))


@given(several())
def test_nobody_blocked_goes_anywhere_and_no_budget_is_overdrawn(asks):
    assert all(one.match is None or one.match.is_possible for one in assign(asks))
    assert keeps_every_purse(list(chosen(asks).values()))


@given(several())
def test_no_other_choice_meets_more_requests_or_earns_more_points(asks):
    assert total(chosen(asks)) == best_of_all(asks)


@given(several())
def test_what_doing_without_somebody_costs_is_what_the_best_other_choice_is_short_of(asks):
    best = total(chosen(asks))
    for number, one in enumerate(assign(asks)):
        if one.match:
            without = [match for match in asks[number].matches if match is not one.match]
            others = [*asks]
            others[number] = asks[number]._replace(matches=without)
            assert one.cost + one.fewer * MET == best - best_of_all(others)
            assert one.second is None or one.second.candidate.pk != one.match.candidate.pk


def test_whoever_was_asked_for_a_need_already_is_not_sent_there_again():
    one, two = Leader(1), Leader(2)
    refused = fit(one, 90)
    refused = replace(refused, candidate=replace(refused.candidate, before="refused"))
    assert who([ask(10, refused, fit(two, 10))]) == {10: 2}
    assert who([ask(10, refused)]) == {10: None}
