"""What is found about support: parties, candidates, due work, money, and what a person must do now."""

from deployments.queries.concerns import concerns_awaiting, kept_from
from deployments.queries.home import awaiting

__all__ = ["awaiting", "concerns_awaiting", "kept_from"]
