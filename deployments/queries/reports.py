"""What the records say about brokering in a period: how long schools wait, why it fails, whom it does not reach.

Everything is found in a fixed number of queries, however long the period; times are worked out in working time,
which no database knows.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from math import ceil
from statistics import median
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils import timezone

from casework.models import Channel, Entry
from deployments.models import Consent, Deployment, InformalSupport, SupportRequest, Visit
from deployments.queries.waiting import OFFER_HOURS
from directory.calendar import DAY, working_days_between, working_time_between
from directory.models import Cluster, LocalAuthority, School
from directory.models.places import SchoolQuerySet

R, D = SupportRequest.State, Deployment.State
LEAST = 3  # a smaller number of refusals could lead to the person who refused
IN_TIME = timedelta(hours=OFFER_HOURS)


class Period(NamedTuple):
    """From which day to which, both included; of the schools of one authority or one cluster, or of all."""

    first: date
    last: date
    authority: LocalAuthority | None = None
    cluster: Cluster | None = None

    def of(self, field: str) -> Q:
        """Return what holds of a moment within the period, by London's days and so that an index serves."""
        begin, end = _begin_of(self.first), _begin_of(self.last + DAY)
        return Q(**{f"{field}__gte": begin, f"{field}__lt": end})

    def at(self, field: str) -> Q:
        """Return what holds of a school of the authority and the cluster; of every school where none was chosen."""
        chosen = {"local_authority": self.authority, "cluster": self.cluster}
        return Q(**{f"{field}__{name}": one for name, one in chosen.items() if one})


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


class Spread(NamedTuple):
    """How many there are of something that takes time, how long half of them took, and nine of ten."""

    number: int
    half: float
    most: float


class Wait(NamedTuple):
    """What became of one request: when it came, when somebody was first offered and first visited."""

    made_at: datetime
    offered_at: datetime | None
    visited_on: date | None
    over_at: datetime  # until when an offer could come: its end without one, or now

    @property
    def hours(self) -> float | None:
        """Return the working hours until the first offer; a working day has 24."""
        if self.offered_at is None:
            return None
        return working_time_between(self.made_at, self.offered_at) / timedelta(hours=1)

    @property
    def days(self) -> int | None:
        """Return the working days until the first visit that was held; none where it was held the same day."""
        made_on = timezone.localdate(self.made_at)
        return None if self.visited_on is None else max(0, working_days_between(made_on, self.visited_on))

    @property
    def was_in_time(self) -> bool | None:
        """Say whether the offer came within 48 working hours; None while, or where, it could not be late yet."""
        if self.offered_at is None and working_time_between(self.made_at, self.over_at) <= IN_TIME:
            return None
        return self.offered_at is not None and working_time_between(self.made_at, self.offered_at) <= IN_TIME


def spread(values: Iterable[float | None]) -> Spread | None:
    """Return the median and the 90th percentile (nearest rank) of what is known; None of nothing."""
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    return Spread(len(known), median(known), known[ceil(0.9 * len(known)) - 1])


def share_in_time(waits: Iterable[Wait]) -> tuple[int, int]:
    """Return how many requests had an offer within 48 working hours, and of how many that can be said."""
    known = [wait.was_in_time for wait in waits if wait.was_in_time is not None]
    return sum(known), len(known)


def by_month(waits: Iterable[Wait]) -> dict[date, list[Wait]]:
    """Return the requests by the first day of the month in which they were made, the earliest first."""
    found: dict[date, list[Wait]] = {}
    for wait in sorted(waits, key=lambda one: one.made_at):
        found.setdefault(timezone.localdate(wait.made_at).replace(day=1), []).append(wait)
    return found


def waits(period: Period) -> list[Wait]:
    """Return what became of the requests made in the period (1 query), but for those recorded as agreed by phone.

    Those were matched before anybody wrote them down: they would make every wait look short.
    """
    kind = ContentType.objects.get_for_model(SupportRequest)
    by_phone = Entry.objects.filter(
        content_type=kind, object_id=OuterRef("pk"), step="begin", channel=Channel.PHONE
    )
    offers = Deployment.objects.filter(request=OuterRef("pk")).order_by("created_at").values("created_at")
    held = Visit.objects.filter(deployment__request=OuterRef("pk"), state__in=Visit.HAPPENED)
    made = SupportRequest.objects.filter(period.of("created_at"), period.at("school"), ~Exists(by_phone))
    rows = made.annotate(
        offered_at=Subquery(offers[:1]), visited_on=Subquery(held.order_by("on").values("on")[:1])
    )
    now = timezone.now()
    return [
        Wait(made_at, offered_at, visited_on, state_at if state in (R.WITHDRAWN, R.UNMET) else now)
        for made_at, offered_at, visited_on, state, state_at in rows.order_by("created_at").values_list(
            "created_at", "offered_at", "visited_on", "state", "state_at"
        )
    ]


def refusals(period: Period) -> dict[str, int]:
    """Return how many proposals were refused in the period, by the reason given (1 query)."""
    found = Consent.objects.filter(
        period.of("at"), period.at("deployment__school"), decision=Consent.Decision.REFUSED
    )
    return _counts(found, "why")


def early_endings(period: Period) -> dict[str, int]:
    """Return how much of what was agreed ended early in the period, by reason (1 query)."""
    over = [D.WITHDRAWN, D.STOPPED]
    return _counts(
        Deployment.objects.filter(period.of("state_at"), period.at("school"), state__in=over), "ended_for"
    )


def _counts(rows: QuerySet, field: str) -> dict[str, int]:
    counted = rows.order_by().values(field).annotate(count=Count("pk"))
    return {row[field]: row["count"] for row in counted.order_by("-count", field)}


class Unmet(NamedTuple):
    """How many requests in one area ended unmet for one reason."""

    area: str
    area_cy: str
    why: str
    requests: int


def areas_unmet(period: Period) -> list[Unmet]:
    """Return the areas in which requests ended unmet in the period, by reason, the most first (1 query).

    A request for two areas counts in both.
    """
    found = SupportRequest.objects.filter(period.of("state_at"), period.at("school"), state=R.UNMET)
    rows = found.order_by().values("areas__name", "areas__name_cy", "unmet_why").annotate(count=Count("pk"))
    return [
        Unmet(row["areas__name"] or "", row["areas__name_cy"] or "", row["unmet_why"], row["count"])
        for row in rows.order_by("-count", "areas__name", "unmet_why")
    ]


class ClusterDays(NamedTuple):
    """The half days of visits held at a cluster's schools, those its leaders gave, and informal ones."""

    cluster: str  # empty for schools in no cluster
    received: int
    given: int
    informal: int


def days_by_cluster(period: Period) -> list[ClusterDays]:
    """Return the half days of the period by cluster, the most received first (2 queries).

    Informal support counts for the cluster of the school supported, by the day it began.
    """
    held = Visit.objects.filter(
        period.at("deployment__school"),
        state__in=Visit.HAPPENED,
        on__gte=period.first,
        on__lte=period.last,
    )
    rows = held.order_by().values(
        to=F("deployment__school__cluster__name"), of=F("deployment__home_school__cluster__name")
    )
    received: dict[str, int] = {}
    given: dict[str, int] = {}
    for row in rows.annotate(half=Sum("half_days")):
        received[row["to"] or ""] = received.get(row["to"] or "", 0) + row["half"]
        given[row["of"] or ""] = given.get(row["of"] or "", 0) + row["half"]
    informal = _informal_by_cluster(period)
    names = sorted({*received, *given, *informal}, key=lambda name: (-received.get(name, 0), name))
    return [
        ClusterDays(name, received.get(name, 0), given.get(name, 0), informal.get(name, 0)) for name in names
    ]


def _informal_by_cluster(period: Period) -> dict[str, int]:
    begun = InformalSupport.objects.filter(
        period.at("school"),
        state=InformalSupport.State.RECORDED,
        starts_on__gte=period.first,
        starts_on__lte=period.last,
    )
    rows = begun.order_by().values("school__cluster__name").annotate(half=Sum("half_days"))
    return {row["school__cluster__name"] or "": row["half"] for row in rows}


class Reach(NamedTuple):
    """The open schools of an authority: how many never asked, how many asked and were never supported."""

    pk: int
    name: str
    name_cy: str
    schools: int
    never_asked: int
    never_supported: int


def reach(authority: LocalAuthority | None, cluster: Cluster | None = None) -> list[Reach]:
    """Return whom the alliance has not reached to this day, by authority (1 query).

    Of the authorities in which at least one school ever asked or released a leader: a national register holds many
    schools no alliance was ever meant to serve.
    """
    ours = School.objects.filter(
        Q(Exists(SupportRequest.objects.filter(school=OuterRef("pk"))))
        | Q(Exists(Deployment.objects.filter(home_school=OuterRef("pk"))))
    )
    where = (
        Q(local_authority=authority) if authority else Q(local_authority__in=ours.values("local_authority"))
    )
    if cluster:
        where &= Q(cluster=cluster)
    rows = (
        with_reach(School.objects.open().filter(where, local_authority__isnull=False))
        .order_by()
        .values("local_authority", "local_authority__name", "local_authority__name_cy")
        .annotate(
            schools=Count("pk"),
            never_asked=Count("pk", filter=Q(has_asked=False)),
            never_supported=Count("pk", filter=Q(has_asked=True, was_supported=False)),
        )
    )
    return [
        Reach(
            row["local_authority"],
            row["local_authority__name"],
            row["local_authority__name_cy"],
            row["schools"],
            row["never_asked"],
            row["never_supported"],
        )
        for row in rows.order_by("local_authority__name")
    ]


def reach_of(schools: SchoolQuerySet) -> tuple[int, int, int]:
    """Return how many schools there are, never asked, and asked but were never supported (1 query)."""
    counts = with_reach(schools).aggregate(
        schools=Count("pk"),
        never_asked=Count("pk", filter=Q(has_asked=False)),
        never_supported=Count("pk", filter=Q(has_asked=True, was_supported=False)),
    )
    return counts["schools"], counts["never_asked"], counts["never_supported"]


def with_reach(schools: SchoolQuerySet) -> SchoolQuerySet:
    """Add to schools whether they ever asked for support, and whether support ever came about."""
    asked = SupportRequest.objects.filter(school=OuterRef("pk"))
    supported = Deployment.objects.filter(school=OuterRef("pk"), agreed_at__isnull=False)
    return schools.annotate(has_asked=Exists(asked), was_supported=Exists(supported))
