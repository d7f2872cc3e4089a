"""Several needs at once: who goes where so that most are met, and best, when the same leaders are wanted everywhere."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from deployments.matching.blocks import ASKED_OFTEN
from deployments.matching.ranking import Match

# What meeting a need is worth besides its points: more than all the points of a page, so that most needs are met.
MET = 100_000
# What the leader a school asked for is worth besides: more than any points.
PREFERRED = 100

Purse = tuple[str, int, date | None]


class Ask(NamedTuple):
    """One need among several: its key, its half days, everybody weighed for it, and in which term it counts for whom.

    `terms` gives for each candidate the first day of the term from whose budgets the half days would be taken.
    """

    key: int
    half_days: int
    matches: Sequence[Match]
    terms: Mapping[int, date]


@dataclass(frozen=True)
class Assigned:
    """What becomes of one need: who goes, or nobody; `cost` is what doing without them would cost all needs together.

    `second` is who would go instead; `fewer` how many needs fewer would then be met; `place` where the leader stands
    on this need's own list, the first being 1; `taken_by` which needs have those who stand before them.
    """

    key: int
    match: Match | None
    place: int = 0
    second: Match | None = None
    cost: int = 0
    fewer: int = 0
    taken_by: tuple[tuple[str, int], ...] = ()


class Pair(NamedTuple):
    """One possible match of one ask, by their numbers: what it is worth, and what it takes from which purse."""

    number: int
    one: int
    worth: int
    takes: tuple[tuple[Purse, int, int], ...]  # the purse, how much it takes, how much there is


Choice = dict[int, Pair]  # from the number of an ask to its match
Without = frozenset[tuple[int, int]]  # matches left out, by the numbers of ask and match


def worth(match: Match) -> int:
    """Return what one match brings to the whole: its points, and more where the school asked for this leader."""
    return MET + match.points + (PREFERRED if match.is_preferred else 0)


def total(choice: Choice) -> int:
    """Return what a choice is worth in all."""
    return sum(pair.worth for pair in choice.values())


def assign(asks: Sequence[Ask]) -> list[Assigned]:
    """Return for each ask who should go, so that as many as can be are met and with most points in all.

    Nobody who is blocked goes anywhere, nobody gives more half days of a term than they have left, nor the leaders of
    a school together more than the school has, and nobody is asked more often than `ASKED_OFTEN` in all.
    """
    board = Board(asks)
    best, left_out = board.best(frozenset())
    while True:
        without = {number: board.best(left_out | {(number, pair.one)})[0] for number, pair in best.items()}
        better = max(without.values(), key=total, default=best)
        if total(better) <= total(best):
            return [_explained(asks, number, best, without.get(number, {})) for number in range(len(asks))]
        best = better  # budgets shared by many are searched, not solved: what is found on the way counts


def pairs_of(asks: Sequence[Ask]) -> list[Pair]:
    """Return every possible match of several asks, that of most worth first."""
    pairs = [
        Pair(number, one, worth(match), tuple(_takes(ask, match)))
        for number, ask in enumerate(asks)
        for one, match in enumerate(ask.matches)
        if match.is_possible
    ]
    return sorted(pairs, key=lambda pair: (-pair.worth, pair.number, pair.one))


def _takes(ask: Ask, match: Match) -> Iterator[tuple[Purse, int, int]]:
    leader = match.candidate
    term = ask.terms.get(leader.pk)
    yield ("leader", leader.pk, term), ask.half_days, leader.leader_left
    if leader.school_left is not None:
        yield ("school", leader.school, term), ask.half_days, leader.school_left
    yield ("asked", leader.pk, None), 1, max(0, ASKED_OFTEN - leader.asked)


def greedy(pairs: Sequence[Pair], left_out: Without = frozenset()) -> Choice:
    """Return the choice that takes the best pair first, then the best of what is left, as one does by hand."""
    choice: Choice = {}
    taken: Counter[Purse] = Counter()
    for pair in pairs:
        if pair.number in choice or (pair.number, pair.one) in left_out:
            continue
        if all(taken[purse] + much <= there for purse, much, there in pair.takes):
            choice[pair.number] = pair
            taken.update({purse: much for purse, much, _there in pair.takes})
    return choice


def overdrawn(choice: Choice) -> list[Pair]:
    """Return the pairs of a choice that together take more from a purse than there is in it."""
    taken: Counter[Purse] = Counter()
    for pair in choice.values():
        taken.update({purse: much for purse, much, _there in pair.takes})
    return [
        pair for pair in choice.values() if any(taken[purse] > there for purse, _much, there in pair.takes)
    ]


class Board:
    """What every pair is worth, laid out once as the table that is solved again for each "without whom"."""

    def __init__(self, asks: Sequence[Ask]) -> None:
        # Loaded at the first use: they take two seconds and a hundred megabytes, and most pages never need them.
        import numpy as np  # noqa: PLC0415 - heavy
        from scipy.optimize import linear_sum_assignment  # noqa: PLC0415 - heavy

        self.solve = linear_sum_assignment
        self.pairs = pairs_of(asks)
        self.columns = _columns(asks, self.pairs)
        # A column more for each need, worth nothing, in which it stays unmet.
        self.worths = np.zeros((len(asks), len(self.columns) + len(asks)))
        self.places: dict[tuple[int, int], list[int]] = {}
        self.there: dict[tuple[int, int], Pair] = {}
        of_leader: dict[int, list[int]] = {}
        for column, leader in enumerate(self.columns):
            of_leader.setdefault(leader, []).append(column)
        for pair in self.pairs:
            leader = asks[pair.number].matches[pair.one].candidate.pk
            self.places[pair.number, pair.one] = of_leader.get(leader, [])
            self.there[pair.number, leader] = pair
            self.worths[pair.number, of_leader.get(leader, [])] = pair.worth

    def best(self, left_out: Without) -> tuple[Choice, Without]:
        """Return the better of the assignment and of the best pair first, and what was left out to come there.

        A pair that overdraws a purse together with others is left out, and all begins anew: the columns know nothing of
        days shared by the leaders of one school, nor of needs that differ in days.
        """
        by_hand = greedy(self.pairs, left_out)
        while True:
            choice = self.matched(left_out)
            too_many = overdrawn(choice)
            if not too_many:
                return max(choice, by_hand, key=total), left_out
            least = min(too_many, key=lambda pair: (pair.worth, pair.number))
            left_out |= {(least.number, least.one)}

    def matched(self, left_out: Without) -> Choice:
        """Return the assignment of most worth to columns, by the Hungarian method as SciPy has it."""
        worths = self.worths.copy()
        for number, one in left_out:
            worths[number, self.places[number, one]] = 0
        rows, chosen = self.solve(worths, maximize=True)
        found = zip(rows.tolist(), chosen.tolist(), strict=True)
        return {row: self.there[row, self.columns[column]] for row, column in found if worths[row, column]}


def _columns(asks: Sequence[Ask], pairs: Sequence[Pair]) -> list[int]:
    """Return the leaders, each as often as they could go: by days left, for the smallest needs, and how often asked."""
    by_leader: dict[int, list[Pair]] = {}
    for pair in pairs:
        by_leader.setdefault(asks[pair.number].matches[pair.one].candidate.pk, []).append(pair)
    columns = []
    for leader, found in by_leader.items():
        smallest: dict[Purse, int] = {}
        left: dict[Purse, int] = {}
        for pair in found:
            for purse, much, there in pair.takes:
                smallest[purse] = min(much, smallest.get(purse, much))
                left[purse] = there
        by_days = sum(left[purse] // smallest[purse] for purse in left if purse[0] == "leader")
        columns += [leader] * min(len(found), by_days, left["asked", leader, None])
    return columns


def _explained(asks: Sequence[Ask], number: int, best: Choice, without: Choice) -> Assigned:
    """Return what becomes of one need, and what it would cost all together to do without its leader."""
    ask = asks[number]
    if number not in best:
        return Assigned(ask.key, None)
    one = best[number].one
    fewer = len(best) - len(without)
    before = {match.candidate.pk for match in ask.matches[:one] if match.is_possible}
    leaders = {asks[other].key: asks[other].matches[pair.one].candidate for other, pair in best.items()}
    return Assigned(
        ask.key,
        ask.matches[one],
        place=len(before) + 1,
        second=ask.matches[without[number].one] if number in without else None,
        cost=total(best) - total(without) - fewer * MET,
        fewer=fewer,
        taken_by=tuple((leader.name, key) for key, leader in leaders.items() if leader.pk in before),
    )
