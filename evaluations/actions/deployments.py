"""The school evaluates a deployment, and the leader may reply once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from casework.models import Channel
from deployments import actions as deployments_actions
from deployments.models import Deployment, Objective
from designation.actions import file_evidence
from designation.models import Evidence
from directory.models import Person
from evaluations import letters
from evaluations.models import Answer, DeploymentEvaluation, ObjectiveOutcome, Question, Questionnaire


class Outcome(NamedTuple):
    """Whether one objective was achieved (achieved, partly, not), and what shows it."""

    objective: Objective
    outcome: str
    evidence: str


@transaction.atomic
def keep_evaluation(
    deployment: Deployment,
    *,
    by: Person,
    questionnaire: Questionnaire,
    typed: Mapping[str, Sequence[str]],
) -> None:
    """Keep what has been typed so far, word for word, in the version it is answered in; a given one is left alone."""
    draft = DeploymentEvaluation.objects.filter(deployment=deployment, sent_at__isnull=True)
    fields = {"by": by, "questionnaire": questionnaire, "typed": typed}
    if not draft.update(**fields):
        DeploymentEvaluation.objects.get_or_create(deployment=deployment, defaults=fields)


@transaction.atomic
def evaluate_deployment(
    deployment: Deployment,
    *,
    by: Person,
    channel: str = Channel.PORTAL,
    questionnaire: Questionnaire,
    fixed: Mapping[str, Any],
    answers: Mapping[Question, str],
    outcomes: Iterable[Outcome] = (),
) -> DeploymentEvaluation:
    """Give the school's evaluation of a completed deployment; its overall result is told to the deployment.

    Who may: the head of the school supported or a delegate. `fixed` are columns of the evaluation (overall from
    1 to 4, 4 the best), `answers` all other questions of this version. Raises StepNotOpen.
    """
    deployments_actions.evaluate(deployment, by=by, channel=channel, overall=fixed["overall"])
    whole = dict(fixed) | {"by": by, "questionnaire": questionnaire, "typed": {}, "sent_at": timezone.now()}
    evaluation, _made = DeploymentEvaluation.objects.update_or_create(deployment=deployment, defaults=whole)
    Answer.objects.bulk_create(
        Answer(evaluation=evaluation, question=question, value=value) for question, value in answers.items()
    )
    ObjectiveOutcome.objects.bulk_create(
        ObjectiveOutcome(evaluation=evaluation, **outcome._asdict()) for outcome in outcomes
    )
    _file_result(deployment, evaluation)
    letters.evaluation_received(deployment, by=by)
    return evaluation


def _file_result(deployment: Deployment, evaluation: DeploymentEvaluation) -> None:
    """Put the school's overall result (1 to 4) into the leader's file: their review and renewal look back on it."""
    file_evidence(
        deployment.designation,
        kind=Evidence.Kind.EVALUATION,
        on=timezone.localdate(),
        title=str(deployment.school),
        key=f"evaluation:{deployment.pk}",
        result=evaluation.overall,
        url=evaluation.get_absolute_url(),
    )


@transaction.atomic
def reply_to_evaluation(
    evaluation: DeploymentEvaluation, *, by: Person, reply: str, channel: str = Channel.PORTAL
) -> bool:
    """Reply to the school's evaluation, once; say whether this was the reply that counted.

    Who may: the leader. It stands beside the evaluation for all who read it; the head and the managers are told.
    """
    open_ones = DeploymentEvaluation.objects.sent().filter(pk=evaluation.pk, replied_at__isnull=True)
    if not open_ones.update(leader_reply=reply, replied_at=timezone.now()):
        return False
    letters.evaluation_replied(evaluation.deployment, by=by)
    return True


def remind_of_evaluation(deployment: Deployment, day: date) -> None:
    """Remind the head, once for this day, of an evaluation not yet given."""
    letters.evaluation_due(deployment, on=day)
