"""Who stands around a deployment on a day: both schools' heads, the contact and the managers, in one query."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from deployments.models import Consent, Deployment
from deployments.models.consents import ROLES
from directory.models import Person, Post, School


@dataclass(frozen=True)
class Around:
    """The people of a deployment besides its leader; None where a school has no confirmed post-holder."""

    home: Person | None  # answers for the leader's school: the head, or the chair as asked
    receiver: Person | None  # answers for the school supported likewise
    contact: Person | None
    managers: list[Person]

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


def around(deployment: Deployment, on: date) -> Around:
    """Return who stands around a deployment on a day."""
    leader = deployment.leader
    of_schools = Q(
        school__in=[deployment.home_school_id, deployment.school_id],
        role__in=[*ROLES["head"], *ROLES["chair"]],
    )
    posts = Post.objects.filter(of_schools | Q(role__in=ROLES["manager"])).confirmed().on(on)
    held = [post for post in posts.holders_first().select_related("person") if post.person_id != leader.pk]
    asked_as = {consent.party: consent.asked_as for consent in deployment.consents.all()}

    def holder(school: School, asked: str) -> Person | None:
        found = (post.person for post in held if post.school_id == school.pk and post.role in ROLES[asked])
        return next(found, None)

    contact = deployment.request.contact if deployment.request else None
    home = holder(deployment.home_school, asked_as.get(Consent.Party.LINE_MANAGER, "head"))
    return Around(
        home=home or holder(deployment.home_school, "chair"),
        receiver=holder(deployment.school, asked_as.get(Consent.Party.RECEIVING_HEAD, "head")),
        contact=contact if contact != leader else None,
        managers=_each(*(post.person for post in held if post.role in ROLES["manager"])),
    )


def _each(*people: Person | None) -> list[Person]:
    return [person for person in dict.fromkeys(people) if person is not None]
