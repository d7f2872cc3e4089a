"""What stands in the way of a visit on a day, and what a person's days look like."""

from datetime import date
from fractions import Fraction

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from deployments.models import Consent, Deployment, Visit
from deployments.models.consents import ROLES
from deployments.models.requests import SPEAKERS, has_as_contact
from deployments.models.visits import NOON
from deployments.queries.facilitations import facilitated
from deployments.queries.leaving import last_day_of
from deployments.queries.money import half_days_left
from deployments.rates import HALF_DAYS_A_DAY
from designation.models import Absence, Designation
from designation.queries.endings import is_interrupted
from directory.calendar import SATURDAY, BeyondCalendar, bank_holidays, said
from directory.models import Person
from directory.queries.terms import is_school_day_at


def calendar_visits(person: Person, since: date) -> QuerySet[Visit]:
    """Return the visits from a day on that belong in a person's calendar: their own, and those at their school."""
    schools = person.authority.school_ids(*SPEAKERS)
    mine = (
        Q(leader=person) | Q(deployment__school__in=schools) | has_as_contact(person, "deployment__request__")
    )
    known = Visit.objects.select_related("leader", "deployment__designation__person", "deployment__school")
    return known.filter(mine, on__gte=since).order_by("on", "pk")


def calendar_proposals(person: Person, since: date) -> QuerySet[Deployment]:
    """Return proposals this person answers as leader or for the school today, as a calendar shows them.

    Those still open, and those that came to nothing since a day; a school that is to be asked later reads nothing yet.
    Who leaves the post that is asked, or stands in for it no more, has them no longer, like the visits of the school.
    What was agreed shows its visits instead.
    """
    of_posts = Q(pk__in=[])
    for asked_as in (Consent.AskedAs.HEAD, Consent.AskedAs.CHAIR):
        schools = person.authority.school_ids(*ROLES[asked_as])
        of_posts |= Q(asked_as=asked_as, deployment__school__in=schools)
    mine = Q(party=Consent.Party.LEADER, asked_of=person) | Q(of_posts, party=Consent.Party.RECEIVING_HEAD)
    asked = Consent.objects.filter(mine, deployment=OuterRef("pk")).exclude(decision=Consent.Decision.LATER)
    over = [Deployment.State.REFUSED, Deployment.State.LAPSED, Deployment.State.CANCELLED]
    of_days = Q(state=Deployment.State.PROPOSED) | Q(state__in=over, state_at__date__gte=since)
    seen = Deployment.objects.visible_to(person).select_related("designation__person", "school")
    return seen.filter(of_days, Exists(asked), agreed_at=None).order_by("starts_on", "pk")


def notes_for(visit: Visit) -> str:
    """Return what the school tells who comes to it: where to sign in, who leads on safeguarding; nothing online."""
    notes = getattr(visit.deployment.school, "visit_notes", None)
    return notes.text if notes and not visit.is_online else ""


def interrupted_before(deployment: Deployment, on: date) -> str:
    """Return a sentence when the leader's designation was suspended or ended before this day; work that day counts."""
    since = last_day_of(deployment.designation)
    if since is None or on <= since:
        return ""
    return _(
        "The designation of %(leader)s has not been active since %(day)s, so a visit after that cannot count."
    ) % {
        "leader": deployment.leader,
        "day": said(since),
    }


def day_off(on: date) -> str:
    """Return a sentence when nobody works that day: then no visit is planned, however it is meant."""
    if on.weekday() >= SATURDAY:
        return _("%(day)s is at the weekend: choose a day from Monday to Friday.") % {"day": said(on)}
    if on in bank_holidays():
        return _("%(day)s is a bank holiday: choose another day.") % {"day": said(on)}
    return ""


def closed_that_day(deployment: Deployment, on: date) -> str:
    """Return a sentence when pupils are not at the school on a working day (holidays, training); it can be meant."""
    if day_off(on):
        return ""
    try:
        is_open = is_school_day_at(deployment.school, on)
    except BeyondCalendar as unknown:
        return str(unknown)
    if is_open:
        return ""
    return _("%(day)s is not a school day at %(school)s.") % {"day": said(on), "school": deployment.school}


def obstacles_to_visit(visit: Visit) -> list[str]:
    """Return in whole sentences everything that forbids a visit as it would be planned, saved or not."""
    deployment, on = visit.deployment, visit.on
    designation = deployment.designation
    found = [sentence for sentence in (day_off(on), begins_elsewhere(visit)) if sentence]
    if not deployment.starts_on <= on <= deployment.ends_on:
        found.append(
            _("Choose a day from %(first)s to %(last)s: that is what was agreed.")
            % {"first": said(deployment.starts_on), "last": said(deployment.ends_on)}
        )
    if designation.state == Designation.State.DESIGNATED or is_interrupted(designation):
        found.append(
            _("The designation of %(leader)s is not active, so no new visit can be planned.")
            % {"leader": deployment.leader}
        )
    if designation.assurance_until is None or designation.assurance_until < on:
        found.append(
            _(
                "The safeguarding assurance does not cover this day. The headteacher of %(school)s can renew it."
            )
            % {"school": designation.home_school}
        )
    if visit.half_days > half_days_left(deployment, besides=visit):
        found.append(_("That would be more days than were agreed."))
    if Absence.objects.filter(designation=designation, starts_on__lte=on, ends_on__gte=on).exists():
        found.append(_("%(leader)s is away on %(day)s.") % {"leader": deployment.leader, "day": said(on)})
    if any(_meet(visit, other) for other in _booked(visit)):
        found.append(double_booked(deployment, on))
    elif facilitated(deployment.leader, on) > 1 - Fraction(visit.half_days, HALF_DAYS_A_DAY):
        found.append(
            _("%(leader)s worked with groups on %(day)s, and too little of the day is left for this visit.")
            % {"leader": deployment.leader, "day": said(on)}
        )
    return found


def begins_elsewhere(visit: Visit) -> str:
    """Return a sentence when a visit begins in the other half of the day than it takes."""
    if visit.starts_at is None or (visit.starts_at < NOON) == visit.morning:
        return ""
    if not visit.morning:
        return _("An afternoon begins at 12:00 or later.")
    whole = _("A visit of the whole day begins before 12:00.")
    return whole if visit.afternoon else _("A morning begins before 12:00.")


def _booked(visit: Visit) -> QuerySet[Visit]:
    """Return the other visits of the leader that day."""
    return Visit.objects.filter(leader=visit.deployment.leader, on=visit.on).counted().exclude(pk=visit.pk)


def _meet(visit: Visit, other: Visit) -> bool:
    """Say whether two visits of a day take the same half of it, or overlap by the clock."""
    same_half = (visit.morning and other.morning) or (visit.afternoon and other.afternoon)
    return same_half or (visit.begins < other.ends and other.begins < visit.ends)


def double_booked(deployment: Deployment, on: date) -> str:
    """Say that the leader has a visit at that time of the day already."""
    return _("%(leader)s has another visit on %(day)s at that time.") % {
        "leader": deployment.leader,
        "day": said(on),
    }
