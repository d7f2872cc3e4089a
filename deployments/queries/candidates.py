"""Who might meet a request: narrowed in the database, ranked by `matching`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from deployments.matching import ASKED_DAYS, Candidate, Match, Need, match, rank, score
from deployments.models import Deployment, SupportRequest, TermBudget
from deployments.queries.narrowing import narrowed
from designation.models import Absence, Designation, SchoolRelease
from designation.queries.leaders import found_by
from directory.models import School
from directory.queries.terms import term_starts

# So many of those who could do it are weighed one by one; the database finds which.
WEIGHED = 60
BLOCKED_SHOWN = 10
CALLED_SHOWN = 25
YEAR = timedelta(days=365)
PAST = ("live", "asked", "given", "results", "results_total", "here", "worst_here")
# What matching reads of a designation, its leader and its school; the rest of three wide rows is left where it is.
READ = [
    "state", "phases", "languages", "travel_miles", "online_ok", "half_days_a_term", "release_asked_at",
    "assurance_until", "starts_on", "ends_on", "person__title", "person__first_name", "person__last_name",
    "person__email", "home_school__name", "home_school__name_cy", "home_school__trust", "home_school__local_authority",
    "home_school__easting", "home_school__northing",
]  # fmt: skip


Starts = dict[int | None, date]


@dataclass(frozen=True)
class Shortlist:
    """Who was weighed for a request, in order, and who was asked after; `count` says how many could do it in all."""

    possible: list[Match]
    blocked: list[Match]
    called: list[Match]
    count: int

    @property
    def best(self) -> Match | None:
        return next(iter(self.possible), None)


def need_of(
    request: SupportRequest,
    *,
    half_days: int | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
    avoided: bool = True,
) -> Need:
    """Return a request as matching reads it; days, first and last day may be what is about to be proposed."""
    school = request.school
    return Need(
        areas=frozenset(area.pk for area in request.areas.all()),
        phase=request.phase,
        language=request.language,
        delivery=request.delivery,
        half_days=half_days or request.half_days,
        starts_on=starts_on or request.starts_on,
        ends_on=ends_on or request.ends_on,
        school=school.pk,
        trust=school.trust_id,
        easting=school.easting,
        northing=school.northing,
        preferred=request.preferred_id,
        avoided=frozenset(one.pk for one in request.avoided.all()) if avoided else frozenset(),
    )


def _annotated(
    found: QuerySet[Designation], request: SupportRequest, need: Need, starts_on: date
) -> QuerySet[Designation]:
    """Add absence in the window, the school's agreed release, the last proposal for this request."""
    # Away for the whole window blocks; days away within it are kept free when visits are planned.
    away = Absence.objects.filter(
        designation=OuterRef("pk"), starts_on__lte=starts_on, ends_on__gte=need.ends_on
    )
    release = SchoolRelease.objects.filter(school=OuterRef("home_school")).values("half_days_a_term")
    before = (
        Deployment.objects.filter(designation=OuterRef("pk"), request=request).order_by("-pk").values("state")
    )
    leads = Designation.areas.through.objects.filter(designation=OuterRef("pk"))
    known = found.annotate(
        **{f"leads_in_{area}": Exists(leads.filter(area=area)) for area in need.areas},
        is_away=Exists(away),
        release=Subquery(release[:1]),
        before=Coalesce(Subquery(before[:1]), Value("")),
    )
    return known.select_related("person", "home_school").only(*READ)


def _past(pks: Iterable[int], school: int) -> dict[int, Mapping[str, Any]]:
    """Return what these leaders' deployments come to, as `Candidate` names it, by designation (1 query)."""
    now = timezone.now()
    came_about, here = Q(state__in=Deployment.CAME_ABOUT), Q(school=school)
    found = Deployment.objects.filter(designation__in=pks).order_by().values("designation")
    rows = found.annotate(
        live=Count("pk", filter=Q(state__in=Deployment.LIVE)),
        asked=Count("pk", filter=Q(created_at__gte=now - timedelta(days=ASKED_DAYS))),
        given=Sum("half_days", filter=came_about & Q(agreed_at__gte=now - YEAR), default=0),
        results=Count("overall_rating"),
        results_total=Sum("overall_rating", default=0),
        here=Count("pk", filter=came_about & here),
        worst_here=Min("overall_rating", filter=here),
    )
    return {row["designation"]: row for row in rows}


def taken_in(starts: set[date], rows: list) -> dict[tuple[str, int | None, date], int]:
    """Return what is taken of these leaders' budgets and their schools' in these terms (1 query)."""
    whose = Q(designation__in=[row.pk for row in rows]) | Q(school__in={row.home_school_id for row in rows})
    taken = {}
    for budget in TermBudget.objects.filter(whose, term_starts_on__in=starts):
        kind, pk = (
            ("leader", budget.designation_id) if budget.designation_id else ("school", budget.school_id)
        )
        taken[kind, pk, budget.term_starts_on] = budget.taken
    return taken


def candidates(
    found: QuerySet[Designation], request: SupportRequest, need: Need, starts_on: date, starts: Starts
) -> list[Candidate]:
    """Return designations as matching reads them, in three queries however many there are.

    The work begins on `starts_on`; `starts` holds the first day of the term it counts in, by authority.
    """
    rows = list(_annotated(found, request, need, starts_on))
    taken, past = taken_in(set(starts.values()), rows), _past([row.pk for row in rows], need.school)
    return [_candidate(row, need, past.get(row.pk, {}), starts, taken) for row in rows]


def _candidate(row, need: Need, past: Mapping[str, Any], starts: Starts, taken: dict) -> Candidate:
    school: School = row.home_school
    term = starts.get(school.local_authority_id, starts[None])
    school_left = None if row.release is None else row.release - taken.get(("school", school.pk, term), 0)
    return Candidate(
        pk=row.pk,
        name=str(row.person),
        is_active=row.state == Designation.State.ACTIVE,
        areas=frozenset(area for area in need.areas if getattr(row, f"leads_in_{area}")),
        phases=frozenset(row.phases),
        languages=frozenset(row.languages),
        school=school.pk,
        school_name=str(school),
        trust=school.trust_id,
        easting=school.easting,
        northing=school.northing,
        travel_miles=row.travel_miles,
        online_ok=row.online_ok,
        leader_left=max(0, row.half_days_a_term - taken.get(("leader", row.pk, term), 0)),
        school_left=None if school_left is None else max(0, school_left),
        is_absent=row.is_away,
        is_released=row.is_released,
        assurance_until=row.assurance_until,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        before=row.before,
        **{name: past[name] for name in PAST if name in past},
    )


def shortlist(request: SupportRequest, called: str = "") -> Shortlist:
    """Return who leads in an area asked for, explained and in order; what is weighed does not grow with the alliance.

    Of an alliance of ten thousand leaders those `WEIGHED` are looked at one by one of whom the database promises
    most. Whoever is `called` so, by name or school, is answered for besides, whatever and whenever they lead. Five
    queries, one for those called, and two for the request's areas and whom to avoid.
    """
    need, starts = need_of(request), term_starts(request.starts_on)
    keys = narrowed(need, request.starts_on, set(starts.values()), most=WEIGHED, most_blocked=BLOCKED_SHOWN)
    listed, answered = {*keys.possible, *keys.blocked}, set(_called(called))
    both = Designation.objects.filter(pk__in=listed | answered)
    found = rank(need, candidates(both, request, need, request.starts_on, starts))
    return Shortlist(
        possible=[one for one in found if one.is_possible and one.candidate.pk in listed],
        blocked=[one for one in found if not one.is_possible and one.candidate.pk in listed],
        called=[one for one in found if one.candidate.pk in answered],
        count=keys.could,
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
    need = need_of(request, half_days=half_days, starts_on=starts_on, ends_on=ends_on)
    leader = Designation.objects.filter(pk=designation.pk)
    return match(need, candidates(leader, request, need, starts_on, term_starts(starts_on))[0])


def kept_words(request: SupportRequest, found: Match, *, half_days: int, ends_on: date) -> dict:
    """Return a match as it is kept with the deployment: its points, and its parts in words of every language."""
    earned, parts = score(need_of(request, half_days=half_days, ends_on=ends_on), found.candidate), {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            parts[code[:2]] = [[part.key, part.points, part.most, part.words] for part in earned]
    return {"points": found.points, "parts": parts}


def next_best(request: SupportRequest, besides: set[int]) -> Match | None:
    """Return the best possible match besides those already asked."""
    return next((one for one in shortlist(request).possible if one.candidate.pk not in besides), None)
