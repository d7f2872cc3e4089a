"""What a day is paid, and what a visit may still use."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from deployments.models import Deployment, Rate, Visit
from designation.models import Designation
from directory.queries.posts import is_head_of


class NoRate(LookupError):
    """No rate is in force on the day; a manager enters one."""


def no_rate() -> str:
    """Say that nobody has entered what a day is paid, and who can."""
    return _("No day rate is in force. A manager must enter one first, on the page of rates.")


def rate_key_of(designation: Designation, on: date) -> str:
    """Return which rate is paid: the headteacher's where the leader is a head or the role is paid so."""
    is_head = is_head_of(designation.person, designation.home_school, on)
    return Rate.Key.HEADTEACHER if is_head else Rate.Key(designation.role_type.rate_key)


def rate_of(designation: Designation, on: date) -> Rate:
    """Return the rate in force on a day, with how long its day is; raise NoRate where nobody has entered one."""
    key = rate_key_of(designation, on)
    rate = Rate.objects.on(key, on).first()
    if rate is None:
        raise NoRate(no_rate())
    return rate


def half_days_held(deployment: Deployment) -> int:
    """Return the half days of visits that were held, acknowledged or not: they stay taken, and payable."""
    held = Visit.objects.filter(deployment=deployment, state__in=Visit.KEPT)
    return held.aggregate(held=Sum("half_days"))["held"] or 0


def half_days_unused(deployment: Deployment) -> int:
    """Return the agreed half days in which no visit was held: they go back when the work comes to its end."""
    return deployment.half_days - half_days_held(deployment)


def half_days_left(deployment: Deployment, *, besides: Visit | None = None) -> int:
    """Return the agreed half days no visit has been planned for yet, `besides` left out of account."""
    visits = Visit.objects.filter(deployment=deployment).counted()
    if besides is not None and besides.pk:
        visits = visits.exclude(pk=besides.pk)
    used = visits.aggregate(used=Sum("half_days"))["used"] or 0
    return deployment.half_days - used
