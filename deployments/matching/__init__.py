"""Matching: who could meet a need, who could not and why, in an order that explains itself."""

from deployments.matching.assignment import Ask, Assigned, assign
from deployments.matching.blocks import ASKED_DAYS, ASKED_OFTEN, BLOCKS, blocks
from deployments.matching.needs import METRES_A_MILE, Candidate, Need, Refusal, miles_between
from deployments.matching.ranking import Match, match, rank, why_not
from deployments.matching.scores import FAR_MILES, PARTS, WEIGHTS, Part, score
from deployments.matching.sharing import Room, half_days_left, share_out, shares_of, spent, spent_words

__all__ = [
    "ASKED_DAYS",
    "ASKED_OFTEN",
    "BLOCKS",
    "FAR_MILES",
    "METRES_A_MILE",
    "PARTS",
    "WEIGHTS",
    "Ask",
    "Assigned",
    "Candidate",
    "Match",
    "Need",
    "Part",
    "Refusal",
    "Room",
    "assign",
    "blocks",
    "half_days_left",
    "match",
    "miles_between",
    "rank",
    "score",
    "share_out",
    "shares_of",
    "spent",
    "spent_words",
    "why_not",
]
