"""Who hears about a deployment besides the alliance."""

from django.utils import timezone

from deployments.models import Deployment
from deployments.models.claims import CLAIMANTS
from deployments.queries.parties import holder_of, holders
from deployments.queries.people import around
from directory.models import Person, Post, School


def each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]


def claimants_of(school: School) -> list[Person]:
    """Return who hears about a school's money today: the head and the business managers."""
    on = timezone.localdate()
    business = [holder for role in CLAIMANTS[len(Post.HEADS) :] for holder in holders(role, on, school)]
    return each(holder_of(school, "head", on), *business)


def outside_the_alliance(deployment: Deployment) -> list[Person]:
    """Return the leader and who speaks for the two schools today; managers read it in the portal."""
    people = around(deployment, timezone.localdate())
    return [person for person in people.parties if person not in people.managers]
