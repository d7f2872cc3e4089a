"""Load what every installation starts with; what an administrator has changed since stays as it is."""

from datetime import date
from typing import Any

from django.apps import apps as current_apps
from django.db import transaction

# 300 pounds a day to the leader's school, 400 where a headteacher goes: Swaledale Alliance text.
RATES = (
    ("leader", 300_00, date(2023, 9, 1), "Swaledale Alliance text"),
    ("headteacher", 400_00, date(2023, 9, 1), "Swaledale Alliance text"),
    # The text says that groups are paid for too, and not how much: as a leader's day, until somebody says otherwise.
    ("facilitation", 300_00, date(2023, 9, 1), "As a system leader's day"),
)


@transaction.atomic
def load_standing_data(apps: Any = current_apps) -> None:
    """Make the day rates (in pence) that are not there yet; run twice it changes nothing.

    `apps` is the registry to use, so that a migration can hand in the one of its time.
    """
    rate = apps.get_model("deployments", "Rate")
    for key, pence_a_day, from_on, source in RATES:
        rate.objects.get_or_create(
            key=key, from_on=from_on, defaults={"pence_a_day": pence_a_day, "source": source}
        )
