"""A month of visits, absences, bank holidays and of when schools are closed, for everybody who goes or is visited."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from deployments.models import Deployment, Visit
from deployments.queries.leaving import LEFT
from deployments.queries.visits import calendar_visits
from designation.models import Absence
from directory.calendar import bank_holidays, holidays
from directory.models import InsetDay, LocalAuthority, Person, Post, School
from directory.queries.terms import terms_by_authority
from directory.rules import is_manager


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


class Whose(TextChoices):
    """Which visits a manager looks at: those of the cases she looks after, or all."""

    MINE = "mine", gettext_lazy("Cases you look after")
    ALL = "all", gettext_lazy("The whole alliance")


def visits_between(person: Person, first: date, last: date, whose: str) -> QuerySet[Visit]:
    """Return the visits of a month a person plans by: their own, those at their school, those of their staff elsewhere.

    A manager sees besides those of the cases she looks after, or all.
    """
    inside = Visit.objects.filter(on__range=(first, last))
    if not (is_manager(person) and whose == Whose.ALL):
        own = calendar_visits(person, first).order_by().values("pk")
        ours = Q(deployment__home_school__in=person.authority.school_ids(*Post.HEADS))
        kept = Q(deployment__looked_after_by=person) if is_manager(person) else Q()
        inside = inside.filter(Q(pk__in=own) | ours | kept)
    return inside.select_related("leader", "deployment__designation__person").order_by("on", "pk")


def month_of(
    person: Person, first: date, last: date, work: Iterable[Deployment], whose: str = Whose.MINE
) -> list[Line]:
    """Return what stands in a person's calendar between two days, in the order of the days, in five queries.

    Holidays are those of the schools of the work that goes on and of the visits of the month.
    """
    visits = visits_between(person, first, last, whose)
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


def window_of(deployment: Deployment, first: date, last: date, *, besides: Visit | None = None) -> list[Line]:
    """Return what takes or closes days of a leader's work between two days: before one is chosen, in five queries.

    The leader's absences and other visits, bank holidays, and when the school supported is closed.
    """
    visits = Visit.objects.filter(leader=deployment.leader, on__range=(first, last)).counted()
    if besides is not None:
        visits = visits.exclude(pk=besides.pk)
    known = visits.select_related("leader", "deployment__school").order_by("on", "pk")
    lines = [Line(one.on, one.on, one.part, str(one.deployment.school), one) for one in known]
    lines += [*_absences(deployment.leader, first, last), *_bank_holidays(first, last)]
    lines += _closed({deployment.school}, first, last)
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
