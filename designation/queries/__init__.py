"""What is found about rounds, applications, references and designations."""

from designation.queries.due import (
    applicants_due,
    designations_due,
    expired_references,
    handovers_due,
    referees_due,
)
from designation.queries.home import awaiting
from designation.queries.leaders import public_leaders, staff_of
from designation.queries.panel import Row, conflicts_of, grid, sheet_of
from designation.queries.rounds import open_rounds

__all__ = [
    "Row",
    "applicants_due",
    "awaiting",
    "conflicts_of",
    "designations_due",
    "expired_references",
    "grid",
    "handovers_due",
    "open_rounds",
    "public_leaders",
    "referees_due",
    "sheet_of",
    "staff_of",
]
