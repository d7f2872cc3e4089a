"""What happens: visits are written up, schools evaluate, people reply."""

from deployments.actions import Obstacle
from evaluations.actions.deployments import (
    Outcome,
    evaluate_deployment,
    keep_evaluation,
    remind_of_evaluation,
    reply_to_evaluation,
)
from evaluations.actions.standing import load_standing_data
from evaluations.actions.visits import (
    Agreed,
    Stand,
    file_visit,
    keep_record,
    remind_of_record,
    reply_to_record,
)

__all__ = [
    "Agreed",
    "Obstacle",
    "Outcome",
    "Stand",
    "evaluate_deployment",
    "file_visit",
    "keep_evaluation",
    "keep_record",
    "load_standing_data",
    "remind_of_evaluation",
    "remind_of_record",
    "reply_to_evaluation",
    "reply_to_record",
]
