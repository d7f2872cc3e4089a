"""What is due by itself: visits not written up, deployments not evaluated; never on a day that is no working day."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from deployments.models import Deployment, Visit
from directory.calendar import add_working_days, is_working_day
from evaluations.models import VisitRecord

DAYS_TO_RECORD = 5
# Working days after a visit on whose evening a leader who has not written is reminded: first on the day itself.
RECORD_REMINDERS = (0, 2)
# Working days after completion at which a head who has not evaluated is reminded.
EVALUATION_REMINDERS = (5, 10)
LONGEST_AGO = timedelta(days=365)  # nobody is reminded of last year's visits


def record_due_on(visit: Visit) -> date:
    """Return the day by which a visit should be written up: the fifth working day after it."""
    return add_working_days(visit.on, DAYS_TO_RECORD)


def unwritten(visits: QuerySet[Visit], on: date) -> QuerySet[Visit]:
    """Return the visits of these whose day has come, that are to count and have no filed record.

    A disputed one waits until it is decided.
    """
    filed = VisitRecord.objects.sent().filter(visit=OuterRef("pk"))
    return visits.exclude(state__in=[Visit.State.NOT_HELD, Visit.State.DISPUTED]).filter(
        ~Exists(filed), on__lte=on
    )


def records_due(on: date) -> list[tuple[Visit, date]]:
    """Return visits not written up with the day of the reminder that is due; none on a day that is no working day."""
    if not is_working_day(on):
        return []
    # Of stopped work too: what was held before is written up and paid.
    states = [*Deployment.CAME_ABOUT, Deployment.State.STOPPED]
    recent = Visit.objects.filter(on__gte=on - LONGEST_AGO, deployment__state__in=states)
    recent = recent.select_related("leader", "deployment__school")
    found = []
    for visit in unwritten(recent, on).order_by("pk"):
        reached = [
            day for day in (add_working_days(visit.on, after) for after in RECORD_REMINDERS) if day <= on
        ]
        if reached:
            found.append((visit, reached[-1]))
    return found


def evaluations_due(on: date) -> list[tuple[Deployment, date]]:
    """Return completed deployments with the day of the reminder that is due; none on a day that is no working day."""
    if not is_working_day(on):
        return []
    found = []
    completed = Deployment.objects.filter(
        state=Deployment.State.COMPLETED, state_at__date__gte=on - LONGEST_AGO
    )
    for deployment in completed.select_related("designation__person", "school").order_by("pk"):
        done_on = timezone.localdate(deployment.state_at)
        reached = [
            day for day in (add_working_days(done_on, after) for after in EVALUATION_REMINDERS) if day <= on
        ]
        if reached:
            found.append((deployment, reached[-1]))
    return found
