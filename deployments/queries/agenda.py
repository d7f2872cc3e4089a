"""A month of a person who leads or is visited: visits, absences, bank holidays and when their schools are closed."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from deployments.models import Deployment, Visit
from deployments.queries.leaving import LEFT
from deployments.queries.visits import calendar_visits
from designation.models import Absence
from directory.calendar import DAY, SchoolTerm, bank_holidays
from directory.models import InsetDay, LocalAuthority, Person, School
from directory.queries.terms import terms_by_authority


class Line(NamedTuple):
    """One line of a month: from which day to which, what it is, where, and the visit if it is one."""

    first: date
    last: date
    what: str
    where: str = ""
    visit: Visit | None = None


def to_plan(person: Person) -> QuerySet[Deployment]:
    """Return the work for which this leader may plan visits."""
    mine = Deployment.objects.underway().filter(designation__person=person)
    known = mine.exclude(designation__state__in=LEFT).select_related(
        "designation__person", "home_school__local_authority", "school__local_authority"
    )
    return known.order_by("starts_on", "pk")


def month_of(person: Person, first: date, last: date, work: Iterable[Deployment]) -> list[Line]:
    """Return what stands in a person's calendar between two days, in the order of the days, in five queries.

    Holidays are those of the schools of the work that goes on and of the visits of the month.
    """
    visits = calendar_visits(person, first).filter(on__lte=last)
    shown = list(
        visits.select_related(
            "deployment__home_school__local_authority", "deployment__school__local_authority"
        )
    )
    schools = {case.school for case in work} | {case.home_school for case in work}
    for visit in shown:
        schools |= {visit.deployment.school, visit.deployment.home_school}
    lines = [Line(one.on, one.on, one.part, str(one.deployment.school), one) for one in shown]
    lines += [*_absences(person, first, last), *_bank_holidays(first, last), *_closed(schools, first, last)]
    return sorted(lines, key=lambda line: (line.first, line.visit is None, line.what, line.where))


def _absences(person: Person, first: date, last: date) -> Iterator[Line]:
    away = Absence.objects.filter(designation__person=person, starts_on__lte=last, ends_on__gte=first)
    for days in away.values_list("starts_on", "ends_on").distinct().order_by("starts_on"):
        yield Line(*days, _("Away"))


def _bank_holidays(first: date, last: date) -> Iterator[Line]:
    is_welsh = (get_language() or "").startswith("cy")
    for on, holiday in bank_holidays().items():
        if first <= on <= last:
            yield Line(on, on, holiday.title_cy if is_welsh else holiday.title)


def _closed(schools: set[School], first: date, last: date) -> Iterator[Line]:
    """Yield the holidays of the schools' authorities as far as they are entered, and training days."""
    authorities = {school.local_authority for school in schools if school.local_authority}
    entered = terms_by_authority(authorities)
    for authority in authorities:
        for starts_on, ends_on in holidays(entered.get(authority.pk, [])):
            if starts_on <= last and ends_on >= first:
                yield Line(starts_on, ends_on, _("School holidays"), str(authority))
    yield from _training(schools, authorities, first, last)


def _training(
    schools: set[School], authorities: set[LocalAuthority], first: date, last: date
) -> Iterator[Line]:
    ours = Q(school__in=schools) | Q(local_authority__in=authorities)
    for day in InsetDay.objects.filter(ours, on__range=(first, last)).select_related(
        "school", "local_authority"
    ):
        yield Line(day.on, day.on, _("Training day"), str(day.school or day.local_authority))


def holidays(terms: list[SchoolTerm]) -> Iterator[tuple[date, date]]:
    """Yield the half-terms and what lies between one term and the next, as first and last day."""
    for term, following in zip_longest(terms, terms[1:]):
        if term.half_term_starts_on and term.half_term_ends_on:
            yield term.half_term_starts_on, term.half_term_ends_on
        if following and term.ends_on + DAY < following.starts_on:
            yield term.ends_on + DAY, following.starts_on - DAY
