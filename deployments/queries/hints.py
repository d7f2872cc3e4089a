"""What to know of leaders before one is proposed, when they are away and who refused them: it rules nobody out."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from deployments.matching import Candidate
from deployments.models import Consent
from designation.documents.words import labels
from designation.models import Designation
from directory.calendar import said


def availability_hint(leader: Candidate) -> list[str]:
    """Return in whole sentences when a leader is away in the weeks asked for and which days of the week suit.

    Whoever is there every day has no hint.
    """
    hints = [_away(*absence) for absence in leader.away]
    if 0 < len(leader.days_of_week) < len(Designation.Weekday):
        text = _("Days of the week that suit: %(days)s.")
        hints.append(text % {"days": labels(Designation.Weekday, sorted(leader.days_of_week))})
    return hints


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


def _away(first: date, last: date) -> str:
    if first == last:
        return _("Away on %(day)s.") % {"day": said(first)}
    return _("Away from %(first)s to %(last)s.") % {"first": said(first), "last": said(last)}
