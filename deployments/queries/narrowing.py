"""What the database tells of a match: who is in question, who is blocked, and who promises most of the rest."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    DateTimeField,
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
from deployments.queries.prepared import Given, Prepared, read
from designation.models import Absence, Designation, SchoolRelease
from directory.models import Person
from directory.queries.terms import OpenDaysBy

Leaders = QuerySet[Designation]
A_HALF_DAY = WEIGHTS["days_left"] / PLENTY_HALF_DAYS  # what each half day left earns, until there are plenty
Wanted = Sequence[tuple[Need, OpenDaysBy]]


class Narrowed(NamedTuple):
    """Who is in question for a need: the most promising of those who could do it, and of those who could not."""

    possible: Sequence[int]
    blocked: Sequence[int]
    could: int  # how many of all, however few of them are ranked


# One leader in question: whether another one was asked for by name, the points promised below nothing, so that the
# least comes first, and who it is. Plain, for a page sorts a thousand of them.
Promise = tuple[bool, float, int]


def narrowed(need: Need, terms: OpenDaysBy, *, most: int, most_blocked: int) -> Narrowed:
    """Return whom matching should weigh for one need, as `narrowed_each` does for several (1 query)."""
    return narrowed_each([(need, terms)], most=most, most_blocked=most_blocked)[0]


def narrowed_each(wanted: Wanted, *, most: int, most_blocked: int) -> list[Narrowed]:
    """Return for each need whom matching should weigh: so many at most, of whom the database promises most (1 query).

    The promise is what area, phase, distance, language, days left and having worked there earn: 85 points of 100, but
    for days kept back by a school; matching knows the rest. The work lies in the terms that stand with the need, whose
    budgets are taken together here, the leader's and the school's each by itself: who has days only where the school
    has none is found out when weighed one by one.
    """
    free: list[list[Promise]] = [[] for _one in wanted]
    blocked: list[list[Promise]] = [[] for _one in wanted]
    needs = [need for need, _terms in wanted]
    asked = [(prepared(Shape.of(*one)), values_of(number, *one)) for number, one in enumerate(wanted)]
    for number, pk, is_blocked, told, half_days, taken in read(asked):
        need, left = needs[number], max(0, half_days - (taken or 0))
        # The days left are counted here: the database would look them up twice.
        promised = (pk != need.preferred, -told - A_HALF_DAY * min(left, PLENTY_HALF_DAYS), pk)
        (blocked if is_blocked or left < need.half_days else free)[number].append(promised)
    return [
        Narrowed(_best(could)[:most], _best(could_not)[:most_blocked], len(could))
        for could, could_not in zip(free, blocked, strict=True)
    ]


def _best(found: list[Promise]) -> list[int]:
    return [pk for _is_other, _less, pk in sorted(found)]


class Shape(NamedTuple):
    """All of a need that changes how its query is written; what only changes its values is left out."""

    phase: str
    language: str
    delivery: str
    areas: int
    avoided: int
    starts: int  # of terms, by the calendar of any authority
    terms: int  # in which the work lies
    terms_of: tuple[tuple[int, int], ...]  # the same for authorities where it is another number
    is_placed: bool
    has_trust: bool
    has_preferred: bool

    @classmethod
    def of(cls, need: Need, terms: OpenDaysBy) -> "Shape":
        """Return the shape of what is asked about one need."""
        usual = len(terms[None])
        others = ((authority, len(days)) for authority, days in terms.items() if authority is not None)
        return cls(
            phase=need.phase,
            language=need.language,
            delivery=need.delivery,
            areas=len(need.areas),
            avoided=len(need.avoided),
            starts=len(_starts(terms)),
            terms=usual,
            terms_of=tuple(sorted(one for one in others if one[1] != usual)),
            is_placed=None not in (need.easting, need.northing),
            has_trust=need.trust is not None,
            has_preferred=need.preferred is not None,
        )


def _starts(terms: OpenDaysBy) -> list[Any]:
    return sorted({term for of_authority in terms.values() for term in of_authority})


def values_of(number: int, need: Need, terms: OpenDaysBy) -> dict[str, Any]:
    """Return what the query of a need is asked with, by the names in it."""
    lists = {"area": sorted(need.areas), "avoided": sorted(need.avoided), "start": _starts(terms)}
    listed = {f"{name}_{place}": one for name, ones in lists.items() for place, one in enumerate(ones)}
    since = timezone.now() - timedelta(days=ASKED_DAYS)
    return vars(need) | listed | {"number": number, "since": since}


@lru_cache(maxsize=256)
def prepared(shape: Shape) -> Prepared:
    """Return the query of one shape: the need's number and everybody in question, blocked or not, with their promise.

    Besides the promise stand the half days of their terms and what is taken of these.
    """
    texts = {f"{name}_text": Cast(name, TextField()) for name in ("phases", "languages")}
    found = (
        in_question(shape)
        .alias(**texts)
        .annotate(
            number=_number("number"),
            blocked=is_blocked(shape),
            promise=Cast(
                promise(shape), FloatField()
            ),  # else PostgreSQL adds up decimals where no place is known
            days=F("half_days_a_term") * _terms_at("home_school", shape),
            taken=_taken_in(
                shape, Least(F("taken"), OuterRef("half_days_a_term")), designation=OuterRef("pk")
            ),
        )
    )
    return Prepared.of(found.order_by().values_list("number", "pk", "blocked", "promise", "days", "taken"))


def _number(name: str) -> Any:
    return Given(name, IntegerField())


def _key(name: str) -> Any:
    return Given(name, BigIntegerField())


def _day(name: str) -> Any:
    return Given(name, DateField())


def _keys(name: str, count: int) -> list[Any]:
    return [_key(f"{name}_{place}") for place in range(count)]


def in_question(shape: Shape) -> Leaders:
    """Return live designations that lead in an area asked for, and who was asked for by name."""
    in_one = reduce(or_, (Q(area=area) for area in _keys("area", shape.areas)), Q(pk=None))
    found = Q(pk__in=Designation.areas.through.objects.filter(in_one).values("designation"))
    if shape.has_preferred:
        found |= Q(pk=_key("preferred"))
    return Designation.objects.filter(found, state__in=Designation.LIVE)


def is_blocked(shape: Shape) -> Q:
    """Return `matching.blocks` as far as the database can tell: all but the leader's days, which are counted anyway."""
    first, last = _day("starts_on"), _day("ends_on")
    lately = Deployment.objects.filter(created_at__gte=Given("since", DateTimeField()))
    counted = lately.order_by().values("designation").annotate(count=Count("pk"))
    asked = counted.filter(count__gte=ASKED_OFTEN).values("designation")
    away = Absence.objects.filter(starts_on__lte=first, ends_on__gte=last).values("designation")
    found = (
        ~Q(state=Designation.State.ACTIVE)
        | Q(person__in=Person.objects.filter(is_active=False).values("pk"))
        | Q(starts_on__gt=first)
        | Q(ends_on__lt=last)
        | Q(release_asked_at__isnull=False)
        | Q(assurance_until__isnull=True)
        | Q(assurance_until__lt=last)
        | Q(home_school=_key("school"))
        | Q(pk__in=_keys("avoided", shape.avoided))
        | _school_spent(shape)
        | Q(pk__in=away)
        | Q(pk__in=asked)
    )
    return found | Q(home_school__trust=_key("trust")) if shape.has_trust else found


def _school_spent(shape: Shape) -> Q:
    """Return whose school has fewer half days left in the terms of the work than are asked for."""
    taken = _taken_in(shape, Least(F("taken"), OuterRef("half_days_a_term")), school=OuterRef("school"))
    left = F("half_days_a_term") * _terms_at("school", shape) - Coalesce(taken, 0)
    spent = SchoolRelease.objects.annotate(left=left).filter(left__lt=_number("half_days"))
    return Q(home_school__in=spent.values("school"))


def _taken_in(shape: Shape, taken: Any, **whose: Any) -> Subquery:
    """Return what is taken of somebody's budgets in the terms of the work, together."""
    starts = [_day(f"start_{place}") for place in range(shape.starts)]
    drawn = TermBudget.objects.filter(**whose, term_starts_on__in=starts).order_by()
    # Not `Sum`, which groups what is one group anyway.
    total = Func(taken, function="SUM", output_field=IntegerField())
    return Subquery(drawn.values_list(total), output_field=IntegerField())


def _terms_at(school: str, shape: Shape) -> Any:
    """Return in how many terms the work lies by the calendar of a school's authority."""
    others = [
        When(**{f"{school}__local_authority": authority}, then=count) for authority, count in shape.terms_of
    ]
    return Case(*others, default=shape.terms, output_field=IntegerField()) if others else Value(shape.terms)


def promise(shape: Shape) -> Any:
    """Return what the parts earn that stand in the designation's own row and its school's, by the one table."""
    return _areas(shape) + _phase(shape) + _language(shape) + _near(shape) + _known_here()


def _areas(shape: Shape) -> Any:
    """Return what the areas led of those asked for earn: each looked up once, never once for every leader.

    Whoever is in question leads in the only area that was asked for, if nobody is in question by name.
    """
    if shape.areas == 1 and not shape.has_preferred:
        return Value(float(WEIGHTS["area"]))
    leads = Designation.areas.through.objects
    earned = WEIGHTS["area"] / max(1, shape.areas)
    led = (leads.filter(area=area).values("designation") for area in _keys("area", shape.areas))
    return sum((_earned(When(pk__in=one, then=earned)) for one in led), Value(0.0))


def _holds(name: str, word: str) -> Q:
    """Return who has a word in a list that is kept as JSON; read as text, which every database can."""
    return Q(**{f"{name}_text__contains": f'"{word}"'})


def _phase(shape: Shape) -> Any:
    part = _holds("phases", "all_through")
    if shape.phase == "all_through":
        part |= ~Q(phases=[])
    whole = WEIGHTS["phase"]
    return _earned(When(_holds("phases", shape.phase), then=whole), When(part, then=whole / 2))


def _language(shape: Shape) -> Any:
    wanted = {"english": ["en"], "welsh": ["cy"]}.get(shape.language, ["en", "cy"])
    return _earned(*(When(_holds("languages", word), then=WEIGHTS["language"]) for word in wanted))


def _near(shape: Shape) -> Any:
    """Return what being near earns, or working online where that will do; a place that is not known earns nothing."""
    whole = WEIGHTS["distance"]
    online = [] if shape.delivery == "on_site" else [When(online_ok=True, then=whole)]
    if not shape.is_placed:
        return _earned(*online)
    east, north = (
        F("home_school__easting") - _number("easting"),
        F("home_school__northing") - _number("northing"),
    )
    miles = Sqrt(Power(east, 2) + Power(north, 2), output_field=FloatField()) / METRES_A_MILE
    nowhere = Q(home_school__easting=None) | Q(home_school__northing=None)
    too_far = When(nowhere | Q(travel_miles__lt=miles), then=0)
    nearness = Greatest(0.0, whole - miles * (whole / FAR_MILES), output_field=FloatField())
    return _earned(*online, too_far, default=nearness)


def _known_here() -> Any:
    here = Deployment.objects.filter(school=_key("school"))
    came = here.filter(state__in=Deployment.CAME_ABOUT).values("designation")
    disappointed = here.filter(overall_rating__lt=USUAL_RESULT).values("designation")
    return _earned(When(Q(pk__in=came) & ~Q(pk__in=disappointed), then=WEIGHTS["known_here"]))


def _earned(*cases: When, default: Any = 0) -> Any:
    return Case(*cases, default=default, output_field=FloatField())
