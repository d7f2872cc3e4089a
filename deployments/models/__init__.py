"""What is kept about support: requests, deployments, consents, variations, visits, budgets, funds, claims, concerns."""

from deployments.models.audiences import Audience
from deployments.models.budgets import Rate, TermBudget
from deployments.models.claims import Claim, ClaimLine, ClaimOrder
from deployments.models.concerns import Concern
from deployments.models.consents import Consent
from deployments.models.deployments import Deployment
from deployments.models.drafts import RequestDraft
from deployments.models.facilitations import Facilitation
from deployments.models.feeds import CalendarFeed
from deployments.models.funds import Fund
from deployments.models.groups import GroupMeeting, GroupMember, SchoolGroup
from deployments.models.informal import InformalSupport
from deployments.models.notes import VisitNotes
from deployments.models.objectives import Objective
from deployments.models.progress import ExitPlan, ProgressMark, ProgressReview
from deployments.models.requests import SupportRequest
from deployments.models.shares import TermShare
from deployments.models.variations import Variation, VariationConsent
from deployments.models.visits import Visit
from deployments.models.watches import Watch

__all__ = [
    "Audience",
    "CalendarFeed",
    "Claim",
    "ClaimLine",
    "ClaimOrder",
    "Concern",
    "Consent",
    "Deployment",
    "ExitPlan",
    "Facilitation",
    "Fund",
    "GroupMeeting",
    "GroupMember",
    "InformalSupport",
    "Objective",
    "ProgressMark",
    "ProgressReview",
    "Rate",
    "RequestDraft",
    "SchoolGroup",
    "SupportRequest",
    "TermBudget",
    "TermShare",
    "Variation",
    "VariationConsent",
    "Visit",
    "VisitNotes",
    "Watch",
]
