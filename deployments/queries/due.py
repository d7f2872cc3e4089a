"""What is due by itself: reminders of consents, proposals whose time ran out, posts that changed hands."""

from datetime import date

from django.utils import timezone

from deployments.models import Consent, Deployment
from deployments.queries.parties import holder_of
from directory.calendar import add_working_days, is_working_day
from directory.models import Person

# Working days after the question at which who has not answered is reminded.
REMINDERS = (2, 4)


def reminders_due(on: date) -> list[tuple[Consent, date]]:
    """Return unanswered consents with the day of the reminder that is due; never on a day that is no working day."""
    if not is_working_day(on):
        return []
    found = []
    for consent in _waiting():
        days = [add_working_days(timezone.localdate(consent.asked_at), count) for count in REMINDERS]
        reached = [day for day in days if day <= on <= consent.due_on]
        if reached:
            found.append((consent, reached[-1]))
    return found


def to_lapse(on: date) -> list[Deployment]:
    """Return proposals with an answer whose day is over."""
    late = Consent.objects.pending().filter(due_on__lt=on)
    return list(Deployment.objects.filter(pk__in=late.values("deployment")).order_by("pk"))


def handovers_due(on: date) -> list[tuple[Consent, Person]]:
    """Return unanswered consents asked of somebody who has left the post, with who holds it now."""
    found = []
    for consent in _waiting().filter(asked_as__in=[Consent.AskedAs.HEAD, Consent.AskedAs.CHAIR]):
        holder = holder_of(consent.school, consent.asked_as, on, besides=[consent.deployment.leader])
        if holder is not None and holder.pk != consent.asked_of_id:
            found.append((consent, holder))
    return found


def _waiting():
    return (
        Consent.objects.pending()
        .select_related(
            "asked_of",
            "deployment__designation__person",
            "deployment__home_school",
            "deployment__school",
            "deployment__request",
        )
        .order_by("pk")
    )
