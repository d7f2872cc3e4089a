"""How long a visit really took, where it is paid by the hour."""

from django.db import transaction
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import hours
from deployments.actions.funds import hold_money
from deployments.actions.obstacles import Obstacle
from deployments.lifecycle import VISIT
from deployments.models import Deployment, Visit
from deployments.rates import most_minutes
from directory.models import Person


@transaction.atomic
def time_visit(visit: Visit, *, by: Person, minutes: int, channel: str = Channel.PORTAL) -> None:
    """Say how many minutes a held visit took: these are paid, until the school has acknowledged it.

    Who may: the leader, a manager. How many minutes make a day was frozen with the rate. Raises StepNotOpen, and
    Obstacle for more than the half days it was planned for hold: the fund keeps no more for it.
    """
    deployment = visit.deployment
    rows = Deployment.objects.select_for_update()  # before the visit's row, as everybody takes them
    deployment.refresh_from_db(fields=["state", "minutes_a_day"], from_queryset=rows)
    VISIT.advance(visit, "time", by=by, channel=channel, note=hours(minutes), minutes=minutes)
    most = most_minutes(visit.half_days, deployment.minutes_a_day)
    if minutes > most:
        raise Obstacle(_("The time planned for this visit is at most %(most)s.") % {"most": hours(most)})
    hold_money(deployment)
