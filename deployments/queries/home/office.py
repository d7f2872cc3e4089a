"""What waits in the office of the alliance: requests, and work to settle or to bring to an end."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Consent, Deployment, SupportRequest, VariationConsent, Visit
from deployments.models.requests import SPEAKERS
from deployments.queries.concerns import concern_task, with_concern
from deployments.queries.contacts import contact_task, for_the_managers
from deployments.queries.due import decision_due_on, past_its_end, paused_until
from deployments.queries.home.most import MOST
from deployments.queries.home.own import is_own, known, own_tasks, with_own
from deployments.queries.home.work import own_visits, work_done
from deployments.queries.leaving import UNSAID, has_gone, left_midway
from deployments.queries.waiting import offer_due_on, urgent_first
from directory.calendar import add_working_days


def requests_waiting(on: date) -> Iterator[Task]:
    """Requests that wait for a leader, and those whose contact left a school that has no head."""
    before = Deployment.objects.filter(request=OuterRef("pk"))
    lost = Case(When(for_the_managers(on), then=True), default=False)
    found = SupportRequest.objects.annotate(asked_before=Exists(before), has_lost_contact=lost)
    found = found.filter(Q(state=SupportRequest.State.OPEN) | Q(has_lost_contact=True)).select_related(
        "school"
    )
    shown: Any = urgent_first(found)[:MOST]
    for request in shown:
        if request.has_lost_contact:
            yield contact_task(request)
        if request.state != SupportRequest.State.OPEN:
            continue
        hint = _("The request is open: nobody has been proposed.")
        if request.asked_before:
            hint = _("The proposal before this could not go ahead: propose the next best.")
        title, haste = _("Find a leader for %(school)s"), ""
        if request.urgency == SupportRequest.Urgency.URGENT:
            title, haste = _("At once: find a leader for %(school)s"), _("Pupils are losing out now.")
        elif request.urgency == SupportRequest.Urgency.SOON:
            haste = _("Wanted within four weeks.")
        words = " ".join(filter(None, [haste, hint]))
        yield Task(title % {"school": request.school}, request.page("propose"), offer_due_on(request), words)


def to_settle_and_end(person, on: date) -> Iterator[Task]:
    """Work with a concern or a disputed visit, left in mid-way, to close, past its end, or paused until today.

    With it, in the same query, work in which something waits for the manager as leader, chair or contact.
    """
    ends = left_midway(on) | paused_until(on) | past_its_end(on) | Q(state=Deployment.State.EVALUATED)
    # Who went there themselves leaves it to another manager.
    disputed = Visit.objects.filter(deployment=OuterRef("pk"), state=Visit.State.DISPUTED)
    disputed = disputed.exclude(leader=person).order_by("state_at", "pk")
    found = with_concern(Deployment.objects.all(), person).annotate(
        has_unsaid=UNSAID,
        is_to_end=Case(When(ends, then=True), default=False),
        is_denied=Exists(Consent.objects.denied().filter(deployment=OuterRef("pk")))
        | Exists(VariationConsent.objects.denied().filter(variation__deployment=OuterRef("pk"))),
        disputed=Subquery(disputed.values("pk")[:1]),
        disputed_on=Subquery(disputed.values("on")[:1]),
        disputed_at=Subquery(disputed.values("state_at")[:1]),
    )
    visits = Q(pk__in=own_visits(person, on).order_by().values("deployment"))
    own: Any = with_own(found, person, on).annotate(
        is_own=Case(When(is_own(person, on), then=True), default=False),
        has_visits=Case(When(visits, then=True), default=False),
    )
    waits = Q(is_to_end=True) | Q(is_denied=True) | Q(is_own=True) | Q(has_visits=True)
    waits |= Q(concern_pk__isnull=False) | Q(disputed__isnull=False)
    waiting: Any = known(own.filter(waits))
    shown = list(waiting.order_by("-is_own", "-has_visits", "state", "state_at", "pk")[:MOST])
    for deployment in shown:
        if deployment.is_own:
            yield from own_tasks(deployment, person, on)
    if person.authority.has(*SPEAKERS) or any(deployment.has_visits for deployment in shown):
        yield from work_done(person, on)
    for deployment in shown:
        yield from _to_settle(deployment)
        if deployment.is_to_end:
            yield _ending(deployment, on)


def _to_settle(deployment: Any) -> Iterator[Task]:
    """Yield what a manager is asked to settle in work: a concern, a disputed visit, an answer that was never given."""
    if deployment.concern_pk:
        yield concern_task(deployment)
    if deployment.disputed:
        yield _to_decide(deployment)
    if deployment.is_denied:
        yield _denied(deployment)


def _ending(deployment: Deployment, on: date) -> Task:
    """Return what a manager is asked to do so that work comes to an end, or goes on."""
    if deployment.state == Deployment.State.EVALUATED:
        return Task(_("Close %(deployment)s") % {"deployment": deployment}, deployment.page("close"))
    if has_gone(deployment.designation, on):
        return _midway(deployment)
    if deployment.state == Deployment.State.PAUSED:
        return _paused(deployment)
    title = _("Past its last day: %(deployment)s") % {"deployment": deployment}
    hint = _("Ask the leader to complete it, or change its dates.")
    return Task(title, deployment.get_absolute_url(), deployment.ends_on, hint)


def _to_decide(deployment) -> Task:
    """Ask for a decision about a disputed visit."""
    visit = Visit(pk=deployment.disputed, deployment=deployment, leader=deployment.leader)
    visit.on, visit.state_at = deployment.disputed_on, deployment.disputed_at
    title = _("Decide whether this visit was held: %(visit)s") % {"visit": visit}
    hint = _("The school and the leader say different things.")
    return Task(title, visit.get_absolute_url(), decision_due_on(visit), hint)


def _denied(deployment: Deployment) -> Task:
    title = _("Settle what was never agreed: %(deployment)s") % {"deployment": deployment}
    hint = _("A party says that it never gave the answer recorded by phone. Talk to it, or stop the work.")
    return Task(title, deployment.get_absolute_url(), None, hint)


def _paused(deployment: Deployment) -> Task:
    title = _("Look again at paused work: %(deployment)s") % {"deployment": deployment}
    hint = _("Resume it, pause it for longer, or stop it.")
    return Task(title, deployment.get_absolute_url(), deployment.look_again_on, hint)


def _midway(deployment: Deployment) -> Task:
    """Ask for an end, or for another leader, as soon as for an open request."""
    title = _("Complete the work, or find another leader: %(deployment)s") % {"deployment": deployment}
    ended_on: date = deployment.designation.ended_on  # type: ignore[assignment]
    due = add_working_days(ended_on, 2)
    if deployment.has_unsaid:  # type: ignore[attr-defined]
        hint = _("The leader's designation has ended. Say first whether the visit still planned was held.")
        return Task(title, deployment.get_absolute_url(), due, hint)
    hint = _(
        "The leader's designation has ended. Stop the work, and open the request again if the school needs more."
    )
    return Task(title, deployment.page("stop"), due, hint)
