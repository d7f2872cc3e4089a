"""What stands in the way of recording work with a group: whose day it was, and how much of it is free."""

from datetime import date
from fractions import Fraction

from django.db.models import Sum
from django.utils.translation import gettext as _

from casework.templatetags.casework import hours
from deployments.models import Facilitation, Visit
from deployments.queries.leaving import last_day_of
from deployments.rates import HALF_DAYS_A_DAY
from designation.models import Absence, Designation
from directory.calendar import BeyondCalendar, is_working_day, said
from directory.models import Person, School


def obstacles_to_facilitation(
    designation: Designation, school: School, on: date, minutes: int, minutes_a_day: int
) -> list[str]:
    """Return in whole sentences everything that forbids to pay a leader for so many minutes with a group."""
    found = []
    if school.pk == designation.home_school_id:
        found.append(_("Choose another school than the leader's own: it cannot pay itself."))
    if not _led_on(designation, on):
        found.append(
            _("%(leader)s was not an active leader on %(day)s.")
            % {"leader": designation.person, "day": said(on)}
        )
    found += _day_off(designation, on)
    left = minutes_left(designation.person, on, minutes_a_day)
    if minutes > left:
        found.append(
            _("A leader is paid for one day a day, visits included: at most %(most)s of it can be recorded.")
            % {"most": hours(left)}
        )
    return found


def _led_on(designation: Designation, on: date) -> bool:
    """Say whether the designation had begun and was neither over nor interrupted on a day."""
    since = last_day_of(designation)
    begun = designation.state != Designation.State.DESIGNATED and designation.starts_on is not None
    if not begun or designation.starts_on > on or (since is not None and on > since):
        return False
    return designation.ends_on is None or on <= designation.ends_on


def _day_off(designation: Designation, on: date) -> list[str]:
    """Return a sentence where a school releases nobody that day, or the leader was away."""
    try:
        works = is_working_day(on)
    except BeyondCalendar as unknown:
        return [str(unknown)]
    if not works:
        return [_("%(day)s is not a working day, so no school releases anybody.") % {"day": said(on)}]
    if Absence.objects.filter(designation=designation, starts_on__lte=on, ends_on__gte=on).exists():
        return [_("%(leader)s is away on %(day)s.") % {"leader": designation.person, "day": said(on)}]
    return []


def facilitated(person: Person, on: date) -> Fraction:
    """Return the part of a day a leader has worked with groups, whether acknowledged or not."""
    rows = Facilitation.objects.filter(designation__person=person, on=on)
    rows = rows.exclude(state=Facilitation.State.REFUSED)
    parts = rows.values_list("minutes", "minutes_a_day")
    return sum((Fraction(minutes, of) for minutes, of in parts), Fraction(0))


def minutes_left(person: Person, on: date, minutes_a_day: int) -> int:
    """Return how many minutes of a day neither groups nor visits, planned or held, take of a leader."""
    visits = Visit.objects.filter(leader=person, on=on).counted()
    half_days = visits.aggregate(taken=Sum("half_days"))["taken"] or 0
    free = 1 - facilitated(person, on) - Fraction(half_days, HALF_DAYS_A_DAY)
    return max(0, int(free * minutes_a_day))
