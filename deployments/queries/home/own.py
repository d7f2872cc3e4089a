"""The answers a person owes about deployments, and work of theirs that wants something of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Consent, Deployment, Variation, VariationConsent, Visit
from deployments.queries.contacts import contact_task, for_the_head
from deployments.queries.due import first_visit_due_on
from deployments.queries.home.most import MOST
from deployments.queries.leaving import LEFT
from deployments.queries.progress import is_midpoint, late_objectives, midpoint_asked_of, midpoint_reached
from directory.models import Post


def known(deployments: QuerySet[Deployment]) -> QuerySet[Deployment]:
    return deployments.select_related("designation__person", "school", "home_school", "request__school")


def mine_to_answer(person) -> QuerySet[Consent]:
    """Return the pending consents this person may answer by who they are and what posts they hold or stand in for."""
    return Consent.objects.pending().filter(_speaks_for(person))


def _speaks_for(person, deployment: str = "deployment") -> Q:
    """Return what makes a consent one this person may answer; `deployment` leads to the deployment it is about."""
    home, school = f"{deployment}__home_school__in", f"{deployment}__school__in"
    of_post = Q()
    for asked_as, roles in (("head", Post.HEADS), ("chair", (Post.Role.CHAIR_OF_GOVERNORS,))):
        if schools := person.authority.school_ids(*roles):
            of_post |= Q(asked_as=asked_as, party="line_manager", **{home: schools})
            of_post |= Q(asked_as=asked_as, party="receiving_head", **{school: schools})
    as_leader = Q(asked_as="leader", asked_of=person)
    if not of_post:
        return as_leader  # a plainer question to the database than one that is never true
    return as_leader | ~Q(**{f"{deployment}__designation__person": person}) & of_post


def with_own(deployments: QuerySet[Deployment], person, on: date) -> QuerySet[Deployment]:
    """Annotate which answers this person owes, and by when."""
    mine = mine_to_answer(person).filter(deployment=OuterRef("pk")).order_by("due_on").values("due_on")
    unconfirmed = (
        Consent.objects.unconfirmed()
        .filter(denied_at=None)
        .filter(_speaks_for(person), deployment=OuterRef("pk"))
    )
    changes = VariationConsent.objects.pending().filter(_speaks_for(person, "variation__deployment"))
    change = changes.filter(variation__deployment=OuterRef("pk")).order_by("due_on")
    changed = VariationConsent.objects.unconfirmed().filter(denied_at=None)
    changed = changed.filter(
        _speaks_for(person, "variation__deployment"), variation__deployment=OuterRef("pk")
    )
    late = late_objectives(on).filter(deployment=OuterRef("pk")).order_by("day")
    return deployments.annotate(
        answer_due=Subquery(mine[:1]),
        to_confirm=Exists(unconfirmed),
        change_to_confirm=Subquery(changed.order_by("pk").values("variation")[:1]),
        change=Subquery(change.values("variation")[:1]),
        change_due=Subquery(change.values("due_on")[:1]),
        late_since=Subquery(late.values("day")[:1]),
        has_lost_contact=_has_lost_contact(person, on),
    )


def _has_lost_contact(person, on: date) -> Any:
    """Return what to annotate: whether somebody who heads the school is to name another contact."""
    if not person.authority.has(*Post.HEADS):
        return Value(False)
    return Case(When(for_the_head(person, on), then=True), default=False)


def is_own(person, on: date) -> Q:
    """Return what makes annotated work one that waits for this person: an answer, a review, or no visit ahead.

    Of a leader's own, an objective that is overdue as well.
    """
    planned = Visit.objects.filter(deployment=OuterRef("pk"), state=Visit.State.PLANNED)
    return (
        Q(answer_due__isnull=False)
        | Q(to_confirm=True)
        | Q(change_to_confirm__isnull=False)
        | Q(change__isnull=False)
        | Q(has_lost_contact=True)
        | midpoint_reached(on) & midpoint_asked_of(person)
        | Q(late_since__isnull=False, designation__person=person)
        | Q(
            ~Exists(planned),
            ~Q(designation__state__in=LEFT),  # who has left plans no more: the managers see to it
            state__in=["agreed", "active"],
            designation__person=person,
        )
    )


def own_deployments(person, on: date) -> Iterator[Task]:
    """Answers this person owes, and work of theirs that has no visit ahead."""
    found = known(with_own(Deployment.objects.all(), person, on)).filter(is_own(person, on))
    for deployment in found.order_by("pk")[:MOST]:
        yield from own_tasks(deployment, person, on)


def own_tasks(deployment: Any, person, on: date) -> Iterator[Task]:
    """Yield who is asked to name another contact, and what else waits for this person."""
    if deployment.has_lost_contact:
        yield contact_task(deployment.request)
    asked = deployment.answer_due or deployment.change or is_midpoint(deployment, on)
    said = deployment.to_confirm or deployment.change_to_confirm
    if asked or said or deployment.designation.person_id == person.pk:
        yield _own_task(deployment, on)


def _own_task(deployment: Any, on: date) -> Task:
    if deployment.answer_due:
        title = _("Answer the proposal: %(deployment)s") % {"deployment": deployment}
        hint = _("Agree, or say that it cannot be.")
        return Task(title, deployment.get_absolute_url(), deployment.answer_due, hint)
    if deployment.change:
        return _change(deployment)
    if deployment.to_confirm or deployment.change_to_confirm:
        return _said_by_phone(deployment)
    if is_midpoint(deployment, on):
        title = _("Look at the mid-point: %(deployment)s") % {"deployment": deployment}
        hint = _("Say of each objective how it stands: red, amber or green.")
        return Task(title, deployment.page("review"), deployment.midpoint_due_on, hint)
    if deployment.ends_on < on:
        title = _("Complete the work, or ask for more time: %(deployment)s") % {"deployment": deployment}
        return Task(title, deployment.get_absolute_url(), deployment.ends_on, _("Its last day is over."))
    if deployment.late_since:
        return _late(deployment)
    title = _("Plan a visit, or complete the work: %(deployment)s") % {"deployment": deployment}
    due_on = first_visit_due_on(deployment) if deployment.state == Deployment.State.AGREED else None
    return Task(title, deployment.get_absolute_url(), due_on, _("No visit is planned."))


def _said_by_phone(deployment: Any) -> Task:
    """Ask to confirm what was said by phone to the work, or to a change of it."""
    title = _("Confirm what you said by phone: %(deployment)s") % {"deployment": deployment}
    case = deployment if deployment.to_confirm else Variation(pk=deployment.change_to_confirm)
    return Task(title, case.page("confirm"))


def _late(deployment: Any) -> Task:
    """Ask how an overdue objective stands, or for another day."""
    title = _("An objective is overdue: %(deployment)s") % {"deployment": deployment}
    step = "review" if deployment.state == Deployment.State.ACTIVE else "set_objectives"
    hint = _("Say how it stands, or agree on another day.")
    return Task(title, deployment.page(step), deployment.late_since, hint)


def _change(deployment) -> Task:
    """Ask for the answer to a change; opened on its own page, where it stands what would change."""
    title = _("Answer the change: %(deployment)s") % {"deployment": deployment}
    url = Variation(pk=deployment.change).get_absolute_url()
    return Task(title, url, deployment.change_due, _("Agree, or say that it cannot be."))
