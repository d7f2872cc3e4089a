"""What is kept about support: requests, deployments, consents, variations, objectives, visits, budgets, claims."""

from deployments.models.budgets import Rate, TermBudget
from deployments.models.claims import Claim, ClaimLine
from deployments.models.consents import Consent
from deployments.models.deployments import Deployment, Objective
from deployments.models.feeds import CalendarFeed
from deployments.models.notes import VisitNotes
from deployments.models.progress import ExitPlan, ProgressMark, ProgressReview
from deployments.models.requests import SupportRequest
from deployments.models.variations import Variation, VariationConsent
from deployments.models.visits import Visit

__all__ = [
    "CalendarFeed",
    "Claim",
    "ClaimLine",
    "Consent",
    "Deployment",
    "ExitPlan",
    "Objective",
    "ProgressMark",
    "ProgressReview",
    "Rate",
    "SupportRequest",
    "TermBudget",
    "Variation",
    "VariationConsent",
    "Visit",
    "VisitNotes",
]
