"""Why somebody cannot be proposed, in words. A block always wins over any number of points."""

from django.utils.translation import gettext_lazy as _

from deployments.matching.needs import Candidate, Need

ASKED_OFTEN = 3  # whoever was proposed so often, or more, ...
ASKED_DAYS = 30  # ... in so many days is left in peace

BLOCKS = {
    "not_active": _("The designation is not active"),
    "not_begun": _("The designation begins later than the work would"),
    "term_ends": _("The term ends before the work would"),
    "not_released": _("The line manager has not confirmed the release since the school or post changed"),
    "leader_spent": _("Not enough days left this term"),
    "school_spent": _("The leader's school has not enough days left this term"),
    "absent": _("Away in the weeks asked for"),
    "assurance_lapsed": _("The safeguarding assurance is missing or runs out before the work would end"),
    "same_school": _("Works at this school"),
    "same_trust": _("Works in the same trust"),
    "avoided": _("The school asked for somebody else"),
    "asked_lately": _("Asked three times or more in the last 30 days"),
}


def blocks(need: Need, candidate: Candidate) -> tuple[str, ...]:
    """Return the keys of everything that forbids this match, in the order of the table."""
    lapsed = candidate.assurance_until is None or candidate.assurance_until < need.ends_on
    found = {
        "not_active": not candidate.is_active,
        "not_begun": candidate.starts_on > need.starts_on,
        "term_ends": candidate.ends_on < need.ends_on,
        "not_released": not candidate.is_released,
        "leader_spent": candidate.leader_left < need.half_days,
        "school_spent": candidate.school_left is not None and candidate.school_left < need.half_days,
        "absent": candidate.is_absent,
        "assurance_lapsed": lapsed,
        "same_school": candidate.school == need.school,
        "same_trust": candidate.trust is not None and candidate.trust == need.trust,
        "avoided": candidate.pk in need.avoided,
        "asked_lately": candidate.asked >= ASKED_OFTEN,
    }
    return tuple(key for key in BLOCKS if found[key])
