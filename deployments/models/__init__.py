"""What is kept about support: requests, deployments, consents, objectives, visits, budgets, funds, rates and claims."""

from deployments.models.budgets import Rate, TermBudget
from deployments.models.claims import Claim, ClaimLine
from deployments.models.consents import Consent
from deployments.models.deployments import Deployment, Objective
from deployments.models.facilitations import Facilitation
from deployments.models.feeds import CalendarFeed
from deployments.models.funds import Fund
from deployments.models.notes import VisitNotes
from deployments.models.requests import SupportRequest
from deployments.models.visits import Visit

__all__ = [
    "CalendarFeed",
    "Claim",
    "ClaimLine",
    "Consent",
    "Deployment",
    "Facilitation",
    "Fund",
    "Objective",
    "Rate",
    "SupportRequest",
    "TermBudget",
    "Visit",
    "VisitNotes",
]
