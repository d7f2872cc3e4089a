"""Rounds one may apply in."""

from datetime import datetime

from designation.models import Round
from designation.models.rounds import RoundQuerySet


def open_rounds(at: datetime) -> RoundQuerySet:
    """Return the rounds that take applications at this moment, the one that closes first on top (2 queries)."""
    return Round.objects.open(at).prefetch_related("role_types").order_by("closes_at", "pk")
