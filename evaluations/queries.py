"""What is found about evaluations: what must be written, by whom, what is due by itself, and what answers add up to."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Consent, Deployment, Visit
from deployments.queries.parties import holder_of, school_readers
from directory.calendar import add_working_days, is_working_day
from directory.models import Person, Post
from directory.queries.posts import alliance_managers
from evaluations.models import Answer, DeploymentEvaluation, Question, VisitAction, VisitRecord
from evaluations.models.deployments import evaluation_due_on
from evaluations.questions import AGREEMENT
from evaluations.results import mean

DAYS_TO_RECORD = 5
# Working days after a visit on whose evening a leader who has not written is reminded.
RECORD_REMINDERS = (1, 3)
# Working days after completion at which a head who has not evaluated is reminded.
EVALUATION_REMINDERS = (5, 10)
MOST = 30
LONGEST_AGO = timedelta(days=365)  # nobody is reminded of last year's visits


def record_due_on(visit: Visit) -> date:
    """Return the day by which a visit should be written up: the fifth working day after it."""
    return add_working_days(visit.on, DAYS_TO_RECORD)


def unwritten(visits: QuerySet[Visit], on: date) -> QuerySet[Visit]:
    """Return the visits of these whose day has come, that were not called off and have no filed record."""
    filed = VisitRecord.objects.sent().filter(visit=OuterRef("pk"))
    return visits.exclude(state=Visit.State.NOT_HELD).filter(~Exists(filed), on__lte=on)


def awaiting(person: Person, on: date) -> list[Task]:
    """Return what a person must write now, in at most two queries: records of visits held, evaluations owed."""
    return [*_records(person, on), *_evaluations(person)]


def _records(person: Person, on: date) -> Iterator[Task]:
    """Records of visits held; a visit still planned is asked about by deployments, whose button leads here."""
    held = unwritten(Visit.objects.filter(leader=person, state__in=Visit.HAPPENED), on)
    for visit in held.select_related("deployment__school").order_by("on", "pk")[:MOST]:
        title = _("Write up your visit to %(school)s") % {"school": visit.deployment.school}
        yield Task(title, reverse("evaluations:visit-write", args=[visit.pk]), record_due_on(visit))


def _evaluations(person: Person) -> Iterator[Task]:
    schools = person.authority.school_ids(*Post.HEADS)
    if not schools:
        return
    done = Deployment.objects.filter(state=Deployment.State.COMPLETED, school__in=schools)
    owed = done.exclude(designation__person=person).select_related("designation__person", "school")
    for deployment in owed.order_by("state_at", "pk")[:MOST]:
        title = _("Evaluate the support %(leader)s gave your school") % {"leader": deployment.leader}
        url = reverse("evaluations:deployment-evaluate", args=[deployment.pk])
        yield Task(title, url, evaluation_due_on(deployment), _("It takes about ten minutes."))


def records_due(on: date) -> list[tuple[Visit, date]]:
    """Return visits not written up with the day of the reminder that is due; none on a day that is no working day."""
    if not is_working_day(on):
        return []
    recent = Visit.objects.filter(
        on__gte=on - LONGEST_AGO, deployment__state__in=Deployment.CAME_ABOUT
    ).select_related("leader", "deployment__school")
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


def visit_in_full(pk: int) -> Visit:
    """Return a visit with everything its pages say of it, in two queries."""
    return (
        Visit.objects.select_related(
            "leader",
            "record",
            "deployment__designation__person",
            "deployment__school",
            "deployment__home_school",
            "deployment__request__contact",
        )
        .prefetch_related("deployment__objectives", "deployment__consents")
        .get(pk=pk)
    )


def open_actions(deployment: Deployment) -> list[VisitAction]:
    """Return the agreed actions of this work that nobody has reported done, the oldest first."""
    agreed = VisitAction.objects.filter(record__visit__deployment=deployment, record__sent_at__isnull=False)
    return list(agreed.filter(done_on__isnull=True).order_by("record__visit__on", "position"))


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def heads_concerned(deployment: Deployment, on: date) -> list[Person]:
    """Return who answers for the leader's school and for the school supported, each once: head or chair as asked."""
    asked_as = {consent.party: consent.asked_as for consent in deployment.consents.all()}
    besides = [deployment.leader]

    def holder(school, party: str) -> Person | None:
        return holder_of(school, asked_as.get(party, "head"), on, besides=besides)

    home = holder(deployment.home_school, Consent.Party.LINE_MANAGER)
    home = home or holder_of(deployment.home_school, "chair", on, besides=besides)
    return _each(home, holder(deployment.school, Consent.Party.RECEIVING_HEAD))


def record_readers(deployment: Deployment, on: date) -> list[Person]:
    """Return who is sent the record of a visit: the school's contact and its head."""
    return school_readers(deployment, on)


def evaluation_readers(deployment: Deployment, on: date, *, besides: Person | None = None) -> list[Person]:
    """Return who is told of the school's evaluation: leader, the head of the leader's school, managers."""
    home = heads_concerned(deployment, on)[:1]
    people = _each(deployment.leader, *home, *alliance_managers(on))
    return [person for person in people if person != besides]


def evaluations_listed(show: str) -> QuerySet[Deployment]:
    """Return the deployments whose evaluation is due, or returned, or both (any other word), newest first."""
    states = {
        "due": [Deployment.State.COMPLETED],
        "returned": [Deployment.State.EVALUATED, Deployment.State.CLOSED],
    }
    both = [*states["due"], *states["returned"]]
    found = Deployment.objects.filter(state__in=states.get(show, both))
    return found.select_related("designation__person", "school", "home_school", "evaluation").order_by(
        "-state_at", "-pk"
    )


def overall_counts(evaluations: QuerySet[DeploymentEvaluation]) -> dict[int, int]:
    """Return how many of these evaluations gave each overall result, in one query."""
    counted = evaluations.order_by().values("overall").annotate(count=Count("pk"))
    return {row["overall"]: row["count"] for row in counted}


def statement_means(person: Person) -> list[tuple[Question, float | None, int]]:
    """Return for each statement schools answered about a leader's work the mean of 5 and how many answered."""
    given = (
        Answer.objects.filter(
            evaluation__deployment__designation__person=person,
            evaluation__sent_at__isnull=False,
            question__kind=Question.Kind.SCALE5,
            value__in=[str(value) for value in AGREEMENT],
        )
        .select_related("question")
        .order_by("question__questionnaire__version", "question__position")
    )
    values: dict[str, tuple[Question, list[int]]] = {}
    for answer in given:
        # Statements of one key count together; the newest version lends its words.
        _question, numbers = values.get(answer.question.key, (answer.question, []))
        values[answer.question.key] = (answer.question, [*numbers, int(answer.value)])
    return [(question, mean(numbers), len(numbers)) for question, numbers in values.values()]
