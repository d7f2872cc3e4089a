"""In which order candidates stand, and why somebody is not the first."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext

from deployments.matching.blocks import blocks, words_of
from deployments.matching.needs import Candidate, Need, miles_between
from deployments.matching.scores import Part, score


@dataclass(frozen=True)
class Match:
    """One candidate with what speaks for and against; `points` counts only when nothing blocks."""

    candidate: Candidate
    blocks: tuple[str, ...]
    parts: tuple[Part, ...]
    miles: float | None
    is_preferred: bool = field(default=False)
    half_days: int = 0  # so many are needed

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def is_possible(self) -> bool:
        return not self.blocks

    @property
    def reasons(self) -> list[str]:
        """Return what blocks, in words."""
        return [self.reason(key) for key in self.blocks]

    def reason(self, key: str) -> str:
        """Return one of the blocks in words."""
        return words_of(key, self.half_days, self.candidate)


def match(need: Need, candidate: Candidate) -> Match:
    """Return one candidate's blocks and parts."""
    return Match(
        candidate,
        blocks(need, candidate),
        score(need, candidate),
        miles_between(need, candidate),
        candidate.pk == need.preferred,
        need.half_days,
    )


def _order(one: Match) -> tuple:
    """Possible before blocked, nothing asked again, preferred, points, the nearer, the name, the number."""
    far = one.miles if one.miles is not None else float("inf")
    first = (not one.is_possible, one.candidate.is_asked_again, not one.is_preferred)
    return (*first, -one.points, far, one.candidate.name, one.candidate.pk)


def rank(need: Need, candidates: Iterable[Candidate]) -> list[Match]:
    """Return every candidate explained, the best first; the same candidates in any order give the same list."""
    return sorted((match(need, one) for one in candidates), key=_order)


def why_not(asked: Match, best: Match | None) -> list[str]:
    """Return in words why a candidate is not the one on top: what blocks, else what earned less than the best.

    Nothing where they are the best themselves.
    """
    if asked.blocks:
        return asked.reasons
    if best is None or asked.candidate.pk == best.candidate.pk:
        return []
    if asked.candidate.before and not best.candidate.before:
        return [gettext("Has been asked for this request before")]
    if asked.candidate.unwanted and not best.candidate.is_asked_again:
        return [gettext("The school refused this leader before for a conflict of interest")]
    if asked.points > best.points:
        return [
            gettext("Matches better, but was not among those looked at one by one: propose them if they suit")
        ]
    theirs = {part.key: part for part in best.parts}
    weaker = [part for part in asked.parts if part.points < theirs[part.key].points]
    if weaker:
        return [f"{part.name}: {part.words}" for part in weaker]
    return [gettext("Just as good, but after %(name)s in order") % {"name": best.candidate.name}]
