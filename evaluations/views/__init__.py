"""Pages of visit records and evaluations."""

from evaluations.views.deployments import EvaluateDeployment, EvaluationPage, ReplyToEvaluation
from evaluations.views.lists import EvaluationList, ReceivedEvaluations
from evaluations.views.visits import ReplyToRecord, VisitEvaluationPage, VisitRecordPage, WriteVisit

__all__ = [
    "EvaluateDeployment",
    "EvaluationList",
    "EvaluationPage",
    "ReceivedEvaluations",
    "ReplyToEvaluation",
    "ReplyToRecord",
    "VisitEvaluationPage",
    "VisitRecordPage",
    "WriteVisit",
]
