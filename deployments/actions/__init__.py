"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.claims import approve_claim, collect_visit, pay_claim, query_claim, submit_claim
from deployments.actions.consents import consent, refuse, too_late
from deployments.actions.endings import close, complete, evaluate
from deployments.actions.obstacles import Obstacle
from deployments.actions.proposals import Aim, cancel, hand_over, lapse, propose, remind
from deployments.actions.requests import make_request, withdraw_request
from deployments.actions.standing import load_standing_data
from deployments.actions.visits import acknowledge_visit, hold_visit, miss_visit, plan

__all__ = [
    "Aim",
    "Obstacle",
    "acknowledge_visit",
    "approve_claim",
    "cancel",
    "close",
    "collect_visit",
    "complete",
    "consent",
    "evaluate",
    "hand_over",
    "hold_visit",
    "lapse",
    "load_standing_data",
    "make_request",
    "miss_visit",
    "pay_claim",
    "plan",
    "propose",
    "query_claim",
    "refuse",
    "remind",
    "submit_claim",
    "too_late",
    "withdraw_request",
]
