"""Informal support is recorded by a head or a manager, put right, objected to, or withdrawn."""

from datetime import date

from django.db import transaction

from casework.models import Channel
from deployments import letters
from deployments.lifecycle import INFORMAL
from deployments.models import InformalSupport
from directory.models import Person, School


@transaction.atomic
def record_informal(
    *,
    by: Person,
    home_school: School,
    school: School,
    who: str,
    focus: str,
    half_days: int,
    starts_on: date,
    ends_on: date,
) -> InformalSupport:
    """Record support that two heads agreed between themselves, in half days; the other head is told.

    Who may: a head of one of the two schools (the form offers no other), a manager. It asks nobody's consent, takes no
    days from any budget and is never paid; from now it counts in the picture.
    """
    support = InformalSupport.objects.create(
        home_school=home_school,
        school=school,
        who=who,
        focus=focus,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
        recorded_by=by,
    )
    INFORMAL.begin(support, by=by)
    letters.informal_recorded(support, besides=by)
    return support


@transaction.atomic
def correct_informal(
    support: InformalSupport,
    *,
    by: Person,
    who: str,
    focus: str,
    half_days: int,
    starts_on: date,
    ends_on: date,
    channel: str = Channel.PORTAL,
) -> None:
    """Put the record right; what was objected to counts again, and the other head is told. Raises StepNotOpen.

    Who may: a head of one of the two schools, a manager.
    """
    INFORMAL.advance(
        support,
        "correct",
        by=by,
        channel=channel,
        who=who,
        focus=focus,
        half_days=half_days,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    letters.informal_corrected(support, besides=by)


@transaction.atomic
def object_to_informal(
    support: InformalSupport, *, by: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Say that it was not so: it counts no more until somebody puts it right. Raises StepNotOpen.

    Who may: a head of one of the two schools who did not record it. The other head and the managers are told.
    """
    INFORMAL.advance(support, "object", by=by, channel=channel, note=reason)
    letters.informal_objected(support, by=by, reason=reason)


@transaction.atomic
def withdraw_informal(
    support: InformalSupport, *, by: Person, reason: str, channel: str = Channel.PORTAL
) -> None:
    """Withdraw a record that should not have been made: it counts no more and is kept. Raises StepNotOpen.

    Who may: whoever recorded it, while they head one of the two schools; a manager. The other head is told why.
    """
    INFORMAL.advance(support, "withdraw", by=by, channel=channel, note=reason)
    letters.informal_withdrawn(support, by=by, reason=reason)
