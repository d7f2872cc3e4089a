"""What the database tells of a match: who is in question, who is blocked, and who promises most of the rest."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    FloatField,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Greatest, Least, Power, Sqrt
from django.utils import timezone

from deployments.matching import ASKED_DAYS, ASKED_OFTEN, FAR_MILES, METRES_A_MILE, WEIGHTS, Need
from deployments.matching.scores import PLENTY_HALF_DAYS, USUAL_RESULT
from deployments.models import Deployment, TermBudget
from designation.models import Absence, Designation, SchoolRelease
from directory.queries.terms import OpenDaysBy

Leaders = QuerySet[Designation]
WEIGHED_BY = ("pk", "blocked", "promise", "days", "taken")


class Narrowed(NamedTuple):
    """Who is in question for a need: the most promising of those who could do it, and of those who could not."""

    possible: Sequence[int]
    blocked: Sequence[int]
    could: int  # how many of all, however few of them are ranked


def narrowed(need: Need, terms: OpenDaysBy, *, most: int, most_blocked: int) -> Narrowed:
    """Return whom matching should weigh: so many at most, those of whom the database promises most (1 query).

    The promise is what area, phase, distance, language, days left and having worked there earn: 85 points of 100, but
    for days kept back by a school; matching knows the rest. The work lies in these `terms`, whose budgets are taken
    together here, the leader's and the school's each by itself: who has days only where the school has none is
    found out when weighed one by one.
    """
    rows = _read(_weighed(need, terms))
    return _best_of(need, rows, most=most, most_blocked=most_blocked)


def narrowed_each(
    wanted: Sequence[tuple[Need, OpenDaysBy]], *, most: int, most_blocked: int
) -> list[Narrowed]:
    """Return for each of several needs what `narrowed` does (1 query for all)."""
    parts = [
        _weighed(need, terms).annotate(number=Value(number)).values_list("number", *WEIGHED_BY)
        for number, (need, terms) in enumerate(wanted)
    ]
    rows: list[list[Any]] = [[] for _part in parts]
    for number, *row in _read(parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]):
        rows[number].append(row)
    return [
        _best_of(need, rows[number], most=most, most_blocked=most_blocked)
        for number, (need, _terms) in enumerate(wanted)
    ]


def _weighed(need: Need, terms: OpenDaysBy) -> Any:
    """Return everybody in question with whether they are blocked and what they promise."""
    blocked = Case(When(is_blocked(need, terms), then=True), default=False, output_field=BooleanField())
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("phases", "languages")}
    taken = _taken_in(terms, Least(F("taken"), OuterRef("half_days_a_term")), designation=OuterRef("pk"))
    days = F("half_days_a_term") * _number_of(terms, "home_school")
    found = in_question(need).alias(**texts)
    found = found.annotate(blocked=blocked, promise=promise(need), days=days, taken=taken)
    return found.order_by().values_list(*WEIGHED_BY)


def _read(found: Any) -> list[tuple]:
    """Return rows as the driver gives them: to convert a thousand numbers to themselves costs as much again."""
    with connection.cursor() as cursor:
        cursor.execute(*found.query.sql_with_params())
        return cursor.fetchall()


def _best_of(need: Need, rows: Iterable[Any], *, most: int, most_blocked: int) -> Narrowed:
    """Return the most promising of those who could and of those who could not; the days left are counted here."""
    found = []
    for pk, cannot, told, half_days, taken in rows:
        left = max(0, half_days - (taken or 0))
        earned = told + min(left, PLENTY_HALF_DAYS) / PLENTY_HALF_DAYS * WEIGHTS["days_left"]
        found.append((pk != need.preferred, -earned, pk, cannot or left < need.half_days))
    found.sort()
    possible = [pk for *_order, pk, cannot in found if not cannot]
    return Narrowed(
        possible[:most], [pk for *_order, pk, cannot in found if cannot][:most_blocked], len(possible)
    )


def in_question(need: Need) -> Leaders:
    """Return live designations that lead in an area asked for, and who was asked for by name."""
    leads = Q(pk__in=Designation.areas.through.objects.filter(area__in=need.areas).values("designation"))
    return Designation.objects.filter(
        leads | Q(pk=need.preferred) if need.preferred else leads, state__in=Designation.LIVE
    )


def is_blocked(need: Need, terms: OpenDaysBy) -> Q:
    """Return `matching.blocks` as far as the database can tell: all but the leader's days, which are counted anyway."""
    lately = Deployment.objects.filter(created_at__gte=timezone.now() - timedelta(days=ASKED_DAYS))
    counted = lately.order_by().values("designation").annotate(count=Count("pk"))
    asked = counted.filter(count__gte=ASKED_OFTEN).values("designation")
    away = Absence.objects.filter(starts_on__lte=need.starts_on, ends_on__gte=need.ends_on).values(
        "designation"
    )
    found = (
        ~Q(state=Designation.State.ACTIVE)
        | Q(starts_on__gt=need.starts_on)
        | Q(ends_on__lt=need.ends_on)
        | Q(release_asked_at__isnull=False)
        | Q(assurance_until__isnull=True)
        | Q(assurance_until__lt=need.ends_on)
        | Q(home_school=need.school)
        | Q(pk__in=need.avoided)
        | _school_spent(need.half_days, terms)
        | Q(pk__in=away)
        | Q(pk__in=asked)
    )
    return found if need.trust is None else found | Q(home_school__trust=need.trust)


def _school_spent(half_days: int, terms: OpenDaysBy) -> Q:
    """Return whose school has fewer half days left in the terms of the work than are asked for."""
    taken = _taken_in(terms, Least(F("taken"), OuterRef("half_days_a_term")), school=OuterRef("school"))
    left = F("half_days_a_term") * _number_of(terms, "school") - Coalesce(taken, 0)
    spent = SchoolRelease.objects.annotate(left=left).filter(left__lt=half_days)
    return Q(home_school__in=spent.values("school"))


def _taken_in(terms: OpenDaysBy, taken: Any, **whose: Any) -> Subquery:
    """Return what is taken of somebody's budgets in the terms of the work, together."""
    starts = {term for of_authority in terms.values() for term in of_authority}
    drawn = TermBudget.objects.filter(**whose, term_starts_on__in=starts).order_by()
    # Not `Sum`, which groups what is one group anyway: this is written for every page.
    total = Func(taken, function="SUM", output_field=IntegerField())
    return Subquery(drawn.values_list(total), output_field=IntegerField())


def _number_of(terms: OpenDaysBy, school: str) -> Any:
    """Return in how many terms the work lies by the calendar of a school's authority."""
    usual = len(terms[None])
    others = [
        When(**{f"{school}__local_authority": authority}, then=len(of_authority))
        for authority, of_authority in terms.items()
        if authority is not None and len(of_authority) != usual
    ]
    return Case(*others, default=usual, output_field=IntegerField()) if others else Value(usual)


def promise(need: Need) -> Any:
    """Return what the parts earn that stand in the designation's own row and its school's, by the one table."""
    return (
        _areas(need) * WEIGHTS["area"]
        + _phase(need) * WEIGHTS["phase"]
        + _language(need) * WEIGHTS["language"]
        + _near(need) * WEIGHTS["distance"]
        + _known_here(need) * WEIGHTS["known_here"]
    )


def _areas(need: Need) -> Any:
    """Return the share of the areas asked for that are led: each looked up once, never once for every leader."""
    leads = Designation.areas.through.objects
    led = (When(pk__in=leads.filter(area=area).values("designation"), then=1.0) for area in need.areas)
    return sum((_share(one) for one in led), Value(0.0)) / max(1, len(need.areas))


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


def _known_here(need: Need) -> Any:
    here = Deployment.objects.filter(school=need.school)
    came = here.filter(state__in=Deployment.CAME_ABOUT).values("designation")
    disappointed = here.filter(overall_rating__lt=USUAL_RESULT).values("designation")
    return _share(When(Q(pk__in=came) & ~Q(pk__in=disappointed), then=1.0))


def _miles(easting: int, northing: int) -> Any:
    east = Cast(F("home_school__easting"), FloatField()) - easting
    north = Cast(F("home_school__northing"), FloatField()) - northing
    return Sqrt(Power(east, 2) + Power(north, 2), output_field=FloatField()) / METRES_A_MILE


def _share(*cases: When) -> Any:
    return Case(*cases, default=0.0, output_field=FloatField())
