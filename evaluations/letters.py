"""Who is told what about records and evaluations: one function per letter; each can be previewed before it is sent."""

from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from casework.letters import post, while_due
from casework.models import Case
from deployments.letters import ACKNOWLEDGE
from deployments.models import Deployment, Visit
from deployments.queries.due import acknowledgement_due_on
from deployments.queries.parties import acknowledgers, evaluator_of
from deployments.queries.people import around
from directory.models import Person
from evaluations.models import VisitEvaluation, VisitRecord
from evaluations.models.deployments import evaluation_due_on
from evaluations.queries import record_due_on

EVALUATE = (
    "evaluate"  # the purpose of deployments' own letter: a reminder's link takes the place of the first
)


def visit_recorded(visit: Visit, *, record: VisitRecord | None = None) -> None:
    """Send the record to the school's contact and head, with a link to acknowledge the visit.

    The confidential half has no part in it. A visit acknowledged before it was written up is not asked about again, nor
    is whoever may not acknowledge it.
    """
    url = reverse("evaluations:visit-record", args=[visit.pk])
    is_acknowledged = visit.state == Visit.State.ACKNOWLEDGED
    actions = list(record.actions.all()) if record else []
    progress = list(record.progress.select_related("objective")) if record else []
    on = timezone.localdate()
    asked = [] if is_acknowledged else acknowledgers(visit.deployment, on)
    for person in dict.fromkeys([*around(visit.deployment, on).record_readers, *asked]):
        is_known = person not in asked
        post(
            "evaluations/visit_recorded",
            person,
            visit,
            url=url,
            doors=None if is_known else ["deployments:visit-acknowledge"],
            purpose=ACKNOWLEDGE,
            is_known=is_known,
            page=settings.SITE_URL + url,
            record=record,
            actions=actions,
            progress=progress,
            due=acknowledgement_due_on(visit),
        )


def visit_evaluated(
    visit: Visit, *, record: VisitRecord | None = None, evaluation: VisitEvaluation | None = None
) -> None:
    """Tell the heads concerned and the managers that an evaluation is there to read; never what it says.

    Only managers learn that a concern was raised and passed on.
    """
    people = around(visit.deployment, timezone.localdate())
    url = reverse("evaluations:visit-evaluation", args=[visit.pk])
    for person in people.confidential_readers:
        concern = bool(record and record.concern) and person in people.managers
        wants_change = bool(evaluation and evaluation.change_needed)
        post(
            "evaluations/visit_evaluated", person, visit, url=url, concern=concern, wants_change=wants_change
        )


def record_due(visit: Visit, *, on: date | None = None) -> None:
    """Remind the leader to write a visit up, once for this day."""
    url = reverse("evaluations:visit-write", args=[visit.pk])
    post("evaluations/record_due", visit.leader, visit, due_on=on, url=url, due=record_due_on(visit))


def record_replied(visit: Visit, *, record: VisitRecord | None = None) -> None:
    """Tell the leader that the school has replied to the record."""
    url = reverse("evaluations:visit-record", args=[visit.pk])
    post("evaluations/record_replied", visit.leader, visit, url=url, record=record)


def evaluation_due(deployment: Deployment, *, on: date | None = None) -> None:
    """Remind the head of the school supported, once for this day, by a link through this one door."""
    person = evaluator_of(deployment, timezone.localdate())
    if person is None:
        return
    post(
        "evaluations/evaluation_due",
        person,
        deployment,
        due_on=on,
        doors=["evaluations:deployment-evaluate"],
        purpose=EVALUATE,
        due=evaluation_due_on(deployment),
    )


def evaluation_received(deployment: Deployment, *, by: Person | None = None) -> None:
    """Tell the leader, the head of the leader's school and the managers that the school has evaluated."""
    url = reverse("evaluations:deployment-evaluation", args=[deployment.pk])
    people = around(deployment, timezone.localdate())
    for person in dict.fromkeys([deployment.leader, people.home, *people.managers]):
        if person is None or person == by:
            continue
        is_leader = person == deployment.leader
        post("evaluations/evaluation_received", person, deployment, url=url, is_leader=is_leader)


def evaluation_replied(deployment: Deployment, *, by: Person | None = None) -> None:
    """Tell the heads concerned and the managers that the leader has replied."""
    url = reverse("evaluations:deployment-evaluation", args=[deployment.pk])
    for person in around(deployment, timezone.localdate()).confidential_readers:
        if person != by:
            post("evaluations/evaluation_replied", person, deployment, url=url)


def _is_unwritten(visit: Case) -> bool:
    called_off = visit.state in (Visit.State.NOT_HELD, Visit.State.DISPUTED)
    return not called_off and not VisitRecord.objects.sent().filter(visit=visit.pk).exists()


# Asked once more just before delivery.
while_due("evaluations/record_due", _is_unwritten)
while_due("evaluations/evaluation_due", lambda case: case.state == Deployment.State.COMPLETED)
