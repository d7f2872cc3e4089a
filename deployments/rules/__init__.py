"""Who may do what in deployments: every predicate and every permission, by what it is about."""

from deployments.rules import (
    claims,
    concerns,
    consents,
    deployments,
    groups,
    informal,
    keeping,
    messages,
    posts,
    reports,
    requests,
    variations,
    visits,
)

__all__ = [
    "claims",
    "concerns",
    "consents",
    "deployments",
    "groups",
    "informal",
    "keeping",
    "messages",
    "posts",
    "reports",
    "requests",
    "variations",
    "visits",
]
