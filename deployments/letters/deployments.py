"""Who is told what about work that was agreed: pauses, early endings, completion."""

from django.utils import timezone

from casework.letters import post
from deployments.letters.following import following
from deployments.letters.people import each, outside_the_alliance
from deployments.models import Deployment, ExitPlan, Fund
from deployments.queries.due import first_visit_due_on
from deployments.queries.parties import evaluator_of, speaker_of
from deployments.queries.people import around
from directory.models import Person
from directory.queries.posts import alliance_managers

# What a link to evaluate work is for.
EVALUATE = "evaluate"


def payer_changed(deployment: Deployment, *, before: Fund | None) -> None:
    """Tell the head of the school supported who pays from now on, and who did before; the school pays no more by it."""
    person = speaker_of(deployment.school, timezone.localdate(), besides=[deployment.leader])
    if person is not None:
        post("deployments/payer_changed", person, deployment, before=before)


def first_visit_due(deployment: Deployment) -> None:
    """Remind the leader, once, to plan the first visit of agreed work with the school."""
    due_on = first_visit_due_on(deployment)
    post(
        "deployments/first_visit_due",
        deployment.leader,
        deployment,
        due_on=due_on,
        url=deployment.page("plan"),
    )


def ending_due(deployment: Deployment) -> None:
    """Ask the leader and the managers, once for its last day, to complete work that is past it or to give it time."""
    for person in each(deployment.leader, *alliance_managers(timezone.localdate())):
        is_leader = person == deployment.leader
        post("deployments/ending_due", person, deployment, due_on=deployment.ends_on, is_leader=is_leader)


def deployment_withdrawn(deployment: Deployment, *, by: Person | None = None, reason: str = "") -> None:
    """Tell the managers, and nobody else, who withdrew and why, with the next best match at hand."""
    request = deployment.request
    instead = following(deployment)
    url = request.page("propose") if request else ""
    for manager in alliance_managers(timezone.localdate()):
        post(
            "deployments/deployment_withdrawn",
            manager,
            deployment,
            by=by,
            reason=reason,
            url=url,
            **instead,
        )


def deployment_no_longer_available(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties besides the one who withdrew that it ends before it began; never who withdrew, never why."""
    for person in outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_no_longer_available", person, deployment)


def deployment_stopped(
    deployment: Deployment, *, besides: Person | None = None, look_for_another: bool | None = None
) -> None:
    """Tell the parties that the work is stopped and what becomes of visits and pay; never why."""
    for person in outside_the_alliance(deployment):
        if person != besides:
            post("deployments/deployment_stopped", person, deployment, look_for_another=look_for_another)


def deployment_paused(deployment: Deployment, *, besides: Person | None = None, reason: str = "") -> None:
    """Tell the parties and the managers that the work rests, why, and when it is looked at again."""
    people = around(deployment, timezone.localdate())
    for person in each(*people.parties, *people.managers):
        if person != besides:
            post("deployments/deployment_paused", person, deployment, by=besides, reason=reason)


def deployment_resumed(deployment: Deployment, *, besides: Person | None = None) -> None:
    """Tell the parties and the managers that the work goes on."""
    people = around(deployment, timezone.localdate())
    for person in each(*people.parties, *people.managers):
        if person != besides:
            post("deployments/deployment_resumed", person, deployment)


def deployment_pause_due(deployment: Deployment) -> None:
    """Ask the managers to look at paused work again, once for the day that was set."""
    for manager in alliance_managers(timezone.localdate()):
        post("deployments/deployment_pause_due", manager, deployment, due_on=deployment.look_again_on)


def deployment_completed(deployment: Deployment) -> None:
    """Ask the head of the school supported to evaluate what the work was worth."""
    person = evaluator_of(deployment, timezone.localdate())
    if person is not None:
        post(
            "deployments/deployment_completed",
            person,
            deployment,
            doors=["evaluations:deployment-evaluate"],
            purpose=EVALUATE,
            plan=ExitPlan.objects.filter(deployment=deployment).first(),
        )


def deployment_forgone(deployment: Deployment) -> None:
    """Tell the parties that the work is closed although nobody evaluated it."""
    for person in outside_the_alliance(deployment):
        post("deployments/deployment_forgone", person, deployment)


def deployment_closed(deployment: Deployment) -> None:
    """Tell the parties that the work is closed, with thanks."""
    for person in outside_the_alliance(deployment):
        post("deployments/deployment_closed", person, deployment)
