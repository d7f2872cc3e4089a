"""Lists of evaluations, and what their answers add up to."""

from django.db.models import Count, QuerySet

from deployments.models import Deployment
from directory.models import Person
from evaluations.models import Answer, DeploymentEvaluation, Question
from evaluations.questions import AGREEMENT
from evaluations.results import mean


def evaluations_listed(show: str) -> QuerySet[Deployment]:
    """Return the deployments whose evaluation is due, or returned, or both (any other word), newest first."""
    states = {
        "due": [Deployment.State.COMPLETED],
        "returned": [Deployment.State.EVALUATED, Deployment.State.CLOSED],
    }
    both = [*states["due"], *states["returned"]]
    found = Deployment.objects.filter(state__in=states.get(show, both))
    # What was closed without an evaluation is neither due nor returned.
    found = found.exclude(state=Deployment.State.CLOSED, overall_rating__isnull=True)
    return found.select_related("designation__person", "school", "home_school", "evaluation").order_by(
        "-state_at", "-pk"
    )


def overall_counts(evaluations: QuerySet[DeploymentEvaluation]) -> dict[int, int]:
    """Return how many of these evaluations gave each overall result, in one query."""
    counted = evaluations.order_by().values("overall").annotate(count=Count("pk"))
    return {row["overall"] or 0: row["count"] for row in counted}


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
