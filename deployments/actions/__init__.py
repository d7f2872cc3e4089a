"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.adjustments import adjust_claim
from deployments.actions.aims import Aim
from deployments.actions.arrangements import confirm, record_arrangement, remind_to_confirm
from deployments.actions.claims import (
    approve_claim,
    correct_claim,
    pay_claim,
    pay_claims,
    query_claim,
    remind_of_query,
    submit_claim,
)
from deployments.actions.collecting import collect_visit
from deployments.actions.concerns import escalate_concern, raise_concern, remind_of_concern, resolve_concern
from deployments.actions.consents import consent, refuse, terms_have_changed, too_late
from deployments.actions.endings import close, complete, evaluate, stop, withdraw
from deployments.actions.facilitations import (
    acknowledge_facilitation,
    record_facilitation,
    refuse_facilitation,
)
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.funds import fund
from deployments.actions.groups import end, leave, make_group, meet, welcome
from deployments.actions.informal import correct_informal, object_to_informal, record_informal
from deployments.actions.keeping import assign, hand_over_cases, reassign, unwatch, watch
from deployments.actions.leavers import tell_of_leaver
from deployments.actions.messages import attach, message
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.progress import Mark, remind_of_midpoint, review, set_objectives
from deployments.actions.proposals import cancel, drop, hand_over, lapse, propose, remind, warn
from deployments.actions.requests import give_up_request, make_request, withdraw_request
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
from deployments.actions.terms import change_terms
from deployments.actions.times import time_visit
from deployments.actions.together import close_together
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
    "acknowledge_facilitation",
    "acknowledge_visit",
    "adjust_claim",
    "approve_claim",
    "assign",
    "attach",
    "call_off_visit",
    "cancel",
    "cancel_variation",
    "change_terms",
    "close",
    "close_feed",
    "close_together",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "consent_variation",
    "correct_claim",
    "correct_informal",
    "drop",
    "end",
    "escalate_concern",
    "evaluate",
    "follow",
    "fund",
    "give_up_request",
    "hand_over",
    "hand_over_cases",
    "hand_over_variation",
    "hold_visit",
    "lapse",
    "lapse_variation",
    "leave",
    "load_standing_data",
    "make_group",
    "make_request",
    "meet",
    "message",
    "miss_visit",
    "object_to_informal",
    "pause",
    "pay_claim",
    "pay_claims",
    "plan",
    "presume_visit",
    "propose",
    "query_claim",
    "raise_concern",
    "reassign",
    "record_arrangement",
    "record_facilitation",
    "record_informal",
    "refuse",
    "refuse_facilitation",
    "refuse_variation",
    "remind",
    "remind_of_concern",
    "remind_of_midpoint",
    "remind_of_pause",
    "remind_of_query",
    "remind_of_variation",
    "remind_school",
    "remind_to_confirm",
    "renew_feed",
    "resolve_concern",
    "resume",
    "review",
    "set_objectives",
    "stop",
    "submit_claim",
    "tell_of_leaver",
    "terms_have_changed",
    "time_visit",
    "too_late",
    "unwatch",
    "vary",
    "warn",
    "watch",
    "welcome",
    "withdraw",
    "withdraw_request",
    "write_notes",
]
