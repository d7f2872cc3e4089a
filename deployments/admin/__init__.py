"""The administration of support: everything can be looked up, states move by the steps alone."""

from deployments.admin import deployments, groups, money, progress, requests, variations, visits

__all__ = ["deployments", "groups", "money", "progress", "requests", "variations", "visits"]
