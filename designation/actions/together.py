"""One step for many leaders: each by itself, so that one that fails keeps no other from it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation.actions.assurance import ask_assurance
from designation.actions.leaders import activate
from designation.actions.refusals import LeaderMovedOn, Refusal
from designation.actions.reviews import open_review
from designation.models import Designation
from designation.queries.together import Planned, Together, planned


def together(
    step: str, keys: Iterable[int], *, by
) -> tuple[list[Designation], list[tuple[Designation, str]]]:
    """Take one step for the leaders of these keys, each in its own savepoint, as things stand now.

    Returns those it was taken for, and with a sentence those it was not: pressed twice, nobody is told twice.
    """
    taken, failed = [], []
    for one in planned(Designation.objects.filter(pk__in=keys), step, by, timezone.localdate()):
        try:
            _take(one, Together(step), by=by)
            taken.append(one.designation)
        except Refusal as refusal:
            failed.append((one.designation, str(refusal)))
        except StepNotOpen:
            failed.append((one.designation, str(LeaderMovedOn())))
    return taken, failed


@transaction.atomic
def _take(one: Planned, step: Together, *, by) -> None:
    if one.why_not:
        raise Refusal(one.why_not)
    if step == Together.ACTIVATE:
        activate(one.designation, by=by)
    elif step == Together.ASK_ASSURANCE:
        ask_assurance(one.designation, by=by)
    elif one.year is not None:
        _open(one, by=by)


def _open(one: Planned, *, by) -> None:
    first, last = one.year  # type: ignore[misc]
    opened = open_review(one.designation, starts_on=first, due_on=last, by=by, channel=Channel.PORTAL)
    if opened is None:
        raise LeaderMovedOn
