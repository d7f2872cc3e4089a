"""The terms of a proposal: what they are, and which offer somebody has read."""

from datetime import date
from typing import NamedTuple

from deployments.models import Consent, Deployment, Variation

Wanted = tuple[str, str, str, str]


class Terms(NamedTuple):
    """What all parties agree to: half days, first and last day, and each objective in its four parts."""

    half_days: int
    starts_on: date
    ends_on: date
    objectives: list[Wanted]


def terms_of(deployment: Deployment) -> Terms:
    """Return the terms of a deployment as they stand in the database."""
    wanted = deployment.objectives.order_by("position")
    parts = list(wanted.values_list("text", "success_criterion", "baseline", "measure"))
    return Terms(deployment.half_days, deployment.starts_on, deployment.ends_on, parts)


def offer_of(case: Deployment | Variation) -> str:
    """Return the mark of the terms as they are offered now: when the alliance last gave its own consent to them.

    Nothing for a variation, whose terms are never changed.
    """
    given = (one.asked_at for one in case.consents.all() if one.party == Consent.Party.ALLIANCE)
    moment = next(given, None)
    return moment.isoformat() if moment else ""
