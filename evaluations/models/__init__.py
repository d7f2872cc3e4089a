"""What is kept: questionnaires, visit records, confidential visit evaluations, deployment evaluations."""

from evaluations.models.deployments import Answer, DeploymentEvaluation, ObjectiveOutcome
from evaluations.models.questionnaires import AnsweredVersion, Question, Questionnaire
from evaluations.models.visits import ObjectiveProgress, VisitAction, VisitEvaluation, VisitRecord

__all__ = [
    "Answer",
    "AnsweredVersion",
    "DeploymentEvaluation",
    "ObjectiveOutcome",
    "ObjectiveProgress",
    "Question",
    "Questionnaire",
    "VisitAction",
    "VisitEvaluation",
    "VisitRecord",
]
