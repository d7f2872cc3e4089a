"""Who stands around a deployment on a day: both schools' heads, the contact and the managers, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from deployments.models import Consent, Deployment
from deployments.models.consents import ROLES
from deployments.models.requests import SupportRequest, is_contact
from directory.models import Person, Post

Party = Consent.Party


@dataclass(frozen=True)
class Around:
    """The people of a deployment today; None where a school has no confirmed post-holder who could act."""

    leader: Person
    home: Person | None  # answers for the leader's school: the head, or the chair as asked
    receiver: Person | None  # answers for the school supported likewise
    contact: Person | None
    managers: list[Person]
    alliance: Person | None  # the manager who was asked, or the first of those in office

    @property
    def parties(self) -> list[Person]:
        """Return who answers for the four parties today, in the order of the grid, each once."""
        return _each(self.leader, self.home, self.receiver, self.alliance)

    @property
    def heads_concerned(self) -> list[Person]:
        return _each(self.home, self.receiver)

    @property
    def record_readers(self) -> list[Person]:
        """Return who is sent the record of a visit: the school's contact and its head."""
        return _each(self.contact, self.receiver)

    @property
    def confidential_readers(self) -> list[Person]:
        """Return who is told of the confidential evaluation of a visit: the heads concerned and the managers."""
        return _each(*self.heads_concerned, *self.managers)


def contact_of(request: SupportRequest | None) -> Person | None:
    """Return the school's contact, None where that person has left the school."""
    if request is None or not is_contact(request.contact, request):
        return None
    return request.contact


def around(deployment: Deployment, on: date) -> Around:
    """Return who stands around a deployment on a day."""
    leader = deployment.leader
    of_schools = Q(
        school__in=[deployment.home_school_id, deployment.school_id],
        role__in=[*ROLES["head"], *ROLES["chair"]],
    )
    posts = Post.objects.filter(of_schools | Q(role__in=ROLES["manager"]), person__is_active=True)
    posts = posts.confirmed().on(on)
    held = [post for post in posts.holders_first().select_related("person") if post.person_id != leader.pk]
    consents = {consent.party: consent for consent in deployment.consents.all()}

    def holder(school_id: int, asked_as: str) -> Person | None:
        roles = ROLES[asked_as]
        found = (post.person for post in held if post.school_id == school_id and post.role in roles)
        return next(found, None)

    def as_asked(school_id: int, party: str) -> Person | None:
        return holder(school_id, consents[party].asked_as if party in consents else "head")

    # A school that is asked last hears of nothing before it is.
    is_known = deployment.is_known_to_school
    contact = contact_of(deployment.request) if is_known else None
    managers = _each(*(post.person for post in held if post.role in ROLES["manager"]))
    asked = consents[Party.ALLIANCE].asked_of_id if Party.ALLIANCE in consents else None
    return Around(
        leader=leader,
        home=as_asked(deployment.home_school_id, Party.LINE_MANAGER)
        or holder(deployment.home_school_id, "chair"),
        receiver=as_asked(deployment.school_id, Party.RECEIVING_HEAD) if is_known else None,
        contact=contact if contact != leader else None,
        managers=managers,
        alliance=next((one for one in managers if one.pk == asked), next(iter(managers), None)),
    )


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]
