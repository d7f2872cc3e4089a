"""What happens: one function per thing a person does with support asked for, given and paid."""

from deployments.actions.adjustments import adjust_claim
from deployments.actions.aims import Aim, aims_within
from deployments.actions.arrangements import record_arrangement, said_since
from deployments.actions.claims import (
    approve_claim,
    approved_later,
    ask_back,
    correct_claim,
    pay_claim,
    pay_claims,
    query_claim,
    remind_of_query,
    remind_to_submit,
    repay_claim,
    submit_claim,
    unpay_claim,
    unrepay_claim,
)
from deployments.actions.collecting import collect_visit
from deployments.actions.concerns import escalate_concern, raise_concern, remind_of_concern, resolve_concern
from deployments.actions.consents import consent, hand_over, refuse, terms_have_changed, too_late
from deployments.actions.disallowing import disallow_visit
from deployments.actions.disputes import (
    answer_visit,
    contest_visit,
    overturn_visit,
    remind_of_dispute,
    uphold_visit,
)
from deployments.actions.drafts import (
    begin_draft,
    discard_draft,
    forget_draft,
    keep_draft,
    remind_of_draft,
    reopen_draft,
    send_draft,
)
from deployments.actions.endings import close, complete, evaluate, forgo, stop, withdraw
from deployments.actions.facilitations import (
    acknowledge_facilitation,
    disallow_facilitation,
    fund_facilitation,
    presume_facilitation,
    record_facilitation,
    refuse_facilitation,
    remind_of_facilitation,
    tell_of_unasked_facilitation,
)
from deployments.actions.feeds import close_feed, renew_feed
from deployments.actions.funds import amend_fund, fund, make_fund
from deployments.actions.groups import end, leave, make_group, meet, welcome
from deployments.actions.hearing import confirm, deny, hear, hear_variation, remind_to_confirm
from deployments.actions.informal import (
    correct_informal,
    object_to_informal,
    record_informal,
    withdraw_informal,
)
from deployments.actions.keeping import ask_for_contact, assign, hand_over_cases, reassign, unwatch, watch
from deployments.actions.leavers import tell_of_leaver
from deployments.actions.meetings import call_off_meeting, change_meeting
from deployments.actions.messages import attach, message
from deployments.actions.notes import write_notes
from deployments.actions.obstacles import Obstacle
from deployments.actions.pauses import pause, remind_of_pause, resume
from deployments.actions.progress import Mark, note_progress, remind_of_midpoint, review, set_objectives
from deployments.actions.proposals import cancel, drop, lapse, propose, remind, warn
from deployments.actions.rates import drop_rate, make_rate
from deployments.actions.reminders import remind_of_ending, remind_of_first_visit
from deployments.actions.requests import (
    correct_request,
    give_up_request,
    make_request,
    triage_request,
    withdraw_request,
)
from deployments.actions.schools import follow
from deployments.actions.standing import load_standing_data
from deployments.actions.terms import change_terms
from deployments.actions.times import time_visit
from deployments.actions.together import close_together
from deployments.actions.variation_endings import cancel_variation, lapse_variation
from deployments.actions.variations import (
    consent_variation,
    refuse_variation,
    remind_of_variation,
    vary,
)
from deployments.actions.visits import (
    acknowledge_visit,
    call_off_visit,
    hold_visit,
    miss_visit,
    move_visit,
    plan,
    presume_visit,
    remind_school,
    retract_visit,
    tell_of_nobody,
)

__all__ = [
    "Aim",
    "Mark",
    "Obstacle",
    "acknowledge_facilitation",
    "acknowledge_visit",
    "adjust_claim",
    "aims_within",
    "amend_fund",
    "answer_visit",
    "approve_claim",
    "approved_later",
    "ask_back",
    "ask_for_contact",
    "assign",
    "attach",
    "begin_draft",
    "call_off_meeting",
    "call_off_visit",
    "cancel",
    "cancel_variation",
    "change_meeting",
    "change_terms",
    "close",
    "close_feed",
    "close_together",
    "collect_visit",
    "complete",
    "confirm",
    "consent",
    "consent_variation",
    "contest_visit",
    "correct_claim",
    "correct_informal",
    "correct_request",
    "deny",
    "disallow_facilitation",
    "disallow_visit",
    "discard_draft",
    "drop",
    "drop_rate",
    "end",
    "escalate_concern",
    "evaluate",
    "follow",
    "forget_draft",
    "forgo",
    "fund",
    "fund_facilitation",
    "give_up_request",
    "hand_over",
    "hand_over_cases",
    "hear",
    "hear_variation",
    "hold_visit",
    "keep_draft",
    "lapse",
    "lapse_variation",
    "leave",
    "load_standing_data",
    "make_fund",
    "make_group",
    "make_rate",
    "make_request",
    "meet",
    "message",
    "miss_visit",
    "move_visit",
    "note_progress",
    "object_to_informal",
    "overturn_visit",
    "pause",
    "pay_claim",
    "pay_claims",
    "plan",
    "presume_facilitation",
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
    "remind_of_dispute",
    "remind_of_draft",
    "remind_of_ending",
    "remind_of_facilitation",
    "remind_of_first_visit",
    "remind_of_midpoint",
    "remind_of_pause",
    "remind_of_query",
    "remind_of_variation",
    "remind_school",
    "remind_to_confirm",
    "remind_to_submit",
    "renew_feed",
    "reopen_draft",
    "repay_claim",
    "resolve_concern",
    "resume",
    "retract_visit",
    "review",
    "said_since",
    "send_draft",
    "set_objectives",
    "stop",
    "submit_claim",
    "tell_of_leaver",
    "tell_of_nobody",
    "tell_of_unasked_facilitation",
    "terms_have_changed",
    "time_visit",
    "too_late",
    "triage_request",
    "unpay_claim",
    "unrepay_claim",
    "unwatch",
    "uphold_visit",
    "vary",
    "warn",
    "watch",
    "welcome",
    "withdraw",
    "withdraw_informal",
    "withdraw_request",
    "write_notes",
]
