"""What stands in the way of a visit on a day, and what a person's days look like."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from deployments.models import Deployment, Visit
from deployments.models.requests import SPEAKERS
from deployments.queries.leaving import last_day_of
from deployments.queries.money import half_days_left
from designation.models import Absence, Designation
from designation.queries.endings import is_interrupted
from directory.calendar import BeyondCalendar, said
from directory.models import Person
from directory.queries.terms import is_school_day_at


def calendar_visits(person: Person, since: date) -> QuerySet[Visit]:
    """Return the visits from a day on that belong in a person's calendar: their own, and those at their school."""
    schools = person.authority.school_ids(*SPEAKERS)
    mine = Q(leader=person) | Q(deployment__school__in=schools) | Q(deployment__request__contact=person)
    known = Visit.objects.select_related("leader", "deployment__designation__person", "deployment__school")
    return known.filter(mine, on__gte=since).order_by("on", "pk")


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


def closed_that_day(deployment: Deployment, on: date) -> str:
    """Return a sentence when pupils are not at the school that day (weekend, bank holiday, holidays, training)."""
    try:
        is_open = is_school_day_at(deployment.school, on)
    except BeyondCalendar as unknown:
        return str(unknown)
    if is_open:
        return ""
    return _("%(day)s is not a school day at %(school)s.") % {"day": said(on), "school": deployment.school}


def obstacles_to_visit(deployment: Deployment, on: date, *, morning: bool, afternoon: bool) -> list[str]:
    """Return in whole sentences everything that forbids a visit of this leader on this day."""
    designation, found = deployment.designation, []
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
    if morning + afternoon > half_days_left(deployment):
        found.append(_("That would be more days than were agreed."))
    if Absence.objects.filter(designation=designation, starts_on__lte=on, ends_on__gte=on).exists():
        found.append(_("%(leader)s is away on %(day)s.") % {"leader": deployment.leader, "day": said(on)})
    booked = Visit.objects.filter(leader=deployment.leader, on=on).counted()
    if (morning and booked.filter(morning=True).exists()) or (
        afternoon and booked.filter(afternoon=True).exists()
    ):
        found.append(double_booked(deployment, on))
    return found


def double_booked(deployment: Deployment, on: date) -> str:
    """Say that the leader has a visit in that half of the day already."""
    return _("%(leader)s has another visit on %(day)s at that time.") % {
        "leader": deployment.leader,
        "day": said(on),
    }
