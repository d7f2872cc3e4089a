"""What must always be true of support and of its money, asked of the whole database."""

from deployments.queries.invariants.money import OF_MONEY
from deployments.queries.invariants.work import OF_WORK

INVARIANTS = [*OF_WORK, *OF_MONEY]

__all__ = ["INVARIANTS"]
