"""What matching weighs: a need and a candidate; places in metres of the national grid, time in half days."""

from dataclasses import dataclass
from datetime import date, datetime
from math import hypot
from typing import NamedTuple

from deployments.matching.sharing import Rooms

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


class Refusal(NamedTuple):
    """Which party last said no to a leader, for this very need or on behalf of this school; only managers read it."""

    party: str
    why: str
    at: datetime

    @property
    def is_unwanted(self) -> bool:
        """Say whether the school supported refused for a conflict of interest: then it is not asked again."""
        return (self.party, self.why) == ("receiving_head", "conflict")


@dataclass(frozen=True)
class Candidate:
    """What is known of one designation, and what is left of its days in the terms of the work."""

    pk: int
    name: str
    is_active: bool
    areas: frozenset[int]
    phases: frozenset[str]
    languages: frozenset[str]  # en, cy
    school: int
    days_of_week: tuple = ()  # those that suit; said to whoever proposes, and not weighed
    school_name: str = ""
    trust: int | None = None
    easting: int | None = None
    northing: int | None = None
    travel_miles: int | None = None
    online_ok: bool = False
    rooms: Rooms = ()  # of each term the work lies in, the first one first
    away: tuple[tuple[date, date], ...] = ()  # first and last day of each absence in the weeks of the work
    is_released: bool = True
    may_sign_in: bool = True
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
    unwanted: int = 0  # proposals this school refused for a conflict of interest
    refusal: Refusal | None = None

    @property
    def is_asked_again(self) -> bool:
        """Say whether to propose them would ask again what was asked before: for this need, or of this school."""
        return bool(self.before) or bool(self.unwanted)

    def is_absent(self, need: Need) -> bool:
        """Say whether they are away all the time; days away within it are kept free when visits are planned."""
        return any(first <= need.starts_on and last >= need.ends_on for first, last in self.away)


def miles_between(need: Need, candidate: Candidate) -> float | None:
    """Return the distance as the crow flies in miles, or None where either place is not known."""
    if None in (need.easting, need.northing, candidate.easting, candidate.northing):
        return None
    east = need.easting - candidate.easting  # type: ignore[operator]
    north = need.northing - candidate.northing  # type: ignore[operator]
    return hypot(east, north) / METRES_A_MILE
