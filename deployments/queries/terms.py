"""The terms of a proposal: what they are, and which offer somebody has read."""

from datetime import date
from typing import Any, NamedTuple

from deployments.models import Consent, Deployment, Fund, Variation

Wanted = tuple[Any, ...]  # one objective, in this order
OF_OBJECTIVE = ("text", "success_criterion", "baseline", "measure", "evidence", "due_on")


class Dates(NamedTuple):
    """The first and the last day of work."""

    starts_on: date
    ends_on: date

    @classmethod
    def of(cls, case: Deployment | Variation) -> "Dates":
        return cls(case.starts_on, case.ends_on)


class Terms(NamedTuple):
    """What all parties agree to: half days, first and last day, each objective in its six parts, who pays, and what.

    The fund is None where the budget said of the request pays; pence a day go to the leader's school.
    """

    half_days: int
    starts_on: date
    ends_on: date
    objectives: list[Wanted]
    fund: Fund | None
    rate_pence: int | None


def terms_of(deployment: Deployment) -> Terms:
    """Return the terms of a deployment as they stand in the database."""
    wanted = deployment.objectives.order_by("position")
    parts = list(wanted.values_list(*OF_OBJECTIVE))
    pay = deployment.fund, deployment.rate_pence
    return Terms(deployment.half_days, deployment.starts_on, deployment.ends_on, parts, *pay)


def due_then(due_on: date | None, before: Dates, now: Dates) -> date | None:
    """Return when an objective is due once the dates of the work have moved; None: on the last day.

    A day that lies within the new dates stays. One before the new first day moves by as much as the first day does;
    what would lie beyond the new last day is due on that.
    """
    if due_on is not None and due_on < now.starts_on:
        due_on += now.starts_on - before.starts_on
    return due_on if due_on is not None and due_on < now.ends_on else None


def dues_moved(deployment: Deployment, now: Dates) -> list[list[int | str]]:
    """Return the objectives due on another day with new dates, as a variation keeps them (1 query).

    Those due on the last day go with it and are not named.
    """
    before, moved = Dates.of(deployment), list[list[int | str]]()
    for one in deployment.objectives.exclude(due_on=None).order_by("position"):
        then = due_then(one.due_on, before, now) or now.ends_on
        if then != one.due_on:
            moved.append([one.position, one.due_by.isoformat(), then.isoformat()])
    return moved


def offer_of(case: Deployment | Variation) -> str:
    """Return the mark of the terms as they are offered now: when the alliance last gave its own consent to them.

    Nothing for a variation, whose terms are never changed.
    """
    given = (one.asked_at for one in case.consents.all() if one.party == Consent.Party.ALLIANCE)
    moment = next(given, None)
    return moment.isoformat() if moment else ""
