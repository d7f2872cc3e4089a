"""What a person must write now, in at most two queries."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Deployment, Visit
from directory.models import Person, Post
from evaluations.models.deployments import evaluation_due_on
from evaluations.queries.due import record_due_on, unwritten

MOST = 30


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
