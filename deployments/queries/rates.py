"""The day rates by whom they are for, from when to when, and what is known of them besides."""

from datetime import date, timedelta
from typing import NamedTuple

from deployments.models import Fund, Rate
from designation.models import RoleType


class Dated(NamedTuple):
    """A rate and its last day; None while no other follows. `is_over` and `is_ahead` are of the day it is read on."""

    rate: Rate
    until: date | None
    is_over: bool
    is_ahead: bool


def rates_by_key(on: date) -> dict[Rate.Key, list[Dated]]:
    """Return the rates of each kind, the newest first, as they stand on a day; one query."""
    found: dict[Rate.Key, list[Dated]] = {key: [] for key in Rate.Key}
    for rate in Rate.objects.order_by("-from_on"):
        mine = found[Rate.Key(rate.key)]
        until = mine[-1].rate.from_on - timedelta(days=1) if mine else None
        mine.append(Dated(rate, until, until is not None and until < on, rate.from_on > on))
    return found


def rate_after(rate: Rate) -> Rate | None:
    """Return the rate that follows one of the same kind; None where none is entered."""
    return Rate.objects.filter(key=rate.key, from_on__gt=rate.from_on).order_by("from_on").first()


def roles_by_rate() -> list[RoleType]:
    """Return the roles leaders hold, each of which says which rate is paid for it; one query."""
    return list(RoleType.objects.order_by("position", "pk"))


def funds_with_brokerage(on: date) -> list[Fund]:
    """Return the funds that pay for work beginning on a day or later, the first to end first; one query."""
    return list(Fund.objects.filter(ends_on__gte=on).order_by("ends_on", "name"))
