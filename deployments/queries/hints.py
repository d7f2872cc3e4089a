"""What to know of leaders' availability before one is proposed: it rules nobody out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from designation.documents.words import labels
from designation.models import Absence, Designation
from directory.calendar import said


def availability_hints(pks: Iterable[int], starts_on: date, ends_on: date) -> dict[int, list[str]]:
    """Return by designation, in whole sentences, when a leader is away in this time and which days of the week suit.

    Two queries, however many leaders; whoever is there every day has no hint.
    """
    keys = list(pks)
    found: defaultdict[int, list[str]] = defaultdict(list)
    away = Absence.objects.filter(designation__in=keys, starts_on__lte=ends_on, ends_on__gte=starts_on)
    for absence in away.order_by("starts_on", "pk"):
        found[absence.designation_id].append(_away(absence))
    suit = Designation.objects.filter(pk__in=keys).values_list("pk", "days_of_week").order_by()
    for pk, days in suit:
        if 0 < len(days) < len(Designation.Weekday):
            text = _("Days of the week that suit: %(days)s.")
            found[pk].append(text % {"days": labels(Designation.Weekday, sorted(days))})
    return found


def _away(absence: Absence) -> str:
    if absence.starts_on == absence.ends_on:
        return _("Away on %(day)s.") % {"day": said(absence.starts_on)}
    days = {"first": said(absence.starts_on), "last": said(absence.ends_on)}
    return _("Away from %(first)s to %(last)s.") % days
