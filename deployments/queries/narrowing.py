"""What the database tells of a match: who is in question, who is blocked, and who promises most of the rest."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Power, Sqrt
from django.utils import timezone

from deployments.matching import ASKED_DAYS, ASKED_OFTEN, FAR_MILES, METRES_A_MILE, WEIGHTS, Need
from deployments.models import Deployment, TermBudget
from designation.models import Absence, Designation, SchoolRelease

Leaders = QuerySet[Designation]
WEIGHED_BY = ("pk", "blocked", "promise")


class Narrowed(NamedTuple):
    """Who is in question for a need: the most promising of those who could do it, and of those who could not."""

    possible: Sequence[int]
    blocked: Sequence[int]
    could: int  # how many of all, however few of them are ranked


def narrowed(
    need: Need, starts_on: date, term_starts: set[date], *, most: int, most_blocked: int
) -> Narrowed:
    """Return whom matching should weigh: so many at most, those of whom the database promises most (1 query).

    The promise is what area, phase, distance and language earn: 75 points of 100; matching knows the rest. The work
    begins on `starts_on` and may count in a term that begins on one of `term_starts`.
    """
    return _best_of(need, list(_weighed(need, starts_on, term_starts)), most=most, most_blocked=most_blocked)


def narrowed_each(
    wanted: Sequence[tuple[Need, set[date]]], *, most: int, most_blocked: int
) -> list[Narrowed]:
    """Return for each of several needs what `narrowed` does, from the day it is to begin (1 query for all)."""
    parts = [
        _weighed(need, need.starts_on, terms)
        .annotate(number=Value(number))
        .values_list("number", *WEIGHED_BY)
        for number, (need, terms) in enumerate(wanted)
    ]
    rows: list[list[Any]] = [[] for _part in parts]
    for number, *row in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
        rows[number].append(row)
    return [
        _best_of(need, rows[number], most=most, most_blocked=most_blocked)
        for number, (need, _terms) in enumerate(wanted)
    ]


def _weighed(need: Need, starts_on: date, term_starts: set[date]) -> Any:
    """Return everybody in question with whether they are blocked and what they promise."""
    blocked = Case(
        When(is_blocked(need, starts_on, term_starts), then=True), default=False, output_field=BooleanField()
    )
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("phases", "languages")}
    found = in_question(need).alias(**texts).annotate(blocked=blocked, promise=promise(need)).order_by()
    return found.values_list(*WEIGHED_BY)


def _best_of(need: Need, rows: Sequence[Any], *, most: int, most_blocked: int) -> Narrowed:
    rows = sorted(rows, key=lambda row: (row[0] != need.preferred, -row[2], row[0]))
    possible = [pk for pk, cannot, _promise in rows if not cannot]
    return Narrowed(
        possible[:most], [pk for pk, cannot, _promise in rows if cannot][:most_blocked], len(possible)
    )


def in_question(need: Need) -> Leaders:
    """Return live designations that lead in an area asked for, and who was asked for by name."""
    leads = Q(pk__in=Designation.areas.through.objects.filter(area__in=need.areas).values("designation"))
    return Designation.objects.filter(
        leads | Q(pk=need.preferred) if need.preferred else leads, state__in=Designation.LIVE
    )


def is_blocked(need: Need, starts_on: date, term_starts: set[date]) -> Q:
    """Return `matching.blocks` as far as the database can tell: all of them but the terms of other authorities."""
    lately = Deployment.objects.filter(created_at__gte=timezone.now() - timedelta(days=ASKED_DAYS))
    counted = lately.order_by().values("designation").annotate(count=Count("pk"))
    asked = counted.filter(count__gte=ASKED_OFTEN).values("designation")
    away = Absence.objects.filter(starts_on__lte=starts_on, ends_on__gte=need.ends_on).values("designation")
    found = (
        ~Q(state=Designation.State.ACTIVE)
        | Q(starts_on__gt=need.starts_on)
        | Q(ends_on__lt=need.ends_on)
        | Q(release_asked_at__isnull=False)
        | Q(assurance_until__isnull=True)
        | Q(assurance_until__lt=need.ends_on)
        | Q(home_school=need.school)
        | Q(pk__in=need.avoided)
        | _spent(need.half_days, term_starts)
        | Q(pk__in=away)
        | Q(pk__in=asked)
    )
    return found if need.trust is None else found | Q(home_school__trust=need.trust)


def _spent(half_days: int, term_starts: set[date]) -> Q:
    """Return who, or whose school, has fewer half days left in a term than are asked for."""
    budgets = TermBudget.objects.filter(term_starts_on__in=term_starts)
    taken = budgets.filter(
        designation=OuterRef("pk"), taken__gt=OuterRef("half_days_a_term") - Value(half_days)
    )
    release = SchoolRelease.objects.filter(half_days_a_term__lt=half_days).values("school")
    drawn = budgets.filter(taken__gt=F("school__release__half_days_a_term") - Value(half_days)).values(
        "school"
    )
    return (
        Q(half_days_a_term__lt=half_days)
        | Q(Exists(taken))
        | Q(home_school__in=release)
        | Q(home_school__in=drawn)
    )


def promise(need: Need) -> Any:
    """Return what the parts earn that stand in the designation's own row and its school's, by the one table."""
    return (
        _areas(need) * WEIGHTS["area"]
        + _phase(need) * WEIGHTS["phase"]
        + _language(need) * WEIGHTS["language"]
        + _near(need) * WEIGHTS["distance"]
    )


def _areas(need: Need) -> Any:
    leads = Designation.areas.through.objects.filter(designation=OuterRef("pk"), area__in=need.areas)
    met = leads.order_by().values("designation").values_list(Count("area"))
    return Coalesce(Cast(Subquery(met), FloatField()), 0.0) / max(1, len(need.areas))


def _holds(name: str, word: str) -> Q:
    """Return who has a word in a list that is kept as JSON; read as text, which every database can."""
    return Q(**{f"{name}_text__contains": f'"{word}"'})


def _phase(need: Need) -> Any:
    part = _holds("phases", "all_through")
    if need.phase == "all_through":
        part |= ~Q(phases=[])
    return _share(When(_holds("phases", need.phase), then=1.0), When(part, then=0.5))


def _language(need: Need) -> Any:
    wanted = {"english": ["en"], "welsh": ["cy"]}.get(need.language, ["en", "cy"])
    return _share(*(When(_holds("languages", word), then=1.0) for word in wanted))


def _near(need: Need) -> Any:
    if need.easting is None or need.northing is None:
        far: list[When] = []
        nearness: Any = Value(0.0)
    else:
        miles = _miles(need.easting, need.northing)
        far = [
            When(home_school__easting__isnull=True, then=0.0),
            When(home_school__northing__isnull=True, then=0.0),
            When(travel_miles__lt=miles, then=0.0),
        ]
        nearness = Greatest(0.0, 1 - miles / FAR_MILES, output_field=FloatField())
    online = [] if need.delivery == "on_site" else [When(online_ok=True, then=1.0)]
    return Case(*online, *far, default=nearness, output_field=FloatField())


def _miles(easting: int, northing: int) -> Any:
    east = Cast(F("home_school__easting"), FloatField()) - easting
    north = Cast(F("home_school__northing"), FloatField()) - northing
    return Sqrt(Power(east, 2) + Power(north, 2), output_field=FloatField()) / METRES_A_MILE


def _share(*cases: When) -> Any:
    return Case(*cases, default=0.0, output_field=FloatField())
