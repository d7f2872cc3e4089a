"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.adjustments import adjust_claim
from deployments.actions.arrangements import confirm, record_arrangement, remind_to_confirm
from deployments.actions.claims import (
    approve_claim,
    correct_claim,
    pay_claim,
    pay_claims,
    query_claim,
    submit_claim,
)
from deployments.actions.collecting import collect_visit
from deployments.actions.consents import consent, refuse, too_late
from deployments.actions.endings import close, complete, evaluate, stop, withdraw
from deployments.actions.facilitations import (
    acknowledge_facilitation,
    record_facilitation,
    refuse_facilitation,
)
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.funds import fund
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.proposals import Aim, cancel, drop, hand_over, lapse, propose, remind, warn
from deployments.actions.requests import give_up_request, make_request, withdraw_request
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
from deployments.actions.times import time_visit
from deployments.actions.visits import (
    acknowledge_visit,
    call_off_visit,
    hold_visit,
    miss_visit,
    plan,
    presume_visit,
    remind_school,
)

__all__ = [
    "Aim",
    "Obstacle",
    "acknowledge_facilitation",
    "acknowledge_visit",
    "adjust_claim",
    "approve_claim",
    "call_off_visit",
    "cancel",
    "close",
    "close_feed",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "correct_claim",
    "drop",
    "evaluate",
    "follow",
    "fund",
    "give_up_request",
    "hand_over",
    "hold_visit",
    "lapse",
    "load_standing_data",
    "make_request",
    "miss_visit",
    "pause",
    "pay_claim",
    "pay_claims",
    "plan",
    "presume_visit",
    "propose",
    "query_claim",
    "record_arrangement",
    "record_facilitation",
    "refuse",
    "refuse_facilitation",
    "remind",
    "remind_of_pause",
    "remind_school",
    "remind_to_confirm",
    "renew_feed",
    "resume",
    "stop",
    "submit_claim",
    "time_visit",
    "too_late",
    "warn",
    "withdraw",
    "withdraw_request",
    "write_notes",
]
