"""What speaks for somebody: each part of a score with what it earns at most, and why it earned so much, in words."""

from collections.abc import Mapping
from typing import NamedTuple

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from deployments.matching.needs import Candidate, Need, miles_between
from deployments.matching.sharing import half_days_left, said

FAR_MILES = 40  # beyond this the distance earns nothing; within it, the nearer the better
PLENTY_HALF_DAYS = 10  # more half days left than this earn nothing more
BUSY_DEPLOYMENTS = 4  # so many live deployments, or more, earn nothing for load
OFTEN_HALF_DAYS = 24  # so many half days given in twelve months, or more, earn nothing for a fair share
FEW_RESULTS = 3  # fewer evaluations than this say nothing of anybody
USUAL_RESULT = 3  # what a leader without evaluations is taken for, on the scale of 1 to 4 ("Good")
BEST_RESULT = 4

# What each part of a match can earn; together 100. This is the only table of weights.
WEIGHTS = {
    "area": 35,
    "phase": 15,
    "distance": 15,
    "language": 10,
    "days_left": 5,
    "load": 5,
    "fair_share": 5,
    "results": 5,
    "known_here": 5,
}

PARTS = {
    "area": _("Area of expertise"),
    "phase": _("Phase"),
    "distance": _("Distance"),
    "language": _("Language"),
    "days_left": _("Days left"),
    "load": _("Work under way"),
    "fair_share": _("Fair share of the work"),
    "results": _("Evaluations"),
    "known_here": _("Knows this school"),
}


class Part(NamedTuple):
    """One part of a score: what it earned of the most it could, and why; said only where somebody reads it."""

    key: str
    points: int
    most: int
    sentence: str
    values: Mapping[str, object]

    @property
    def name(self) -> str:
        return str(PARTS[self.key])

    @property
    def words(self) -> str:
        return gettext(self.sentence) % self.values


class Earned(NamedTuple):
    """A share of a part, 0 to 1, with the sentence that says why and what stands in it."""

    share: float
    sentence: str
    values: Mapping[str, object] = {}


def _area(need: Need, candidate: Candidate) -> Earned:
    met = len(need.areas & candidate.areas)
    if not need.areas or met == len(need.areas):
        return Earned(1.0, gettext_noop("Leads in every area asked for"))
    if met:
        return Earned(met / len(need.areas), gettext_noop("Leads in some of the areas asked for"))
    return Earned(0.0, gettext_noop("Leads in none of the areas asked for"))


def _phase(need: Need, candidate: Candidate) -> Earned:
    if need.phase in candidate.phases:
        return Earned(1.0, gettext_noop("Knows this phase"))
    if "all_through" in candidate.phases or (need.phase == "all_through" and candidate.phases):
        return Earned(0.5, gettext_noop("Knows part of this phase"))
    return Earned(0.0, gettext_noop("Another phase"))


def _distance(need: Need, candidate: Candidate) -> Earned:
    if need.delivery != "on_site" and candidate.online_ok:
        return Earned(1.0, gettext_noop("Can be done online"))
    miles = miles_between(need, candidate)
    if miles is None:
        return Earned(0.0, gettext_noop("The distance is not known"))
    said = {"miles": round(miles)}
    if candidate.travel_miles is not None and miles > candidate.travel_miles:
        return Earned(0.0, gettext_noop("%(miles)s miles: further than they travel"), said)
    far = gettext_noop("1 mile") if round(miles) == 1 else gettext_noop("%(miles)s miles")
    return Earned(max(0.0, 1 - miles / FAR_MILES), far, said)


def _language(need: Need, candidate: Candidate) -> Earned:
    wanted = {"english": {"en"}, "welsh": {"cy"}}.get(need.language, {"en", "cy"})
    if wanted & candidate.languages:
        return Earned(1.0, gettext_noop("Works in the language asked for"))
    return Earned(0.0, gettext_noop("Does not work in the language asked for"))


def _days_left(need: Need, candidate: Candidate) -> Earned:
    rooms, left = candidate.rooms, half_days_left(candidate.rooms)
    share = min(left, PLENTY_HALF_DAYS) / PLENTY_HALF_DAYS
    names = [room.name for room in rooms] or [""]
    values = {"days": said(left), "first": names[0], "last": names[-1]}
    if len(names) == 1:
        return Earned(share, gettext_noop("Days left in the %(first)s: %(days)s"), values)
    return Earned(share, gettext_noop("Days left from the %(first)s to the %(last)s: %(days)s"), values)


def _load(need: Need, candidate: Candidate) -> Earned:
    share = max(0.0, 1 - candidate.live / BUSY_DEPLOYMENTS)
    if not candidate.live:
        return Earned(share, gettext_noop("No other deployment at the moment"))
    return Earned(
        share, gettext_noop("Other deployments at the moment: %(count)s"), {"count": candidate.live}
    )


def _fair_share(need: Need, candidate: Candidate) -> Earned:
    if not candidate.given:
        return Earned(1.0, gettext_noop("No deployment in the last twelve months"))
    share = max(0.0, 1 - candidate.given / OFTEN_HALF_DAYS)
    return Earned(
        share,
        gettext_noop("Days agreed in the last twelve months: %(days)s"),
        {"days": said(candidate.given)},
    )


def _results(need: Need, candidate: Candidate) -> Earned:
    """Few evaluations count as the usual result; many weigh their mean, drawn towards the usual one."""
    if candidate.results < FEW_RESULTS:
        return Earned(
            (USUAL_RESULT - 1) / (BEST_RESULT - 1), gettext_noop("Too few evaluations to say anything yet")
        )
    drawn = (candidate.results_total + FEW_RESULTS * USUAL_RESULT) / (candidate.results + FEW_RESULTS)
    mean = candidate.results_total / candidate.results
    values = {"mean": f"{mean:.1f}", "count": candidate.results}
    return Earned(
        (drawn - 1) / (BEST_RESULT - 1), gettext_noop("%(mean)s of 4 over %(count)s evaluations"), values
    )


def _known_here(need: Need, candidate: Candidate) -> Earned:
    if not candidate.here:
        return Earned(0.0, gettext_noop("Has not worked at this school"))
    if candidate.worst_here is not None and candidate.worst_here < USUAL_RESULT:
        return Earned(0.0, gettext_noop("Has worked at this school, not always to its satisfaction"))
    return Earned(1.0, gettext_noop("Has worked at this school before"))


SCORERS = {
    "area": _area,
    "phase": _phase,
    "distance": _distance,
    "language": _language,
    "days_left": _days_left,
    "load": _load,
    "fair_share": _fair_share,
    "results": _results,
    "known_here": _known_here,
}


def score(need: Need, candidate: Candidate) -> tuple[Part, ...]:
    """Return what each part earns, in whole points, with why."""
    found = []
    for key, most in WEIGHTS.items():
        share, sentence, values = SCORERS[key](need, candidate)
        found.append(Part(key, round(share * most), most, sentence, values))
    return tuple(found)
