"""Visits and work with groups of which a person is to say something."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q, QuerySet, Value
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Consent, Deployment, Facilitation, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS, has_as_contact
from deployments.queries.due import acknowledgement_due_on, decision_due_on
from deployments.queries.home.most import MOST
from designation.models import Designation
from directory.calendar import add_working_days
from directory.models import Person, Post, School


def own_visits(person, on: date) -> QuerySet[Visit]:
    """Return visits of the leader whose day is over, and visits the school has still to acknowledge."""
    posts = person.authority
    over = Q(state=Visit.State.PLANNED, on__lt=on, leader=person)
    held = Q(state=Visit.State.HELD) & ~Q(leader=person)
    there = Q(deployment__school__in=posts.school_ids(*SPEAKERS))
    there |= has_as_contact(person, "deployment__request__")
    if chairs := posts.school_ids(Post.Role.CHAIR_OF_GOVERNORS):
        asked = Consent.objects.filter(party=Consent.Party.RECEIVING_HEAD, asked_as=Consent.AskedAs.CHAIR)
        there |= Q(deployment__school__in=chairs, deployment__in=asked.values("deployment"))
    # Who claims for the school that is paid does not say that it was earned.
    held &= there & ~Q(deployment__home_school__in=posts.school_ids(*CLAIMANTS))
    over |= Q(state=Visit.State.DISPUTED, account="", leader=person)
    return Visit.objects.filter(over | held)


def work_done(person, on: date) -> Iterator[Task]:
    """Visits that want something of this person, and work with groups their school has still to acknowledge.

    Read in one query, each row with no more than its title says.
    """
    visits = own_visits(person, on).annotate(is_group=Value(False))
    posts = person.authority
    recorded = Facilitation.objects.filter(state=Facilitation.State.RECORDED)
    groups = recorded.filter(school__in=posts.school_ids(*SPEAKERS))
    groups = groups.exclude(designation__person=person).exclude(home_school__in=posts.school_ids(*CLAIMANTS))
    groups = groups.annotate(is_group=Value(True), cy=Value(""))
    found = _rows(visits, "leader", "deployment__school__name", "deployment__school__name_cy").union(
        _rows(groups, "designation__person", "group", "cy"), all=True
    )
    for row in found.order_by("on", "pk")[:MOST]:
        yield _of_group(*row[1:]) if row[0] else _of_visit(*row[1:])


def _rows(work: QuerySet, leader: str, place: str, place_cy: str) -> QuerySet:
    names = (f"{leader}__first_name", f"{leader}__last_name", place, place_cy)
    return work.order_by().values_list("is_group", "pk", "on", "state", "state_at", "answer_due_on", *names)


def _of_visit(pk, on, state, state_at, answer_due_on, first_name, last_name, school, school_cy) -> Task:
    leader = Person(first_name=first_name, last_name=last_name)
    deployment = Deployment(school=School(name=school, name_cy=school_cy))
    known = {"pk": pk, "on": on, "state": state, "state_at": state_at, "answer_due_on": answer_due_on}
    visit = Visit(**known, leader=leader, deployment=deployment)
    if state == Visit.State.DISPUTED:
        title = _("Say what happened: %(visit)s") % {"visit": visit}
        return Task(
            title, visit.page("answer"), decision_due_on(visit), _("The school says that it was not held.")
        )
    if state == Visit.State.PLANNED:
        due = add_working_days(on, 5)  # a record of visit within five working days
        return Task(_("Was this visit held? %(visit)s") % {"visit": visit}, visit.get_absolute_url(), due)
    title = _("Acknowledge the visit: %(visit)s") % {"visit": visit}
    return Task(title, visit.page("acknowledge"), acknowledgement_due_on(visit))


def _of_group(pk, on, state, state_at, answer_due_on, first_name, last_name, group, _cy) -> Task:
    designation = Designation(person=Person(first_name=first_name, last_name=last_name))
    known = {"pk": pk, "on": on, "state": state, "state_at": state_at, "answer_due_on": answer_due_on}
    case = Facilitation(**known, group=group, designation=designation)
    title = _("Acknowledge the work with the group: %(work)s") % {"work": case}
    return Task(title, case.get_absolute_url(), acknowledgement_due_on(case))
