"""Who hears about a deployment besides the alliance."""

from django.utils import timezone

from deployments.models import Deployment
from deployments.queries.people import around
from directory.models import Person


def each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def outside_the_alliance(deployment: Deployment) -> list[Person]:
    """Return the leader and who speaks for the two schools today; managers read it in the portal."""
    people = around(deployment, timezone.localdate())
    return [person for person in people.parties if person not in people.managers]
