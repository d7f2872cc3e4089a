"""What the database knows of some leaders, read at once for one need or for thirty, as matching weighs them."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, Sum
from django.utils import timezone

from deployments.matching import ASKED_DAYS, Candidate, Need, Refusal, Room
from deployments.models import Consent, Deployment, SupportRequest, TermBudget
from designation.models import Absence, Designation
from directory.calendar import term_named
from directory.models.people import full_name
from directory.models.places import local_name
from directory.queries.terms import OpenDays, OpenDaysBy

YEAR = timedelta(days=365)
# What matching reads of a designation, its leader and its school. Rows, not objects: of three wide tables these columns
# are wanted, of sixty leaders at a time.
READ = (
    "pk", "state", "phases", "languages", "days_of_week", "travel_miles", "online_ok", "half_days_a_term",
    "release_asked_at", "assurance_until", "starts_on", "ends_on", "person__first_name", "person__last_name",
    "person__email", "person__is_active", "home_school", "home_school__name", "home_school__name_cy",
    "home_school__trust", "home_school__local_authority", "home_school__easting", "home_school__northing",
    "home_school__release__half_days_a_term",
)  # fmt: skip
REFUSED = ("refused__party", "refused__why", "refused__at")


class Told(NamedTuple):
    """One deployment of a leader for one of the requests, or at one of the schools; who refused it, if anybody did."""

    deployment: int
    request: int | None
    school: int
    state: str
    rating: int | None
    refusal: Refusal | None

    def refused(self, request: SupportRequest) -> Iterator[Refusal]:
        """Yield who said no, if it was for this very request, or the school's head for this school."""
        no = self.refusal
        if no is None:
            return
        of_school = self.school == request.school_id and no.party == Consent.Party.RECEIVING_HEAD
        if of_school or self.request == request.pk:
            yield no


class Leaders:
    """Some leaders, by the number of their designation: five queries, for however many leaders and needs."""

    def __init__(
        self, pks: Collection[int], asked: Sequence[tuple[SupportRequest, Need, OpenDaysBy]]
    ) -> None:
        """Read these leaders for requests, each with its need and the open days of the work in each of its terms."""
        needs = [need for _request, need, _terms in asked]
        self.areas = sorted(set().union(*(need.areas for need in needs)))
        self.rows = {row.pk: row for row in _rows(pks, self.areas)}
        self.taken = _taken({term for *_one, terms in asked for term in _starts(terms)}, self.rows.values())
        self.told = _told(pks, [request for request, *_one in asked])
        self.away = _away(pks, needs)
        past = _past(pks)
        self.known = {pk: self._known(row, past.get(pk, {})) for pk, row in self.rows.items()}

    def _known(self, row: Any, past: Mapping[str, Any]) -> Candidate:
        """Return what is the same of a leader for every need."""
        return Candidate(
            pk=row.pk,
            name=full_name(row.person__first_name, row.person__last_name, row.person__email),
            is_active=row.state == Designation.State.ACTIVE,
            areas=frozenset(area for area in self.areas if getattr(row, f"leads_in_{area}")),
            phases=frozenset(row.phases),
            languages=frozenset(row.languages),
            days_of_week=tuple(row.days_of_week),
            school=row.home_school,
            school_name=local_name(row.home_school__name, row.home_school__name_cy),
            trust=row.home_school__trust,
            easting=row.home_school__easting,
            northing=row.home_school__northing,
            travel_miles=row.travel_miles,
            online_ok=row.online_ok,
            away=tuple(self.away.get(row.pk, ())),
            is_released=row.release_asked_at is None,
            may_sign_in=row.person__is_active,
            assurance_until=row.assurance_until,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            **past,
        )

    def candidate(self, pk: int, request: SupportRequest, terms: OpenDaysBy) -> Candidate:
        """Return a leader as matching reads them for one request, the open days of whose work lie in these terms."""
        told = self.told.get(pk, [])
        at_school = {one.deployment: one for one in told if one.school == request.school_id}.values()
        refusals = sorted((no for one in told for no in one.refused(request)), key=_when)
        return replace(
            self.known[pk],
            rooms=self._rooms(self.rows[pk], terms),
            here=sum(one.state in Deployment.CAME_ABOUT for one in at_school),
            worst_here=min((one.rating for one in at_school if one.rating is not None), default=None),
            before=next((one.state for one in reversed(told) if one.request == request.pk), ""),
            refusal=refusals[-1] if refusals else None,
            unwanted=sum(one.is_unwanted for one in refusals),
        )

    def _rooms(self, row: Any, terms: OpenDaysBy) -> tuple[Room, ...]:
        """Return what is left of a leader's days, and of those of the leader's school, in the terms of some work."""
        mine: OpenDays = terms.get(row.home_school__local_authority, terms[None])
        return tuple(self._room(row, term, count) for term, count in sorted(mine.items()))

    def _room(self, row: Any, term: date, open_days: int) -> Room:
        left = row.half_days_a_term - self.taken.get(("leader", row.pk, term), 0)
        of_school = self.taken.get(("school", row.home_school, term), 0)
        released = row.home_school__release__half_days_a_term
        school_left = None if released is None else max(0, released - of_school)
        return Room(term, open_days, max(0, left), school_left, term_named(term))


def _when(refusal: Refusal) -> datetime:
    return refusal.at


def _starts(terms: OpenDaysBy) -> Iterable[date]:
    return (term for of_authority in terms.values() for term in of_authority)


def _rows(pks: Collection[int], areas: Iterable[int]) -> Iterable[Any]:
    """Return designations with leader, school, and which of these areas they lead in."""
    leads = Designation.areas.through.objects.filter(designation=OuterRef("pk"))
    in_areas = {f"leads_in_{area}": Exists(leads.filter(area=area)) for area in areas}
    found = Designation.objects.filter(pk__in=pks).order_by().annotate(**in_areas)
    return found.values_list(*READ, *in_areas, named=True)


def _past(pks: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return what all the deployments of leaders come to, as `Candidate` names it."""
    now, came_about = timezone.now(), Q(state__in=Deployment.CAME_ABOUT)
    found = Deployment.objects.filter(designation__in=pks).order_by().values("designation")
    rows: Any = found.annotate(
        live=Count("pk", filter=Q(state__in=Deployment.LIVE)),
        asked=Count("pk", filter=Q(created_at__gte=now - timedelta(days=ASKED_DAYS))),
        given=Sum("half_days", filter=came_about & Q(agreed_at__gte=now - YEAR), default=0),
        results=Count("overall_rating"),
        results_total=Sum("overall_rating", default=0),
    )
    return {row.pop("designation"): row for row in rows}


def _told(pks: Collection[int], requests: Sequence[SupportRequest]) -> dict[int, list[Told]]:
    """Return the deployments of leaders for these requests or at their schools, the first one first."""
    asked = Q(request__in=[one.pk for one in requests]) | Q(school__in={one.school_id for one in requests})
    refused = FilteredRelation("consents", condition=Q(consents__decision=Consent.Decision.REFUSED))
    rows = Deployment.objects.filter(asked, designation__in=pks).annotate(refused=refused).order_by("pk")
    told: dict[int, list[Told]] = {}
    known = ("designation", "pk", "request", "school", "state", "overall_rating")
    for leader, pk, request, school, state, rating, *no in rows.values_list(*known, *REFUSED):
        refusal = Refusal(*no) if no[0] else None
        told.setdefault(leader, []).append(Told(pk, request, school, state, rating, refusal))
    return told


def _away(pks: Collection[int], needs: Sequence[Need]) -> dict[int, list[tuple[date, date]]]:
    """Return the absences of leaders in the weeks asked for, the first one first."""
    first, last = min(need.starts_on for need in needs), max(need.ends_on for need in needs)
    absences = Absence.objects.filter(designation__in=pks, starts_on__lte=last, ends_on__gte=first)
    away: dict[int, list[tuple[date, date]]] = {}
    for leader, *days in absences.order_by("starts_on", "pk").values_list(
        "designation", "starts_on", "ends_on"
    ):
        away.setdefault(leader, []).append((days[0], days[1]))
    return away


Taken = dict[tuple[str, int | None, date], int]


def _taken(starts: Collection[date], rows: Iterable[Any]) -> Taken:
    """Return what is taken in these terms of leaders' budgets, and of their schools' where those set a limit."""
    leaders, schools = [], set()
    for row in rows:
        leaders.append(row.pk)
        if row.home_school__release__half_days_a_term is not None:
            schools.add(row.home_school)
    whose = Q(designation__in=leaders) | Q(school__in=schools)
    taken: Taken = {}
    budgets = TermBudget.objects.filter(whose, term_starts_on__in=starts).order_by()
    for leader, school, term, half_days in budgets.values_list(
        "designation", "school", "term_starts_on", "taken"
    ):
        taken["leader" if leader else "school", leader or school, term] = half_days
    return taken
