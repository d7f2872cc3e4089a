"""What is found about evaluations: what must be written, by whom, what is due by itself, what answers add up to."""

from evaluations.queries.cases import deployment_in_full, open_actions, visit_in_full
from evaluations.queries.due import evaluations_due, record_due_on, records_due
from evaluations.queries.home import awaiting
from evaluations.queries.lists import evaluations_listed, overall_counts, statement_means

__all__ = [
    "awaiting",
    "deployment_in_full",
    "evaluations_due",
    "evaluations_listed",
    "open_actions",
    "overall_counts",
    "record_due_on",
    "records_due",
    "statement_means",
    "visit_in_full",
]
