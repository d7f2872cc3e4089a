"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.arrangements import confirm, record_arrangement, remind_to_confirm
from deployments.actions.claims import (
    approve_claim,
    collect_visit,
    pay_claim,
    query_claim,
    remind_of_query,
    submit_claim,
)
from deployments.actions.consents import consent, refuse, too_late
from deployments.actions.endings import close, complete, evaluate, stop, withdraw
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.groups import end, leave, make_group, meet, welcome
from deployments.actions.informal import correct_informal, object_to_informal, record_informal
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.proposals import Aim, cancel, drop, hand_over, lapse, propose, remind, warn
from deployments.actions.requests import give_up_request, make_request, withdraw_request
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
from deployments.actions.together import close_together
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
    "call_off_visit",
    "cancel",
    "close",
    "close_feed",
    "close_together",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "correct_informal",
    "drop",
    "end",
    "evaluate",
    "follow",
    "give_up_request",
    "hand_over",
    "hold_visit",
    "lapse",
    "leave",
    "load_standing_data",
    "make_group",
    "make_request",
    "meet",
    "miss_visit",
    "object_to_informal",
    "pause",
    "pay_claim",
    "plan",
    "presume_visit",
    "propose",
    "query_claim",
    "record_arrangement",
    "record_informal",
    "refuse",
    "remind",
    "remind_of_pause",
    "remind_of_query",
    "remind_school",
    "remind_to_confirm",
    "renew_feed",
    "resume",
    "stop",
    "submit_claim",
    "too_late",
    "warn",
    "welcome",
    "withdraw",
    "withdraw_request",
    "write_notes",
]
