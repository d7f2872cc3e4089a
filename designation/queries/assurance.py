"""What is found about safeguarding assurances: those that run out, and those that have."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import cast

from django.db.models import QuerySet

from designation.models import Designation

# Days before the last day of an assurance (product specification, part 3).
ASSURANCE_DAYS = (60, 30, 7)
FIRST_DAYS = ASSURANCE_DAYS[0]


def _assured() -> QuerySet[Designation]:
    rows = Designation.objects.at_work().filter(assurance_until__isnull=False)
    return rows.select_related("person", "home_school", "role_type")


def assurances_ending(on: date) -> Iterator[tuple[Designation, date]]:
    """Return assurances that still hold, each with the last milestone it has passed: one a run, so none pile up."""
    last = on + timedelta(days=FIRST_DAYS)
    for designation in _assured().filter(assurance_until__gte=on, assurance_until__lte=last):
        until = cast(date, designation.assurance_until)  # the filter says so
        passed = [day for count in ASSURANCE_DAYS if (day := until - timedelta(days=count)) <= on]
        yield designation, passed[-1]


def assurances_lapsed(on: date) -> QuerySet[Designation]:
    """Return designations at work whose assurance has run out."""
    return _assured().filter(assurance_until__lt=on)


def needs_assurance(designation: Designation, on: date) -> bool:
    """Say whether a live designation has no assurance, or one that has lapsed or ends within 60 days."""
    until = designation.assurance_until
    is_due = until is None or until <= on + timedelta(days=FIRST_DAYS)
    return designation.state in Designation.LIVE and is_due
