"""What happens on the way to the first deployment: the induction list is copied, and its items are recorded."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from casework.models import Channel
from designation.lifecycle import DESIGNATION
from designation.models import Designation, InductionItem


def copy_topics(designation: Designation) -> None:
    """Give a new leader the induction list of the role as it is today; changing the role's list changes no leader's."""
    topics = designation.role_type.induction_topics.all()
    InductionItem.objects.bulk_create(
        InductionItem(
            designation=designation,
            name=topic.name,
            name_cy=topic.name_cy,
            is_required=topic.is_required,
            position=topic.position,
        )
        for topic in topics
    )


@transaction.atomic
def train(
    designation: Designation,
    *,
    by,
    channel: str = Channel.PORTAL,
    done_on: date,
    items: Sequence[InductionItem] = (),
    note: str = "",
) -> None:
    """Record items of the induction list as done on a day; with the last required one the induction is done.

    A role without a list has the one day recorded. What is recorded stays as it is. Nobody is told. Raises
    StepNotOpen.
    """
    fresh = Designation.objects.select_for_update().get(pk=designation.pk)
    undone = fresh.induction.filter(pk__in=[item.pk for item in items], done_on__isnull=True)
    undone.update(done_on=done_on, note=note, recorded_by=by)
    done = (
        fresh.induction_done_on
        if fresh.state == Designation.State.ACTIVE
        else induction_done_on(fresh, done_on)
    )
    DESIGNATION.advance(designation, "train", by=by, channel=channel, induction_done_on=done)


def induction_done_on(designation: Designation, done_on: date) -> date | None:
    """Return the day the last item was done, or None while a required one is not; without a list, `done_on`."""
    items = list(designation.induction.all())
    if any(item.is_required and item.done_on is None for item in items):
        return None
    return max((item.done_on for item in items if item.done_on), default=done_on)
