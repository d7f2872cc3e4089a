"""Matching: who could meet a need, who could not and why, in an order that explains itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import hypot
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

METRES_A_MILE = 1609.344
FAR_MILES = 40  # beyond this the distance earns nothing; within it, the nearer the better
PLENTY_HALF_DAYS = 10  # more half days left than this earn nothing more
BUSY_DEPLOYMENTS = 4  # so many live deployments, or more, earn nothing for load

# What each part of a match can earn; together 100. This is the only table of weights.
WEIGHTS = {
    "area": 40,
    "phase": 20,
    "distance": 15,
    "language": 10,
    "days_left": 10,
    "load": 5,
}

# Why somebody cannot be proposed, in words. A block always wins over any number of points.
BLOCKS = {
    "not_active": _("The designation is not active"),
    "leader_spent": _("Not enough days left this term"),
    "school_spent": _("The leader's school has not enough days left this term"),
    "absent": _("Away in the weeks asked for"),
    "assurance_lapsed": _("The safeguarding assurance is missing or runs out before the work would end"),
    "same_school": _("Works at this school"),
    "same_trust": _("Works in the same trust"),
    "avoided": _("The school asked for somebody else"),
}

PARTS = {
    "area": _("Area of expertise"),
    "phase": _("Phase"),
    "distance": _("Distance"),
    "language": _("Language"),
    "days_left": _("Days left this term"),
    "load": _("Work under way"),
}


@dataclass(frozen=True)
class Need:
    """What is asked for; places in metres of the national grid, time in half days."""

    areas: frozenset[int]
    phase: str
    language: str  # english, welsh or either
    delivery: str  # on_site, online or either
    half_days: int
    ends_on: date
    school: int
    trust: int | None = None
    easting: int | None = None
    northing: int | None = None
    preferred: int | None = None
    avoided: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """What is known of one designation; `school_left` is None where the school agreed no limit of its own."""

    pk: int
    name: str
    is_active: bool
    areas: frozenset[int]
    phases: frozenset[str]
    languages: frozenset[str]  # en, cy
    school: int
    school_name: str = ""
    trust: int | None = None
    easting: int | None = None
    northing: int | None = None
    travel_miles: int | None = None
    online_ok: bool = False
    leader_left: int = 0
    school_left: int | None = None
    is_absent: bool = False
    assurance_until: date | None = None
    live: int = 0


class Part(NamedTuple):
    """One part of a score: what it earned of the most it could, and why, in words."""

    key: str
    points: int
    most: int
    words: str

    @property
    def name(self) -> str:
        return str(PARTS[self.key])


@dataclass(frozen=True)
class Match:
    """One candidate with what speaks for and against; `points` counts only when nothing blocks."""

    candidate: Candidate
    blocks: tuple[str, ...]
    parts: tuple[Part, ...]
    miles: float | None
    is_preferred: bool = field(default=False)

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

    @property
    def is_possible(self) -> bool:
        return not self.blocks

    @property
    def reasons(self) -> list[str]:
        """Return what blocks, in words."""
        return [str(BLOCKS[key]) for key in self.blocks]


def miles_between(need: Need, candidate: Candidate) -> float | None:
    """Return the distance as the crow flies in miles, or None where either place is not known."""
    if None in (need.easting, need.northing, candidate.easting, candidate.northing):
        return None
    east = need.easting - candidate.easting  # type: ignore[operator]
    north = need.northing - candidate.northing  # type: ignore[operator]
    return hypot(east, north) / METRES_A_MILE


def half_days_left(candidate: Candidate) -> int:
    """Return the half days that can still be given this term: the leader's, or the school's where it has fewer."""
    if candidate.school_left is None:
        return candidate.leader_left
    return min(candidate.leader_left, candidate.school_left)


def blocks(need: Need, candidate: Candidate) -> tuple[str, ...]:
    """Return the keys of everything that forbids this match, in the order of the table."""
    lapsed = candidate.assurance_until is None or candidate.assurance_until < need.ends_on
    found = {
        "not_active": not candidate.is_active,
        "leader_spent": candidate.leader_left < need.half_days,
        "school_spent": candidate.school_left is not None and candidate.school_left < need.half_days,
        "absent": candidate.is_absent,
        "assurance_lapsed": lapsed,
        "same_school": candidate.school == need.school,
        "same_trust": candidate.trust is not None and candidate.trust == need.trust,
        "avoided": candidate.pk in need.avoided,
    }
    return tuple(key for key in BLOCKS if found[key])


def _area(need: Need, candidate: Candidate) -> tuple[float, str]:
    met = len(need.areas & candidate.areas)
    if not need.areas or met == len(need.areas):
        return 1.0, gettext("Leads in every area asked for")
    if met:
        return met / len(need.areas), gettext("Leads in some of the areas asked for")
    return 0.0, gettext("Leads in none of the areas asked for")


def _phase(need: Need, candidate: Candidate) -> tuple[float, str]:
    if need.phase in candidate.phases:
        return 1.0, gettext("Knows this phase")
    if "all_through" in candidate.phases or (need.phase == "all_through" and candidate.phases):
        return 0.5, gettext("Knows part of this phase")
    return 0.0, gettext("Another phase")


def _distance(need: Need, candidate: Candidate) -> tuple[float, str]:
    if need.delivery != "on_site" and candidate.online_ok:
        return 1.0, gettext("Can be done online")
    miles = miles_between(need, candidate)
    if miles is None:
        return 0.0, gettext("The distance is not known")
    if candidate.travel_miles is not None and miles > candidate.travel_miles:
        return 0.0, gettext("%(miles)s miles: further than they travel") % {"miles": round(miles)}
    return max(0.0, 1 - miles / FAR_MILES), gettext("%(miles)s miles") % {"miles": round(miles)}


def _language(need: Need, candidate: Candidate) -> tuple[float, str]:
    wanted = {"english": {"en"}, "welsh": {"cy"}}.get(need.language, {"en", "cy"})
    if wanted & candidate.languages:
        return 1.0, gettext("Works in the language asked for")
    return 0.0, gettext("Does not work in the language asked for")


def _days_left(need: Need, candidate: Candidate) -> tuple[float, str]:
    left = half_days_left(candidate)
    days = f"{left // 2}{'½' if left % 2 else ''}" if left > 1 or left == 0 else "½"
    return min(left, PLENTY_HALF_DAYS) / PLENTY_HALF_DAYS, gettext("Days left this term: %(days)s") % {
        "days": days
    }


def _load(need: Need, candidate: Candidate) -> tuple[float, str]:
    share = max(0.0, 1 - candidate.live / BUSY_DEPLOYMENTS)
    if not candidate.live:
        return share, gettext("No other deployment at the moment")
    return share, gettext("Other deployments at the moment: %(count)s") % {"count": candidate.live}


SCORERS = {
    "area": _area,
    "phase": _phase,
    "distance": _distance,
    "language": _language,
    "days_left": _days_left,
    "load": _load,
}


def score(need: Need, candidate: Candidate) -> tuple[Part, ...]:
    """Return what each part earns, in whole points, with its words."""
    found = []
    for key, most in WEIGHTS.items():
        share, words = SCORERS[key](need, candidate)
        found.append(Part(key, round(share * most), most, words))
    return tuple(found)


def match(need: Need, candidate: Candidate) -> Match:
    """Return one candidate's blocks and parts."""
    return Match(
        candidate,
        blocks(need, candidate),
        score(need, candidate),
        miles_between(need, candidate),
        candidate.pk == need.preferred,
    )


def _order(one: Match) -> tuple:
    """Possible before blocked, preferred before others, then points, the nearer, the name, the number."""
    far = one.miles if one.miles is not None else float("inf")
    return (not one.is_possible, not one.is_preferred, -one.points, far, one.candidate.name, one.candidate.pk)


def rank(need: Need, candidates: Iterable[Candidate]) -> list[Match]:
    """Return every candidate explained, the best first; the same candidates in any order give the same list."""
    return sorted((match(need, one) for one in candidates), key=_order)


def why_not(shortlist: Sequence[Match], pk: int) -> list[str]:
    """Return in words why a candidate is not the one on top; nothing when they are, or were never in question."""
    best = next((one for one in shortlist if one.is_possible), None)
    asked = next((one for one in shortlist if one.candidate.pk == pk), None)
    if asked is None or best is None or asked is best:
        return asked.reasons if asked else []
    if not asked.is_possible:
        return asked.reasons
    theirs = {part.key: part for part in best.parts}
    return [
        f"{part.name}: {part.words}" for part in asked.parts if part.points < theirs[part.key].points
    ] or [gettext("Just as good, but after %(name)s in order") % {"name": best.candidate.name}]
