"""Why somebody cannot be proposed, in words. A block always wins over any number of points."""

from django.utils.translation import gettext_lazy as _

from deployments.matching.needs import Candidate, Need
from deployments.matching.sharing import spent, spent_words

ASKED_OFTEN = 3  # whoever was proposed so often, or more, ...
ASKED_DAYS = 30  # ... in so many days is left in peace

BLOCKS = {
    "not_active": _("The designation is not active"),
    "account_closed": _("Their account is closed: they could not answer"),
    "not_begun": _("The designation begins later than the work would"),
    "term_ends": _("The term ends before the work would"),
    "not_released": _("The line manager has not confirmed the release since the school or post changed"),
    "leader_spent": _("Not enough days left"),
    "school_spent": _("The leader's school has not enough days left"),
    "absent": _("Away in the weeks asked for"),
    "assurance_lapsed": _("The safeguarding assurance is missing or runs out before the work would end"),
    "same_school": _("Works at this school"),
    "same_trust": _("Works in the same trust"),
    "avoided": _("The school asked for somebody else"),
    "asked_lately": _("Asked three times or more in the last 30 days"),
}


def blocks(need: Need, candidate: Candidate) -> tuple[str, ...]:
    """Return the keys of everything that forbids this match, in the order of the table."""
    purse = spent(need.half_days, candidate.rooms)
    lapsed = candidate.assurance_until is None or candidate.assurance_until < need.ends_on
    found = {
        "not_active": not candidate.is_active,
        "account_closed": not candidate.may_sign_in,
        "not_begun": candidate.starts_on > need.starts_on,
        "term_ends": candidate.ends_on < need.ends_on,
        "not_released": not candidate.is_released,
        "leader_spent": purse == "leader_spent",
        "school_spent": purse == "school_spent",
        "absent": candidate.is_absent(need),
        "assurance_lapsed": lapsed,
        "same_school": candidate.school == need.school,
        "same_trust": candidate.trust is not None and candidate.trust == need.trust,
        "avoided": candidate.pk in need.avoided,
        "asked_lately": candidate.asked >= ASKED_OFTEN,
    }
    return tuple(key for key in BLOCKS if found[key])


def words_of(key: str, half_days: int, candidate: Candidate) -> str:
    """Return in words what forbids a match; where days are too few, in which terms, and how many are left."""
    if key in ("leader_spent", "school_spent") and candidate.rooms:
        return spent_words(key, half_days, candidate.rooms)
    return str(BLOCKS[key])
