"""A fund that wants a purchase order number gets its own on each claim it pays for."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from deployments.actions.obstacles import Obstacle
from deployments.models import Claim, ClaimLine, ClaimOrder, Fund
from deployments.queries.orders import orders_wanted


def keep_orders(claim: Claim, orders: Mapping[Fund, str]) -> None:
    """Keep the numbers given for the funds that want one; raise Obstacle that names each fund without one.

    The caller holds the claim's row. What was given before is forgotten.
    """
    wanted = [one.fund for one in orders_wanted(claim)]
    missing = [fund for fund in wanted if not orders.get(fund)]
    if missing:
        sentence = _("%(fund)s pays with a purchase order number only. Enter it, or ask the alliance for it.")
        raise Obstacle(*(sentence % {"fund": fund} for fund in missing))
    claim.orders.all().delete()
    ClaimOrder.objects.bulk_create(ClaimOrder(claim=claim, fund=fund, number=orders[fund]) for fund in wanted)


def check_orders(claim: Claim) -> None:
    """Raise Obstacle that names each fund without the number it wants: it came to pay after the claim was sent."""
    missing = [one.fund for one in orders_wanted(claim) if not one.number]
    if missing:
        sentence = _(
            "%(fund)s pays with a purchase order number only, and this claim has none for it. Query the claim, or say "
            "with the work it pays for which number it is."
        )
        raise Obstacle(*(sentence % {"fund": fund} for fund in missing))


def noted(claim: Claim, orders: Mapping[Fund, str], left_out: Sequence[ClaimLine] = ()) -> str:
    """Return which number is kept for which fund, for the history."""
    wanted = [one.fund for one in orders_wanted(claim, left_out)]
    return ", ".join(f"{fund}: {orders[fund]}" for fund in wanted if orders.get(fund))
