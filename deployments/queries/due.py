"""What is due by itself: reminders of consents, proposals whose time ran out, posts that changed hands."""

from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone

from deployments.models import Consent, Deployment, Visit
from deployments.models.consents import Answer
from deployments.queries.leaving import LEFT, to_drop
from deployments.queries.parties import holder_of
from designation.queries.endings import interrupted
from directory.calendar import add_working_days, is_working_day
from directory.models import Person

# Working days after the question at which who has not answered is reminded.
REMINDERS = (2, 4)
# Working days after a visit was recorded as held: the school is reminded, and on the last it must have answered.
DAYS_TO_REMINDER, DAYS_TO_ACKNOWLEDGE = 5, 10


def reminders_due(on: date) -> list[tuple[Consent, date]]:
    """Return unanswered consents with the day of the reminder that is due; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    found = [(consent, reached(consent, on)) for consent in _waiting()]
    return [(consent, day) for consent, day in found if day and on <= consent.due_on]


def reached(consent: Answer, on: date) -> date | None:
    """Return the last day of a reminder to this party that has come; None while there was none."""
    days = [add_working_days(timezone.localdate(consent.asked_at), count) for count in REMINDERS]
    return max((day for day in days if day <= on), default=None)


def confirmations_due(on: date) -> list[tuple[Consent, date]]:
    """Return answers recorded by phone and not confirmed, with the day of the reminder that is due."""
    if not is_working_day(on):
        return []
    found = [(consent, reached(consent, on)) for consent in _in_full(Consent.objects.unconfirmed())]
    return [(consent, day) for consent, day in found if day]


def to_lapse(on: date) -> list[Deployment]:
    """Return proposals with an answer whose day is over."""
    late = Consent.objects.pending().filter(due_on__lt=on)
    return list(Deployment.objects.filter(pk__in=late.values("deployment")).order_by("pk"))


def to_warn(on: date) -> list[Deployment]:
    """Return deployments under way whose leader cannot plan visits: suspended, given up or withdrawn.

    Who gives the designation up for a day to come leads until then, and what is about to end by itself has a letter
    of its own.
    """
    running = Deployment.objects.live().exclude(state=Deployment.State.PROPOSED)
    leading = Q(designation__state__in=LEFT, designation__ended_on__gt=on)
    held_up = running.filter(~leading, designation__in=interrupted()).exclude(pk__in=to_drop(on).values("pk"))
    return list(held_up.in_full().order_by("pk"))


def paused_until(on: date) -> Q:
    """Return what makes work one that is paused and whose day to look at it again has come."""
    return Q(state=Deployment.State.PAUSED, look_again_on__lte=on)


def pauses_due(on: date) -> list[Deployment]:
    """Return paused work to look at again; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    return list(Deployment.objects.filter(paused_until(on)).in_full().order_by("pk"))


def handovers_due(on: date) -> list[tuple[Consent, Person]]:
    """Return unanswered consents asked of somebody who has left the post, with who holds it now."""
    found = []
    for consent in _waiting().filter(asked_as__in=[Consent.AskedAs.HEAD, Consent.AskedAs.CHAIR]):
        holder = holder_of(consent.school, consent.asked_as, on, besides=[consent.deployment.leader])
        if holder is not None and holder.pk != consent.asked_of_id:
            found.append((consent, holder))
    return found


def acknowledgement_due_on(visit: Visit) -> date:
    """Return the last day for the school to speak about a held visit: the tenth working day after it was asked."""
    return add_working_days(timezone.localdate(visit.state_at), DAYS_TO_ACKNOWLEDGE)


def acknowledgements_due(on: date) -> list[tuple[Visit, date]]:
    """Return held visits of which the school is to be reminded, with the day of the reminder; none on a day off."""
    if not is_working_day(on):
        return []
    waiting = _held().filter(
        state_at__gte=_begin_of(add_working_days(on, -DAYS_TO_ACKNOWLEDGE)),
        state_at__lt=_begin_of(add_working_days(on, 1 - DAYS_TO_REMINDER)),
    )
    return [
        (visit, add_working_days(timezone.localdate(visit.state_at), DAYS_TO_REMINDER)) for visit in waiting
    ]


def to_presume(on: date) -> list[Visit]:
    """Return held visits of which nobody said anything until the tenth working day was over; none on a day off."""
    if not is_working_day(on):
        return []
    return list(_held().filter(state_at__lt=_begin_of(add_working_days(on, -DAYS_TO_ACKNOWLEDGE))))


def _held() -> QuerySet[Visit]:
    known = Visit.objects.select_related(
        "leader",
        "deployment__designation__person",
        "deployment__home_school",
        "deployment__school",
        "deployment__request__contact",
    )
    return known.filter(state=Visit.State.HELD).order_by("pk")


def _begin_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _waiting():
    return _in_full(Consent.objects.pending())


def _in_full(consents):
    return consents.select_related(
        "asked_of",
        "deployment__designation__person",
        "deployment__home_school",
        "deployment__school",
        "deployment__request",
    ).order_by("pk")
