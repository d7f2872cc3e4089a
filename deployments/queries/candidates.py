"""Who might meet a request: narrowed in the database in four queries, ranked by `matching`."""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import translation

from deployments.matching import Candidate, Match, Need, match, rank, score
from deployments.models import Deployment, SupportRequest, TermBudget
from designation.models import Absence, Designation, SchoolRelease
from directory.calendar import SchoolTerm
from directory.models import School, Term
from directory.queries.terms import term_among


def need_of(
    request: SupportRequest,
    *,
    half_days: int | None = None,
    ends_on: date | None = None,
    avoided: bool = True,
) -> Need:
    """Return a request as matching reads it; days and end may be what is about to be proposed."""
    school = request.school
    return Need(
        areas=frozenset(area.pk for area in request.areas.all()),
        phase=request.phase,
        language=request.language,
        delivery=request.delivery,
        half_days=half_days or request.half_days,
        ends_on=ends_on or request.ends_on,
        school=school.pk,
        trust=school.trust_id,
        easting=school.easting,
        northing=school.northing,
        preferred=request.preferred_id,
        avoided=frozenset(one.pk for one in request.avoided.all()) if avoided else frozenset(),
    )


def _possible(need: Need) -> QuerySet[Designation]:
    """Narrow to live designations that lead in an area asked for, or were asked for by name."""
    leads = Designation.areas.through.objects.filter(designation=OuterRef("pk"), area__in=need.areas)
    return Designation.objects.filter(Exists(leads) | Q(pk=need.preferred), state__in=Designation.LIVE)


def _annotated(found: QuerySet[Designation], starts_on: date, ends_on: date) -> QuerySet[Designation]:
    """Add absence in the window, live deployments and the school's agreed release to each designation."""
    # Away for the whole window blocks; days away within it are kept free when visits are planned.
    away = Absence.objects.filter(designation=OuterRef("pk"), starts_on__lte=starts_on, ends_on__gte=ends_on)
    live = Deployment.objects.live().filter(designation=OuterRef("pk")).order_by().values("designation")
    release = SchoolRelease.objects.filter(school=OuterRef("home_school")).values("half_days_a_term")
    return found.annotate(
        is_away=Exists(away),
        live_count=Coalesce(Subquery(live.annotate(count=Count("pk")).values("count")), 0),
        release=Subquery(release[:1]),
    ).select_related("person", "home_school")


def _terms(schools: set[int]) -> dict[int, list[SchoolTerm]]:
    """Return the terms of the authorities of these schools, by authority, in one query."""
    terms = defaultdict(list)
    for term in Term.objects.filter(local_authority__in=schools).order_by("starts_on"):
        terms[term.local_authority_id].append(
            SchoolTerm(
                term.season, term.starts_on, term.ends_on, term.half_term_starts_on, term.half_term_ends_on
            )
        )
    return terms


def _taken(starts: set[date]) -> dict[tuple[str, int | None, date], int]:
    """Return what is taken of every budget of these terms: by leader and by school, in one query."""
    taken = {}
    for budget in TermBudget.objects.filter(term_starts_on__in=starts):
        kind, pk = (
            ("leader", budget.designation_id) if budget.designation_id else ("school", budget.school_id)
        )
        taken[kind, pk, budget.term_starts_on] = budget.taken
    return taken


def candidates(
    found: QuerySet[Designation], starts_on: date, ends_on: date, areas: frozenset[int]
) -> list[Candidate]:
    """Return designations as matching reads them, in four queries however many there are."""
    rows = list(_annotated(found, starts_on, ends_on))
    through = Designation.areas.through.objects.filter(area__in=areas)
    if len(rows) < 500:  # a long list of numbers costs more than reading the areas of a few more
        through = through.filter(designation__in=[row.pk for row in rows])
    leads_in = defaultdict(set)
    for designation, area in through.values_list("designation_id", "area_id"):
        leads_in[designation].add(area)
    terms = _terms({row.home_school.local_authority_id for row in rows})
    term_of = {
        authority: term_among(terms[authority], starts_on).starts_on
        for authority in {row.home_school.local_authority_id for row in rows}
    }
    taken = _taken(set(term_of.values()))
    return [_candidate(row, frozenset(leads_in[row.pk]), term_of, taken) for row in rows]


def _candidate(row, areas: frozenset[int], term_of: dict[int, date], taken: dict) -> Candidate:
    school: School = row.home_school
    term = term_of[school.local_authority_id]
    school_left = None if row.release is None else row.release - taken.get(("school", school.pk, term), 0)
    return Candidate(
        pk=row.pk,
        name=str(row.person),
        is_active=row.state == Designation.State.ACTIVE,
        areas=areas,
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
        assurance_until=row.assurance_until,
        live=row.live_count,
    )


def shortlist(request: SupportRequest) -> list[Match]:
    """Return everybody who leads in an area asked for, explained and in order, the blocked ones last."""
    need = need_of(request)
    return rank(need, candidates(_possible(need), request.starts_on, request.ends_on, need.areas))


def match_of(
    request: SupportRequest, designation: Designation, *, half_days: int, starts_on: date, ends_on: date
) -> Match:
    """Return one designation matched with what is about to be proposed to it."""
    need = need_of(request, half_days=half_days, ends_on=ends_on)
    found = candidates(Designation.objects.filter(pk=designation.pk), starts_on, ends_on, need.areas)
    return match(need, found[0])


def kept_words(request: SupportRequest, found: Match, *, half_days: int, ends_on: date) -> dict:
    """Return a match as it is kept with the deployment: its points, and its parts in words of every language."""
    need, parts = need_of(request, half_days=half_days, ends_on=ends_on), {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            parts[code[:2]] = [list(part) for part in score(need, found.candidate)]
    return {"points": found.points, "parts": parts}


def next_best(request: SupportRequest, besides: set[int]) -> Match | None:
    """Return the best possible match besides those already asked."""
    return next(
        (one for one in shortlist(request) if one.is_possible and one.candidate.pk not in besides), None
    )
