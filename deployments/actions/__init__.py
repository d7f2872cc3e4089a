"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.aims import Aim
from deployments.actions.arrangements import confirm, record_arrangement, remind_to_confirm
from deployments.actions.claims import approve_claim, collect_visit, pay_claim, query_claim, submit_claim
from deployments.actions.consents import consent, refuse, terms_have_changed, too_late
from deployments.actions.endings import close, complete, evaluate, stop, withdraw
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.progress import Mark, remind_of_midpoint, review, set_objectives
from deployments.actions.proposals import cancel, drop, hand_over, lapse, propose, remind, warn
from deployments.actions.requests import give_up_request, make_request, withdraw_request
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
from deployments.actions.terms import change_terms
from deployments.actions.variation_endings import cancel_variation, lapse_variation
from deployments.actions.variations import (
    consent_variation,
    hand_over_variation,
    refuse_variation,
    remind_of_variation,
    vary,
)
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
    "Mark",
    "Obstacle",
    "acknowledge_visit",
    "approve_claim",
    "call_off_visit",
    "cancel",
    "cancel_variation",
    "change_terms",
    "close",
    "close_feed",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "consent_variation",
    "drop",
    "evaluate",
    "follow",
    "give_up_request",
    "hand_over",
    "hand_over_variation",
    "hold_visit",
    "lapse",
    "lapse_variation",
    "load_standing_data",
    "make_request",
    "miss_visit",
    "pause",
    "pay_claim",
    "plan",
    "presume_visit",
    "propose",
    "query_claim",
    "record_arrangement",
    "refuse",
    "refuse_variation",
    "remind",
    "remind_of_midpoint",
    "remind_of_pause",
    "remind_of_variation",
    "remind_school",
    "remind_to_confirm",
    "renew_feed",
    "resume",
    "review",
    "set_objectives",
    "stop",
    "submit_claim",
    "terms_have_changed",
    "too_late",
    "vary",
    "warn",
    "withdraw",
    "withdraw_request",
    "write_notes",
]
