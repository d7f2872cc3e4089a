"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.arrangements import confirm, record_arrangement, remind_to_confirm
from deployments.actions.claims import approve_claim, collect_visit, pay_claim, query_claim, submit_claim
from deployments.actions.concerns import (
    escalate_concern,
    raise_concern,
    remind_of_concern,
    resolve_concern,
)
from deployments.actions.consents import consent, refuse, too_late
from deployments.actions.endings import close, complete, evaluate, stop, withdraw
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.keeping import assign, hand_over_cases, reassign, unwatch, watch
from deployments.actions.leavers import tell_of_leaver
from deployments.actions.messages import attach, message
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.proposals import Aim, cancel, drop, hand_over, lapse, propose, remind, warn
from deployments.actions.requests import give_up_request, make_request, withdraw_request
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
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
    "acknowledge_visit",
    "approve_claim",
    "assign",
    "attach",
    "call_off_visit",
    "cancel",
    "close",
    "close_feed",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "drop",
    "escalate_concern",
    "evaluate",
    "follow",
    "give_up_request",
    "hand_over",
    "hand_over_cases",
    "hold_visit",
    "lapse",
    "load_standing_data",
    "make_request",
    "message",
    "miss_visit",
    "pause",
    "pay_claim",
    "plan",
    "presume_visit",
    "propose",
    "query_claim",
    "raise_concern",
    "reassign",
    "record_arrangement",
    "refuse",
    "remind",
    "remind_of_concern",
    "remind_of_pause",
    "remind_school",
    "remind_to_confirm",
    "renew_feed",
    "resolve_concern",
    "resume",
    "stop",
    "submit_claim",
    "tell_of_leaver",
    "too_late",
    "unwatch",
    "warn",
    "watch",
    "withdraw",
    "withdraw_request",
    "write_notes",
]
