"""A leader has left in mid-way: the managers are told who could go on with the work."""

from django.db import transaction

from deployments import letters
from deployments.models import Deployment


@transaction.atomic
def tell_of_leaver(deployment: Deployment) -> None:
    """Tell the managers, once for the leader's last day, with the next best match for the rest of the work."""
    letters.deployment_left(deployment)
