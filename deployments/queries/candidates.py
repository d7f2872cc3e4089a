"""Who might meet a request: narrowed in the database, ranked by `matching`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import translation

from deployments.matching import Match, Need, match, rank, score
from deployments.models import Deployment, SupportRequest
from deployments.queries.leaders import Leaders
from deployments.queries.narrowing import narrowed
from deployments.queries.succession import Wanted, asked_for, wanted_instead, wanted_of
from designation.models import Designation
from designation.queries.leaders import found_by
from directory.queries.terms import OpenDaysBy, open_days_of

# So many of those who could do it are weighed one by one; the database finds which.
WEIGHED = 30
BLOCKED_SHOWN = 6
CALLED_SHOWN = 25


@dataclass(frozen=True)
class Shortlist:
    """Who was weighed for a request, in order, and who was asked after; `count` could do it and were not asked yet."""

    possible: list[Match]
    blocked: list[Match]
    called: list[Match]
    count: int

    @property
    def best(self) -> Match | None:
        return next(iter(self.possible), None)


def need_of(request: SupportRequest, wanted: Wanted | None = None) -> Need:
    """Return a request as matching reads it; days and dates may be of the rest, or of what is about to be proposed."""
    school, wanted = request.school, wanted or asked_for(request)
    return Need(
        areas=frozenset(area.pk for area in request.areas.all()),
        phase=request.phase,
        language=request.language,
        delivery=request.delivery,
        half_days=wanted.half_days,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        school=school.pk,
        trust=school.trust_id,
        easting=school.easting,
        northing=school.northing,
        preferred=request.preferred_id,
        avoided=frozenset(one.pk for one in request.avoided.all()) if _avoids(request) else frozenset(),
    )


def _avoids(request: Any) -> bool:
    """Say whether a school may have named somebody it would rather not have; `in_full` knows without looking."""
    return getattr(request, "avoids_somebody", True)


def terms_of(need: Need) -> OpenDaysBy:
    """Return how many open days of the work lie in each of its terms, by authority (1 query)."""
    span = (need.starts_on, need.ends_on)
    return open_days_of([span])[span]


def shortlist(request: SupportRequest, called: str = "", wanted: Wanted | None = None) -> Shortlist:
    """Return who leads in an area asked for, explained and in order; what is weighed does not grow with the alliance.

    Of an alliance of ten thousand leaders those `WEIGHED` are looked at one by one of whom the database promises
    most. Whoever is `called` so, by name or school, is answered for besides, whatever and whenever they lead. Of
    work that was stopped only the rest is `wanted`, unless it is given. Eight queries, one for those called, and two
    for the request's areas and whom to avoid; fewer where the request was read `in_full`.
    """
    need = need_of(request, wanted or wanted_of(request))
    terms = terms_of(need)
    keys = narrowed(need, terms, most=WEIGHED, most_blocked=BLOCKED_SHOWN)
    listed, answered = {*keys.possible, *keys.blocked}, set(_called(called))
    known = Leaders(listed | answered, [(request, need, terms)])
    found = rank(need, (known.candidate(pk, request, terms) for pk in known.rows))
    possible = [one for one in found if one.is_possible and one.candidate.pk in listed]
    return Shortlist(
        possible=possible,
        blocked=[one for one in found if not one.is_possible and one.candidate.pk in listed],
        called=[one for one in found if one.candidate.pk in answered],
        count=keys.could - sum(bool(one.candidate.before) for one in possible),
    )


def _called(words: str) -> Iterable[int]:
    """Return who is called so, by name or school, of all who ever led; nobody where nothing was typed."""
    if not words.strip():
        return []
    found = found_by(Designation.objects.all(), words).order_by(
        "person__last_name", "person__first_name", "pk"
    )
    return found.values_list("pk", flat=True)[:CALLED_SHOWN]


def match_of(
    request: SupportRequest, designation: Designation, *, half_days: int, starts_on: date, ends_on: date
) -> Match:
    """Return one designation matched with what is about to be proposed to it."""
    need = need_of(request, Wanted(half_days, starts_on, ends_on))
    terms = terms_of(need)
    known = Leaders([designation.pk], [(request, need, terms)])
    return match(need, known.candidate(designation.pk, request, terms))


def kept_words(request: SupportRequest, found: Match, *, half_days: int, ends_on: date) -> dict:
    """Return a match as it is kept with the deployment: its points, and its parts in words of every language."""
    need = need_of(request, Wanted(half_days, request.starts_on, ends_on))
    earned, parts = score(need, found.candidate), {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            parts[code[:2]] = [[part.key, part.points, part.most, part.words] for part in earned]
    return {"points": found.points, "parts": parts}


def next_best(request: SupportRequest, wanted: Wanted | None = None) -> Match | None:
    """Return the best match that would ask nothing again, for what is looked for or is `wanted` now."""
    best = shortlist(request, wanted=wanted).best
    return best if best and not best.candidate.is_asked_again else None


def best_instead(deployment: Deployment, wanted: Wanted | None = None) -> Match | None:
    """Return the best possible match besides those asked already, for what is `wanted`; None without a request."""
    if deployment.request is None:
        return None
    return next_best(deployment.request, wanted or wanted_instead(deployment))
