"""What is found about support: parties, candidates, due work, money, and what a person must do now."""

from deployments.queries.home import awaiting

__all__ = ["awaiting"]
