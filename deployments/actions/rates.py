"""What a day is paid from a day on: entered before it holds, and taken back as long as it does not."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.templatetags.casework import money
from deployments.actions.obstacles import Obstacle
from deployments.models import Rate
from directory.calendar import said
from directory.models import Person


@transaction.atomic
def make_rate(
    *, by: Person, key: str, from_on: date, pence_a_day: int, minutes_a_day: int, source: str
) -> Rate:
    """Enter what a day is paid from a day on, in pence, and how many minutes make it; until the next one begins.

    Who may: managers. What was proposed, agreed or recorded keeps the rate it has. Raises Obstacle for a day that is
    over, for a second rate from one day, and where it is what is paid that day already.
    """
    made = Rate(key=key, from_on=from_on, pence_a_day=pence_a_day, minutes_a_day=minutes_a_day, source=source)
    made._history_user = by  # type: ignore[attr-defined]
    _check_day(made)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as twice:
        raise Obstacle(_twice(Rate.objects.get(key=key, from_on=from_on))) from twice
    return made


def _check_day(made: Rate) -> None:
    """Raise Obstacle where the rate cannot begin on its day, or would change nothing."""
    if made.from_on < timezone.localdate():
        raise Obstacle(
            _("A rate begins today at the earliest: what was worked before is paid as it was agreed.")
        )
    before = Rate.objects.on(made.key, made.from_on).first()
    if before is None:
        return
    if before.from_on == made.from_on:
        raise Obstacle(_twice(before))
    if (before.pence_a_day, before.minutes_a_day) == (made.pence_a_day, made.minutes_a_day):
        raise Obstacle(
            _("%(amount)s is what is paid that day already, since %(day)s. Nothing would change.")
            % {"amount": money(before.pence_a_day), "day": said(before.from_on)}
        )


def _twice(rate: Rate) -> str:
    """Say that a rate begins on that day already."""
    return _(
        "From %(day)s there is a rate already: %(amount)s. Choose another day, or take that one back first."
    ) % {
        "day": said(rate.from_on),
        "amount": money(rate.pence_a_day),
    }


@transaction.atomic
def drop_rate(rate: Rate, *, by: Person) -> None:
    """Take back a rate that does not hold yet; the one before goes on. Who may: managers.

    Raises Obstacle once its day has come: then work may be agreed at it.
    """
    if rate.from_on <= timezone.localdate():
        raise Obstacle(_("This rate holds already, so it stays. Enter another one from a later day."))
    rate._history_user = by  # type: ignore[attr-defined]
    rate.delete()
