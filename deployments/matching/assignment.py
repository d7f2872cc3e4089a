"""Several needs at once: who goes where so that most are met, and best, when the same leaders are wanted everywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import NamedTuple

from deployments.matching.blocks import ASKED_OFTEN
from deployments.matching.ranking import Match
from deployments.matching.sharing import half_days_left, shares_of

# What meeting a need is worth besides its points: more than all the points of a page, so that most needs are met.
# No more than that, for what is solved is solved in floating point.
MET = 10_000
# What the leader a school asked for is worth besides: more than any points.
PREFERRED = 100

Purse = tuple[str, int, date | None]


class Ask(NamedTuple):
    """One need among several: its key, its half days, and everybody weighed for it."""

    key: int
    half_days: int
    matches: Sequence[Match]


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


def worth(match: Match) -> int:
    """Return what one match brings to the whole: its points, and more where the school asked for this leader."""
    return MET + match.points + (PREFERRED if match.is_preferred else 0)


def total(choice: Choice) -> int:
    """Return what a choice is worth in all."""
    return sum(pair.worth for pair in choice.values())


def assign(asks: Sequence[Ask]) -> list[Assigned]:
    """Return for each ask who should go, so that as many as can be are met and with most points in all.

    Nobody who is blocked, or was asked for this need already, goes anywhere; nobody gives more half days of a term
    than they have left, nor the leaders of a school together more than the school has, and nobody is asked more often
    than `ASKED_OFTEN` in all. What doing without a leader would cost is found by asking again with that pair left out.
    """
    board = Board(pairs_of(asks))
    best = board.best()
    without = {number: board.best(without=pair) for number, pair in best.items()}
    return [_explained(asks, number, best, without.get(number, {})) for number in range(len(asks))]


def pairs_of(asks: Sequence[Ask]) -> list[Pair]:
    """Return every possible match of several asks, that of most worth first."""
    pairs = [
        Pair(number, one, worth(match), tuple(_takes(ask, match)))
        for number, ask in enumerate(asks)
        for one, match in enumerate(ask.matches)
        if match.is_possible and not match.candidate.is_asked_again and _has_room(ask, match)
    ]
    return sorted(pairs, key=lambda pair: (-pair.worth, pair.number, pair.one))


def _has_room(ask: Ask, match: Match) -> bool:
    return half_days_left(match.candidate.rooms) >= ask.half_days


def _takes(ask: Ask, match: Match) -> Iterator[tuple[Purse, int, int]]:
    """Yield what a match takes of each purse: of each term what would be taken if it were proposed by itself."""
    leader = match.candidate
    shares = shares_of(ask.half_days, leader.rooms)
    for room in leader.rooms:
        much = shares.get(room.starts_on, 0)
        if much:
            yield ("leader", leader.pk, room.starts_on), much, room.leader_left
        if much and room.school_left is not None:
            yield ("school", leader.school, room.starts_on), much, room.school_left
    yield ("asked", leader.pk, None), 1, max(0, ASKED_OFTEN - leader.asked)


class Board:
    """Every possible pair of need and leader, laid out once as the programme that is solved for each "without whom"."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        # Loaded at the first use: they take two seconds and a hundred megabytes, and most pages never need them.
        import numpy as np  # noqa: PLC0415 - heavy
        from scipy.optimize import LinearConstraint, milp  # noqa: PLC0415 - heavy
        from scipy.sparse import csr_array  # noqa: PLC0415 - heavy

        self.pairs = pairs
        self.solve = partial(milp, integrality=np.ones(len(pairs)), options={"mip_rel_gap": 0})
        self.worths = np.array([pair.worth for pair in pairs], dtype=float)
        limits = Limits(pairs)
        table = csr_array((limits.much, (limits.rows, limits.columns)), shape=(len(limits.most), len(pairs)))
        self.limits = LinearConstraint(table, ub=np.array(limits.most, dtype=float))

    def best(self, without: Pair | None = None) -> Choice:
        """Return the choice of most worth, in whole pairs, by branch and cut as SciPy has it from HiGHS."""
        if not self.pairs:
            return {}
        may = [float(pair is not without) for pair in self.pairs]
        found = self.solve(-self.worths, bounds=(0, may), constraints=self.limits)
        if not found.success:  # nobody anywhere keeps every limit, so something is always found
            raise RuntimeError(found.message)
        return {
            pair.number: pair for pair, taken in zip(self.pairs, found.x.tolist(), strict=True) if taken > 0.5
        }


class Limits:
    """What pairs take of each limit, as the cells of a table: a need is met once, a purse gives what there is in it."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self.numbers: dict[Purse | int, int] = {}
        self.most: list[int] = []
        self.rows: list[int] = []
        self.columns: list[int] = []
        self.much: list[int] = []
        for column, pair in enumerate(pairs):
            self._takes(column, pair.number, 1, 1)
            for purse, much, there in pair.takes:
                self._takes(column, purse, much, there)

    def _takes(self, column: int, limit: Purse | int, much: int, most: int) -> None:
        if limit not in self.numbers:
            self.numbers[limit] = len(self.most)
            self.most.append(most)
        self.rows.append(self.numbers[limit])
        self.columns.append(column)
        self.much.append(much)


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
