"""All leaders at a glance: when their terms end, what they cover, where they are, what a manager should look at."""

from collections import Counter
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Q

from designation.models import Area, Designation, RoleType
from designation.models.leaders import DesignationQuerySet
from designation.queries.noticed import Notice, noticed
from designation.terms import months_after
from directory.models import LocalAuthority

AHEAD_MONTHS = 24
D = Designation.State


class Quarter(NamedTuple):
    """Three months of the calendar: January to March is the first of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def key(self) -> str:
        """Return how it stands in an address: 2027-1."""
        return f"{self.year}-{self.number}"

    @property
    def first(self) -> date:
        return date(self.year, self.number * 3 - 2, 1)

    @property
    def next(self) -> "Quarter":
        return Quarter.of(months_after(self.first, 3))


class Cover(NamedTuple):
    """How many active leaders there are of something (an area, a role, an authority), and how many end in a year."""

    of: Any
    active: int
    ending: int


def quarters(on: date) -> list[Quarter]:
    """Return the quarters from today's to the one in which the next 24 months end, nine in all."""
    found = [Quarter.of(on)]
    while found[-1] != Quarter.of(months_after(on, AHEAD_MONTHS)):
        found.append(found[-1].next)
    return found


def endings(rows: DesignationQuerySet, on: date) -> list[tuple[Quarter, int]]:
    """Return for each quarter of the next 24 months how many live designations end in it (1 query)."""
    every = quarters(on)
    coming = rows.filter(state__in=Designation.LIVE, ends_on__gte=on, ends_on__lt=every[-1].next.first)
    counts = Counter(Quarter.of(last) for last in coming.order_by().values_list("ends_on", flat=True))
    return [(quarter, counts[quarter]) for quarter in every]


def covers_of_areas(rows: DesignationQuerySet, on: date) -> list[Cover]:
    """Return the areas offered today with their active leaders, those covered least first (2 queries)."""
    areas = Area.objects.active(on).select_related("group").order_by("group__position", "name", "pk")
    return sorted(_covers(rows, "areas", areas, on), key=lambda one: one.active)


def covers_of_roles(rows: DesignationQuerySet, on: date) -> list[Cover]:
    """Return the roles with their active leaders (2 queries)."""
    return _covers(rows, "role_type", RoleType.objects.all(), on)


def covers_of_authorities(rows: DesignationQuerySet, on: date) -> list[Cover]:
    """Return the authorities in which an active leader's school lies (2 queries)."""
    every = _covers(rows, "home_school__local_authority", LocalAuthority.objects.order_by("name", "pk"), on)
    return [one for one in every if one.active]


def _covers(rows: DesignationQuerySet, field: str, things: Any, on: date) -> list[Cover]:
    soon = Q(ends_on__gte=on, ends_on__lte=months_after(on, 12))
    found = rows.filter(state=D.ACTIVE).order_by().values(field)
    counted = found.annotate(active=Count("pk"), ending=Count("pk", filter=soon))
    known = {row[field]: (row["active"], row["ending"]) for row in counted}
    return [Cover(thing, *known.get(thing.pk, (0, 0))) for thing in things]


def notices(rows: DesignationQuerySet, on: date) -> list[tuple[Notice, int]]:
    """Return how many leaders there are of everything managers look for (1 query)."""
    wanted = {one.value: Count("pk", filter=noticed(one, on)) for one in Notice}
    counts = rows.order_by().aggregate(**wanted)
    return [(one, counts[one.value]) for one in Notice]
