"""What matching weighs: a need and a candidate; places in metres of the national grid, time in half days."""

from dataclasses import dataclass
from datetime import date
from math import hypot

METRES_A_MILE = 1609.344


@dataclass(frozen=True)
class Need:
    """What is asked for."""

    areas: frozenset[int]
    phase: str
    language: str  # english, welsh or either
    delivery: str  # on_site, online or either
    half_days: int
    starts_on: date
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
    is_released: bool = True
    assurance_until: date | None = None
    starts_on: date = date.min  # the first day of the first term
    ends_on: date = date.max  # the last day of the last term decided
    live: int = 0
    asked: int = 0  # proposals of the last `ASKED_DAYS` days
    given: int = 0  # half days of the deployments agreed in the last twelve months
    results: int = 0  # how many of their deployments were evaluated
    results_total: int = 0  # their overall results added up, each 1 to 4
    here: int = 0  # deployments to this school that came about
    worst_here: int | None = None  # the lowest overall result of those
    before: str = ""  # the state of the last proposal of theirs for this very need


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
