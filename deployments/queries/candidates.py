"""Who might meet a request: narrowed in the database, ranked by `matching`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from deployments.matching import ASKED_DAYS, Candidate, Match, Need, Refusal, Room, match, rank, score
from deployments.models import Consent, Deployment, SupportRequest, TermBudget
from deployments.queries.narrowing import narrowed
from deployments.queries.succession import Wanted, asked_for, wanted_instead, wanted_of
from designation.models import Absence, Designation, SchoolRelease
from designation.queries.leaders import found_by
from directory.calendar import term_named
from directory.models import School
from directory.queries.terms import OpenDays, OpenDaysBy, open_days_of

# So many of those who could do it are weighed one by one; the database finds which.
WEIGHED = 50
BLOCKED_SHOWN = 10
CALLED_SHOWN = 25
YEAR = timedelta(days=365)
PAST = ("live", "asked", "given", "results", "results_total", "here", "worst_here")
# What matching reads of a designation, its leader and its school; the rest of three wide rows is left where it is.
READ = [
    "state", "phases", "languages", "days_of_week", "travel_miles", "online_ok", "half_days_a_term", "release_asked_at",
    "assurance_until", "starts_on", "ends_on", "person__title", "person__first_name", "person__last_name",
    "person__email", "home_school__name", "home_school__name_cy", "home_school__trust", "home_school__local_authority",
    "home_school__easting", "home_school__northing",
]  # fmt: skip


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
        avoided=frozenset(one.pk for one in request.avoided.all()),
    )


def _annotated(found: QuerySet[Designation], request: SupportRequest, need: Need) -> QuerySet[Designation]:
    """Add absence in the window, the school's agreed release, the last proposal for this request."""
    # Away for the whole window blocks; days away within it are kept free when visits are planned.
    away = Absence.objects.filter(
        designation=OuterRef("pk"), starts_on__lte=need.starts_on, ends_on__gte=need.ends_on
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


def unwanted() -> Q:
    """Return what a refused deployment meets that the school supported refused for a conflict of interest."""
    of_school = Consent.objects.filter(deployment=OuterRef("pk"), party=Consent.Party.RECEIVING_HEAD)
    refused = of_school.filter(decision=Consent.Decision.REFUSED, why=Consent.Why.CONFLICT)
    return Q(Exists(refused), state=Deployment.State.REFUSED)


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


def _refusals(pks: Iterable[int], request: SupportRequest, school: int) -> dict[int, list[Refusal]]:
    """Return who refused these leaders for this request, and what this school ever said to them, the last one last.

    By designation (1 query).
    """
    of_school = Q(deployment__school=school, party=Consent.Party.RECEIVING_HEAD)
    refused = Consent.objects.filter(
        Q(deployment__request=request) | of_school,
        decision=Consent.Decision.REFUSED,
        deployment__designation__in=pks,
    )
    found: dict[int, list[Refusal]] = {}
    for leader, *said in refused.order_by("at").values_list("deployment__designation", *Refusal._fields):
        found.setdefault(leader, []).append(Refusal(*said))
    return found


Taken = dict[tuple[str, int | None, date], int]


def taken_in(starts: Iterable[date], rows: list) -> Taken:
    """Return what is taken of these leaders' budgets and their schools' in these terms (1 query)."""
    whose = Q(designation__in=[row.pk for row in rows]) | Q(school__in={row.home_school_id for row in rows})
    taken: Taken = {}
    budgets = TermBudget.objects.filter(whose, term_starts_on__in=starts).order_by()
    for leader, school, term, half_days in budgets.values_list(
        "designation", "school", "term_starts_on", "taken"
    ):
        taken["leader" if leader else "school", leader or school, term] = half_days
    return taken


def rooms_of(row: Any, terms: OpenDays, taken: Taken) -> tuple[Room, ...]:
    """Return what is left of a leader's days, and of those of the leader's school, in the terms of some work."""
    return tuple(_room(row, term, count, taken) for term, count in sorted(terms.items()))


def _room(row: Any, term: date, open_days: int, taken: Taken) -> Room:
    left = row.half_days_a_term - taken.get(("leader", row.pk, term), 0)
    of_school = taken.get(("school", row.home_school_id, term), 0)
    school_left = None if row.release is None else max(0, row.release - of_school)
    return Room(term, open_days, max(0, left), school_left, term_named(term))


def candidates(
    found: QuerySet[Designation], request: SupportRequest, need: Need, terms: OpenDaysBy
) -> list[Candidate]:
    """Return designations as matching reads them, in four queries however many there are.

    `terms` holds the open days of the work in each of its terms, by authority.
    """
    rows = list(_annotated(found, request, need))
    starts = {term for of_authority in terms.values() for term in of_authority}
    pks = [row.pk for row in rows]
    taken, past, refusals = (
        taken_in(starts, rows),
        _past(pks, need.school),
        _refusals(pks, request, need.school),
    )
    return [
        _candidate(row, need, past.get(row.pk, {}), refusals.get(row.pk, []), terms, taken) for row in rows
    ]


def _candidate(
    row: Any, need: Need, past: Mapping[str, Any], refusals: list[Refusal], terms: OpenDaysBy, taken: Taken
) -> Candidate:
    school: School = row.home_school
    return Candidate(
        pk=row.pk,
        name=str(row.person),
        is_active=row.state == Designation.State.ACTIVE,
        areas=frozenset(area for area in need.areas if getattr(row, f"leads_in_{area}")),
        phases=frozenset(row.phases),
        languages=frozenset(row.languages),
        days_of_week=tuple(row.days_of_week),
        school=school.pk,
        school_name=str(school),
        trust=school.trust_id,
        easting=school.easting,
        northing=school.northing,
        travel_miles=row.travel_miles,
        online_ok=row.online_ok,
        rooms=rooms_of(row, terms.get(school.local_authority_id, terms[None]), taken),
        is_absent=row.is_away,
        is_released=row.is_released,
        assurance_until=row.assurance_until,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        before=row.before,
        refusal=refusals[-1] if refusals else None,
        unwanted=sum(one.is_unwanted for one in refusals),
        **{name: past[name] for name in PAST if name in past},
    )


def terms_of(need: Need) -> OpenDaysBy:
    """Return how many open days of the work lie in each of its terms, by authority (1 query)."""
    span = (need.starts_on, need.ends_on)
    return open_days_of([span])[span]


def shortlist(request: SupportRequest, called: str = "", wanted: Wanted | None = None) -> Shortlist:
    """Return who leads in an area asked for, explained and in order; what is weighed does not grow with the alliance.

    Of an alliance of ten thousand leaders those `WEIGHED` are looked at one by one of whom the database promises
    most. Whoever is `called` so, by name or school, is answered for besides, whatever and whenever they lead. Of
    work that was stopped only the rest is `wanted`, unless it is given. Seven queries, one for those called, and two
    for the request's areas and whom to avoid.
    """
    need = need_of(request, wanted or wanted_of(request))
    terms = terms_of(need)
    keys = narrowed(need, terms, most=WEIGHED, most_blocked=BLOCKED_SHOWN)
    listed, answered = {*keys.possible, *keys.blocked}, set(_called(called))
    both = Designation.objects.filter(pk__in=listed | answered)
    found = rank(need, candidates(both, request, need, terms))
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
    leader = Designation.objects.filter(pk=designation.pk)
    return match(need, candidates(leader, request, need, terms_of(need))[0])


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


def best_instead(deployment: Deployment) -> Match | None:
    """Return the best possible match besides those asked already; None without a request."""
    if deployment.request is None:
        return None
    return next_best(deployment.request, wanted_instead(deployment))
