"""Several open requests at once, as the assignment weighs them: the same few queries for one request and for thirty."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Min, OuterRef, Q, Subquery, Sum
from django.utils import timezone

from deployments.matching import ASKED_DAYS, Ask, Candidate, Need, rank
from deployments.models import Deployment, SupportRequest
from deployments.queries.candidates import READ, WEIGHED, YEAR, need_of, rooms_of, taken_in, unwanted
from deployments.queries.narrowing import narrowed_each
from deployments.queries.succession import Wanted, wanted_of_each
from deployments.queries.waiting import urgent_first
from designation.models import Absence, Designation, SchoolRelease
from directory.queries.terms import OpenDays, OpenDaysBy, open_days_of

AT_ONCE = 30
BLOCKED_ASKED = 10  # so many of those who cannot are asked why, where nobody can


def open_requests(person: Any) -> list[SupportRequest]:
    """Return the open requests a person sees, as many as are assigned at once: the urgent, then the longest waiting."""
    found = SupportRequest.objects.visible_to(person).waiting().in_full()
    return list(urgent_first(found)[:AT_ONCE])


def asks_of(requests: Sequence[SupportRequest], wanted: Mapping[int, Wanted] | None = None) -> list[Ask]:
    """Return requests with everybody who is weighed for each, in seven queries however many there are.

    What each is looked for, `wanted`, is asked of the database where it is not known yet.

    Of each request those `WEIGHED` are looked at of whom the database promises most: twice as many as can be assigned
    together, so that whoever is left out is one of many alike.
    """
    if not requests:
        return []
    wanted = wanted or wanted_of_each(requests)
    needs = [need_of(request, wanted[request.pk]) for request in requests]
    spans = open_days_of({(need.starts_on, need.ends_on) for need in needs})
    terms = [spans[need.starts_on, need.ends_on] for need in needs]
    keys = narrowed_each(list(zip(needs, terms, strict=True)), most=WEIGHED, most_blocked=BLOCKED_ASKED)
    starts = {term for one in terms for of_authority in one.values() for term in of_authority}
    leaders = Leaders({pk for one in keys for pk in (*one.possible, *one.blocked)}, requests, needs, starts)
    asks = []
    for request, need, of_need, one in zip(requests, needs, terms, keys, strict=True):
        known = [leaders.candidate(pk, need, of_need) for pk in (*one.possible, *one.blocked)]
        matches = rank(need, [replace(one, before=leaders.before(one.pk, request)) for one in known])
        asks.append(Ask(request.pk, need.half_days, matches))
    return asks


class Leaders:
    """What is known of some leaders, read at once for several needs."""

    def __init__(
        self,
        pks: Iterable[int],
        requests: Sequence[SupportRequest],
        needs: Sequence[Need],
        terms: set[date],
    ) -> None:
        release = SchoolRelease.objects.filter(school=OuterRef("home_school")).values("half_days_a_term")
        found = Designation.objects.filter(pk__in=pks).annotate(release=Subquery(release[:1]))
        self.rows = {row.pk: row for row in found.select_related("person", "home_school").only(*READ)}
        self.taken = taken_in(terms, list(self.rows.values()))
        self.past = _past(pks, {need.school for need in needs}, [request.pk for request in requests])
        self.areas: dict[int, set[int]] = {}
        leads = Designation.areas.through.objects.filter(designation__in=pks)
        for leader, area in leads.filter(area__in=set().union(*(need.areas for need in needs))).values_list(
            "designation", "area"
        ):
            self.areas.setdefault(leader, set()).add(area)
        self.away: dict[int, list[tuple[date, date]]] = {}
        absences = Absence.objects.filter(
            designation__in=pks,
            starts_on__lte=max(need.starts_on for need in needs),
            ends_on__gte=min(need.ends_on for need in needs),
        )
        for leader, first, last in absences.values_list("designation", "starts_on", "ends_on"):
            self.away.setdefault(leader, []).append((first, last))
        self.known = {pk: self._known(row) for pk, row in self.rows.items()}

    def before(self, pk: int, request: SupportRequest) -> str:
        """Return a state of a leader's earlier proposals for this request, empty for one never proposed for it."""
        return self.past.get(pk, {}).get(f"before_{request.pk}") or ""

    def _known(self, row: Any) -> Candidate:
        """Return what is the same of a leader for every need."""
        school, past = row.home_school, self.past.get(row.pk, {})
        return Candidate(
            pk=row.pk,
            name=str(row.person),
            is_active=row.state == Designation.State.ACTIVE,
            areas=frozenset(self.areas.get(row.pk, ())),
            phases=frozenset(row.phases),
            languages=frozenset(row.languages),
            school=school.pk,
            school_name=str(school),
            trust=school.trust_id,
            easting=school.easting,
            northing=school.northing,
            travel_miles=row.travel_miles,
            online_ok=row.online_ok,
            is_released=row.is_released,
            assurance_until=row.assurance_until,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            **{name: past[name] for name in SAME if name in past},
        )

    def candidate(self, pk: int, need: Need, terms: OpenDaysBy) -> Candidate:
        """Return a leader as matching reads them for one need, whose terms these are."""
        row, past = self.rows[pk], self.past.get(pk, {})
        mine: OpenDays = terms.get(row.home_school.local_authority_id, terms[None])
        away = self.away.get(pk, ())
        return replace(
            self.known[pk],
            rooms=rooms_of(row, mine, self.taken),
            is_absent=any(first <= need.starts_on and last >= need.ends_on for first, last in away),
            here=past.get(f"here_{need.school}", 0),
            unwanted=past.get(f"unwanted_{need.school}", 0),
            worst_here=past.get(f"worst_{need.school}"),
        )


SAME = ("live", "asked", "given", "results", "results_total")


def _past(
    pks: Iterable[int], schools: Iterable[int], requests: Iterable[int]
) -> dict[int, Mapping[str, Any]]:
    """Return what these leaders' deployments come to, in all, at each school and for each request (1 query)."""
    now, came_about = timezone.now(), Q(state__in=Deployment.CAME_ABOUT)
    of_each: dict[str, Any] = {}
    for school in schools:
        of_each[f"here_{school}"] = Count("pk", filter=came_about & Q(school=school))
        of_each[f"unwanted_{school}"] = Count("pk", filter=Q(school=school) & unwanted())
        of_each[f"worst_{school}"] = Min("overall_rating", filter=Q(school=school))
    for request in requests:
        of_each[f"before_{request}"] = Max("state", filter=Q(request=request))
    rows = Deployment.objects.filter(designation__in=pks).order_by().values("designation")
    rows = rows.annotate(
        live=Count("pk", filter=Q(state__in=Deployment.LIVE)),
        asked=Count("pk", filter=Q(created_at__gte=now - timedelta(days=ASKED_DAYS))),
        given=Sum("half_days", filter=came_about & Q(agreed_at__gte=now - YEAR), default=0),
        results=Count("overall_rating"),
        results_total=Sum("overall_rating", default=0),
        **of_each,
    )
    return {row["designation"]: row for row in rows}
