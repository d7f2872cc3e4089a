"""What is due by itself: reminders of consents, proposals whose time ran out, posts that changed hands."""

from datetime import date, datetime, time, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from deployments.models import Consent, Deployment, Facilitation, Visit
from deployments.models.consents import Answer
from deployments.queries.leaving import LEFT, to_drop
from deployments.queries.parties import Asked, acknowledgers, asked_instead, group_speaker
from designation.queries.endings import interrupted
from directory.calendar import DAY, add_working_days, is_working_day
from directory.queries.terms import open_days_after

# Working days on which the school is open, after the question, at which who has not answered is reminded.
REMINDERS = (2, 4)
# Working days after a visit was recorded as held: the school is reminded, and on the last it must have answered.
DAYS_TO_REMINDER, DAYS_TO_ACKNOWLEDGE = 5, 10
DAYS_LEFT = DAYS_TO_ACKNOWLEDGE - DAYS_TO_REMINDER
# Working days after a visit was disputed by which the alliance should have decided.
DAYS_TO_DECIDE = 5
# In how many days after the agreement the leader plans the first visit (handbook part 4.4: days, not working days).
DAYS_TO_FIRST_CONTACT = timedelta(days=7)


def reminders_due(on: date) -> list[tuple[Consent, date]]:
    """Return unanswered consents with the day of the reminder that is due; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    found = [(consent, reached(consent, on)) for consent in _waiting()]
    return [(consent, day) for consent, day in found if day and on <= consent.due_on]


def answer_due_on(consent: Answer, days: int) -> date:
    """Return by when a party answers: so many working days from today on which its school is not shut.

    The leader's school is the leader's own.
    """
    school = consent.school or consent.deployment.home_school
    return open_days_after(school, timezone.localdate(), days)


def reached(consent: Answer, on: date) -> date | None:
    """Return the last day of a reminder to this party that has come; None while there was none.

    Counted as the deadline is, so that no reminder falls into holidays and none is left out before it; of what was said
    by phone, since it was said.
    """
    since = timezone.localdate(max(consent.asked_at, consent.at or consent.asked_at))
    school = consent.school or consent.deployment.home_school
    days = [open_days_after(school, since, count) for count in REMINDERS]
    return max((day for day in days if day <= on), default=None)


def confirmations_due(on: date) -> list[tuple[Consent, date]]:
    """Return answers recorded by phone and not confirmed, with the day of the reminder that is due."""
    if not is_working_day(on):
        return []
    found = [
        (consent, reached(consent, on))
        for consent in _in_full(Consent.objects.unconfirmed().filter(denied_at=None))
    ]
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


def first_visit_due_on(deployment: Deployment) -> date:
    """Return by when the leader plans the first visit with the school: seven days after the agreement, holidays too."""
    return timezone.localdate(deployment.agreed_at) + DAYS_TO_FIRST_CONTACT


def first_visits_due(on: date) -> list[Deployment]:
    """Return agreed work whose seven days are over without a visit planned or held; none on a day off."""
    if not is_working_day(on):
        return []
    visited = Visit.objects.filter(deployment=OuterRef("pk")).counted()
    late = Deployment.objects.filter(
        ~Exists(visited),
        ~Q(designation__state__in=LEFT),
        state=Deployment.State.AGREED,
        agreed_at__lt=_begin_of(on - DAYS_TO_FIRST_CONTACT + DAY),
    )
    return list(late.in_full().order_by("pk"))


def past_its_end(on: date) -> Q:
    """Return what makes work one that was not completed though its last day is over."""
    return Q(state__in=[Deployment.State.AGREED, Deployment.State.ACTIVE], ends_on__lt=on)


def endings_due(on: date) -> list[Deployment]:
    """Return work past its last day, but for that of leaders who left; none on a day off."""
    if not is_working_day(on):
        return []
    late = Deployment.objects.filter(past_its_end(on), ~Q(designation__state__in=LEFT))
    return list(late.in_full().order_by("pk"))


def paused_until(on: date) -> Q:
    """Return what makes work one that is paused and whose day to look at it again has come."""
    return Q(state=Deployment.State.PAUSED, look_again_on__lte=on)


def pauses_due(on: date) -> list[Deployment]:
    """Return paused work to look at again; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    return list(Deployment.objects.filter(paused_until(on)).in_full().order_by("pk"))


def handovers_due(on: date) -> list[tuple[Consent, Asked]]:
    """Return unanswered consents of schools for which somebody else is to be asked now, and whom."""
    waiting = Deployment.objects.filter(pk__in=Consent.objects.pending().values("deployment"))
    found = (one for case in waiting.in_full().order_by("pk") for one in asked_instead(case, on))
    return [(consent, asked) for consent, asked in found if consent.is_pending]


def acknowledgement_due_on(work: Visit | Facilitation) -> date:
    """Return the last day for the school to speak about work: the tenth working day after it was asked.

    Days on which the school is shut were not counted when it was asked (`hold_visit`, `record_facilitation`).
    """
    return work.answer_due_on or add_working_days(timezone.localdate(work.state_at), DAYS_TO_ACKNOWLEDGE)


def decision_due_on(visit: Visit) -> date:
    """Return the day by which the alliance should decide about a disputed visit: the fifth working day after.

    Of one that would be disputed now, the fifth after today.
    """
    disputed_at = visit.state_at if visit.state == Visit.State.DISPUTED else timezone.now()
    return add_working_days(timezone.localdate(disputed_at), DAYS_TO_DECIDE)


def decisions_due(on: date) -> list[tuple[Visit, date]]:
    """Return disputed visits the alliance should have decided by now, with the day it was due; none on a day off."""
    if not is_working_day(on):
        return []
    late = _known_visits().filter(
        state=Visit.State.DISPUTED, state_at__lt=_begin_of(add_working_days(on, 1 - DAYS_TO_DECIDE))
    )
    return [(visit, decision_due_on(visit)) for visit in late.order_by("pk")]


def acknowledgements_due(on: date) -> list[tuple[Visit, date]]:
    """Return held visits of which the school is to be reminded, with the day of the reminder; none on a day off."""
    return _half_way(_held(), on)


def facilitations_due(on: date) -> list[tuple[Facilitation, date]]:
    """Return work with groups of which the lead school is to be reminded, as of visits; none on a day off."""
    return _half_way(_recorded(), on)


def _half_way(waiting: QuerySet, on: date) -> list:
    """Return what was asked so long ago that it is reminded of, and may still be answered, with the day of that."""
    if not is_working_day(on):
        return []
    soon = Q(answer_due_on__gte=on, answer_due_on__lte=add_working_days(on, DAYS_LEFT))
    asked = Q(
        state_at__gte=_begin_of(add_working_days(on, -DAYS_TO_ACKNOWLEDGE)),
        state_at__lt=_begin_of(add_working_days(on, 1 - DAYS_TO_REMINDER)),
        answer_due_on=None,
    )
    reached = waiting.filter(soon | asked)
    return [(work, add_working_days(acknowledgement_due_on(work), -DAYS_LEFT)) for work in reached]


def to_presume(on: date) -> list[Visit]:
    """Return held visits of which nobody said anything until the tenth working day was over; none on a day off.

    Silence counts only where somebody was asked whose own school is not paid for it.
    """
    return [visit for visit in _silent(_held(), on) if acknowledgers(visit.deployment, on)]


def unasked(on: date) -> list[tuple[Visit, date]]:
    """Return held visits that would count by now, had there been somebody to ask, with the day they would have."""
    silent = [visit for visit in _silent(_held(), on) if not acknowledgers(visit.deployment, on)]
    return [(visit, acknowledgement_due_on(visit)) for visit in silent]


def facilitations_to_presume(on: date) -> list[Facilitation]:
    """Return work with groups that counts by silence, as visits do: somebody was asked who is not paid for it."""
    return [work for work in _silent(_recorded(), on) if group_speaker(work, on)]


def facilitations_unasked(on: date) -> list[tuple[Facilitation, date]]:
    """Return work with groups that would count by now, had there been somebody to ask, with the day it would have."""
    silent = [work for work in _silent(_recorded(), on) if not group_speaker(work, on)]
    return [(work, acknowledgement_due_on(work)) for work in silent]


def _silent(waiting: QuerySet, on: date) -> QuerySet:
    """Return what nobody answered until the tenth working day was over; nothing on a day off."""
    if not is_working_day(on):
        return waiting.none()
    asked = Q(state_at__lt=_begin_of(add_working_days(on, -DAYS_TO_ACKNOWLEDGE)), answer_due_on=None)
    return waiting.filter(Q(answer_due_on__lt=on) | asked)


def _recorded() -> QuerySet[Facilitation]:
    return Facilitation.objects.filter(state=Facilitation.State.RECORDED).in_full().order_by("pk")


def _held() -> QuerySet[Visit]:
    return _known_visits().filter(state=Visit.State.HELD).order_by("pk")


def _known_visits() -> QuerySet[Visit]:
    return Visit.objects.select_related(
        "leader",
        "deployment__designation__person",
        "deployment__home_school",
        "deployment__school",
        "deployment__request__contact",
    )


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
