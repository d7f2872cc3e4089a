"""What a person must do now, in at most three queries."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When
from django.urls import reverse
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from deployments.models import Claim, Consent, Deployment, SupportRequest, Variation, VariationConsent, Visit
from deployments.models.claims import CLAIMANTS
from deployments.models.requests import SPEAKERS
from deployments.queries.concerns import concern_task, passed_on_to, with_concern
from deployments.queries.due import acknowledgement_due_on, paused_until
from deployments.queries.leaving import LEFT, UNSAID, has_gone, left_midway
from deployments.queries.progress import is_midpoint, midpoint_asked_of, midpoint_reached
from deployments.queries.waiting import offer_due_on
from directory.calendar import add_working_days
from directory.models import Post
from directory.rules import is_finance_officer, is_manager

MOST = 30


def awaiting(person, on: date) -> list[Task]:
    """Return the tasks of a person: for managers and finance what waits in the office, for others what is theirs."""
    posts = person.authority
    in_office = is_manager(person) or is_finance_officer(person)
    tasks: list[Task] = []
    if is_manager(person):
        tasks += [*_requests(on), *_to_end(person, on)]
    if in_office:
        tasks += _claims_to_settle(person)
    if not in_office or posts.has(*SPEAKERS):
        tasks += [*_deployments(person, on), *_visits(person, on)]
    if not is_manager(person):
        tasks += passed_on_to(person)
    if posts.has(*CLAIMANTS):
        tasks += _claims_to_submit(person, on)
    return tasks


def _requests(on: date) -> Iterator[Task]:
    before = Deployment.objects.filter(request=OuterRef("pk"))
    waiting = SupportRequest.objects.waiting().annotate(asked_before=Exists(before)).select_related("school")
    for request in waiting.order_by("state_at")[:MOST]:
        title = _("Find a leader for %(school)s") % {"school": request.school}
        due = offer_due_on(request)
        hint = _("The request is open: nobody has been proposed.")
        if request.asked_before:
            hint = _("The leader proposed before is not available: propose the next best.")
        yield Task(title, request.page("propose"), due, hint)


def _to_end(person, on: date) -> Iterator[Task]:
    """Work with an open concern, whose leader has left in mid-way, to close, or paused and its day has come."""
    ends = left_midway(on) | paused_until(on) | Q(state=Deployment.State.EVALUATED)
    found = with_concern(Deployment.objects.all(), person).annotate(
        has_unsaid=UNSAID, is_to_end=Case(When(ends, then=True), default=False)
    )
    found = found.filter(Q(is_to_end=True) | Q(concern_pk__isnull=False))
    for deployment in _known(found).order_by("state", "state_at", "pk")[:MOST]:
        if deployment.concern_pk:  # type: ignore[attr-defined]
            yield concern_task(deployment)
        if not deployment.is_to_end:  # type: ignore[attr-defined]
            continue
        if deployment.state == Deployment.State.EVALUATED:
            yield Task(_("Close %(deployment)s") % {"deployment": deployment}, deployment.page("close"))
        elif has_gone(deployment.designation, on):
            yield _midway(deployment)
        else:
            yield _paused(deployment)


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


def _claims_to_settle(person) -> Iterator[Task]:
    waiting = Claim.objects.filter(state__in=[Claim.State.SUBMITTED, Claim.State.APPROVED])
    for claim in waiting.select_related("school").order_by("state_at")[:MOST]:
        if claim.state == Claim.State.APPROVED:
            yield Task(_("Pay the claim of %(school)s") % {"school": claim.school}, claim.page("pay"))
        elif claim.submitted_by_id != person.pk:
            yield Task(_("Check the claim of %(school)s") % {"school": claim.school}, claim.page("detail"))


def _known(deployments: QuerySet[Deployment]) -> QuerySet[Deployment]:
    return deployments.select_related("designation__person", "school", "home_school")


def mine_to_answer(person) -> QuerySet[Consent]:
    """Return the pending consents this person may answer by who they are and what posts they hold or stand in for."""
    return Consent.objects.pending().filter(_speaks_for(person))


def _speaks_for(person, deployment: str = "deployment") -> Q:
    """Return what makes a consent one this person may answer; `deployment` leads to the deployment it is about."""
    posts = person.authority
    heads, chairs = posts.school_ids(*Post.HEADS), posts.school_ids(Post.Role.CHAIR_OF_GOVERNORS)
    home, school = f"{deployment}__home_school__in", f"{deployment}__school__in"
    of_post = ~Q(**{f"{deployment}__designation__person": person}) & (
        Q(asked_as="head", party="line_manager", **{home: heads})
        | Q(asked_as="head", party="receiving_head", **{school: heads})
        | Q(asked_as="chair", party="line_manager", **{home: chairs})
        | Q(asked_as="chair", party="receiving_head", **{school: chairs})
    )
    return Q(asked_as="leader", asked_of=person) | of_post


def _deployments(person, on: date) -> Iterator[Task]:
    """Answers this person owes, and work of theirs that has no visit ahead."""
    mine = mine_to_answer(person).filter(deployment=OuterRef("pk")).order_by("due_on").values("due_on")
    unconfirmed = Consent.objects.unconfirmed().filter(_speaks_for(person), deployment=OuterRef("pk"))
    planned = Visit.objects.filter(deployment=OuterRef("pk"), state=Visit.State.PLANNED)
    changes = VariationConsent.objects.pending().filter(_speaks_for(person, "variation__deployment"))
    change = changes.filter(variation__deployment=OuterRef("pk")).order_by("due_on")
    asked = Deployment.objects.annotate(
        answer_due=Subquery(mine[:1]),
        to_confirm=Exists(unconfirmed),
        change=Subquery(change.values("variation")[:1]),
        change_due=Subquery(change.values("due_on")[:1]),
    )
    found = _known(asked).filter(
        Q(answer_due__isnull=False)
        | Q(to_confirm=True)
        | Q(change__isnull=False)
        | midpoint_reached(on) & midpoint_asked_of(person)
        | Q(
            ~Exists(planned),
            ~Q(designation__state__in=LEFT),  # who has left plans no more: the managers see to it
            state__in=["agreed", "active"],
            designation__person=person,
        )
    )
    for deployment in found.order_by("pk")[:MOST]:
        answer_due: date | None = deployment.answer_due  # type: ignore[attr-defined]
        if answer_due:
            title = _("Answer the proposal: %(deployment)s") % {"deployment": deployment}
            yield Task(
                title,
                deployment.get_absolute_url(),
                answer_due,
                _("Agree, or say that it cannot be."),
            )
        elif deployment.change:  # type: ignore[attr-defined]
            yield _change(deployment)
        elif deployment.to_confirm:  # type: ignore[attr-defined]
            title = _("Confirm what you said by phone: %(deployment)s") % {"deployment": deployment}
            yield Task(title, deployment.page("confirm"))
        elif is_midpoint(deployment, on):
            title = _("Look at the mid-point: %(deployment)s") % {"deployment": deployment}
            hint = _("Say of each objective how it stands: red, amber or green.")
            yield Task(title, deployment.page("review"), deployment.midpoint_due_on, hint)
        else:
            title = _("Plan a visit, or complete the work: %(deployment)s") % {"deployment": deployment}
            yield Task(title, deployment.get_absolute_url(), None, _("No visit is planned."))


def _change(deployment) -> Task:
    """Ask for the answer to a change; opened on its own page, where it stands what would change."""
    title = _("Answer the change: %(deployment)s") % {"deployment": deployment}
    url = Variation(pk=deployment.change).get_absolute_url()
    return Task(title, url, deployment.change_due, _("Agree, or say that it cannot be."))


def _visits(person, on: date) -> Iterator[Task]:
    """Visits of the leader whose day is over, and visits the school has still to acknowledge."""
    schools = person.authority.school_ids(*SPEAKERS)
    over = Q(state=Visit.State.PLANNED, on__lt=on, leader=person)
    held = Q(state=Visit.State.HELD) & ~Q(leader=person)
    held &= Q(deployment__school__in=schools) | Q(deployment__request__contact=person)
    found = Visit.objects.filter(over | held).select_related("leader", "deployment__school")
    for visit in found.order_by("on", "pk")[:MOST]:
        if visit.state == Visit.State.PLANNED:
            due = add_working_days(visit.on, 5)  # a record of visit within five working days
            yield Task(_("Was this visit held? %(visit)s") % {"visit": visit}, visit.get_absolute_url(), due)
        else:
            title = _("Acknowledge the visit: %(visit)s") % {"visit": visit}
            yield Task(title, visit.page("acknowledge"), acknowledgement_due_on(visit))


def _claims_to_submit(person, on: date) -> Iterator[Task]:
    """Queried claims, and claims whose term began so long ago that nothing more will come (four months)."""
    ripe = Q(state=Claim.State.COLLECTING, total_pence__gt=0, term_starts_on__lt=on - timedelta(days=122))
    found = Claim.objects.filter(
        Q(state=Claim.State.QUERIED) | ripe, school__in=person.authority.school_ids(*CLAIMANTS)
    )
    for claim in found.select_related("school").order_by("term_starts_on", "pk")[:MOST]:
        title = (
            _("Answer the query about the claim of %(school)s")
            if claim.state == Claim.State.QUERIED
            else _("Submit the claim of %(school)s")
        )
        yield Task(title % {"school": claim.school}, reverse("deployments:claim-detail", args=[claim.pk]))
