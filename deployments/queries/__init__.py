"""What is found about support: parties, candidates, due work, money, and what a person must do now."""

from deployments.queries.concerns import kept_from
from deployments.queries.home import awaiting
from deployments.queries.succession import handover_task, who_left_cases_behind
from deployments.queries.watching import watch_task, watched_deployments, watched_requests

__all__ = [
    "awaiting",
    "handover_task",
    "kept_from",
    "watch_task",
    "watched_deployments",
    "watched_requests",
    "who_left_cases_behind",
]
