"""What to know of leaders before one is proposed, when they are away and who refused them: it rules nobody out."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from deployments.matching import Candidate
from deployments.models import Consent
from designation.documents.words import labels
from designation.models import Absence, Designation
from directory.calendar import said


def availability_hints(leaders: Sequence[Candidate], starts_on: date, ends_on: date) -> dict[int, list[str]]:
    """Return by designation, in whole sentences, when a leader is away in this time and which days of the week suit.

    One query, however many leaders; whoever is there every day has no hint.
    """
    found: defaultdict[int, list[str]] = defaultdict(list)
    keys = [one.pk for one in leaders]
    away = Absence.objects.filter(designation__in=keys, starts_on__lte=ends_on, ends_on__gte=starts_on)
    for absence in away.order_by("starts_on", "pk"):
        found[absence.designation_id].append(_away(absence))
    for one in leaders:
        if 0 < len(one.days_of_week) < len(Designation.Weekday):
            text = _("Days of the week that suit: %(days)s.")
            found[one.pk].append(text % {"days": labels(Designation.Weekday, sorted(one.days_of_week))})
    return found


def refusal_hint(leader: Candidate) -> list[str]:
    """Return in a sentence, if ever one was, who refused a leader for this request or for this school, and why."""
    if leader.refusal is None:
        return []
    no = leader.refusal
    known = {"day": said(timezone.localdate(no.at)), "party": Consent.Party(no.party).label}
    if not no.why:
        return [_("Refused on %(day)s (%(party)s).") % known]
    known["why"] = Consent.Why(no.why).label
    return [_("Refused on %(day)s (%(party)s): %(why)s.") % known]


def _away(absence: Absence) -> str:
    if absence.starts_on == absence.ends_on:
        return _("Away on %(day)s.") % {"day": said(absence.starts_on)}
    days = {"first": said(absence.starts_on), "last": said(absence.ends_on)}
    return _("Away from %(first)s to %(last)s.") % days
