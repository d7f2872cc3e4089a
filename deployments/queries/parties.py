"""Who must be asked about a deployment, and who is told what becomes of it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from deployments.models import Consent, Deployment
from deployments.models.consents import ROLES
from designation.models import Designation
from directory.models import Person, Post, School


class NobodyToAsk(LookupError):
    """A school has no confirmed post-holder who could answer; says which, in words."""


class Asked(NamedTuple):
    """One party, who is asked for it, and as what."""

    party: str
    person: Person
    asked_as: str


def holder_of(school: School, asked_as: str, on: date, *, besides: Iterable[Person] = ()) -> Person | None:
    """Return the confirmed holder of the post at a school on a day, leaving out people who cannot answer."""
    posts = Post.objects.filter(school=school, role__in=ROLES[asked_as], person__is_active=True)
    posts = posts.confirmed().on(on).holders_first()
    known = {person.pk for person in besides}
    return next((post.person for post in posts.select_related("person") if post.person_id not in known), None)


def _for_school(school: School, on: date, besides: list[Person]) -> tuple[Person, str]:
    """Return who answers for a school: its head, or the chair where the head is party already."""
    head = holder_of(school, "head", on)
    if head is not None and head not in besides:
        return head, Consent.AskedAs.HEAD
    chair = holder_of(school, "chair", on, besides=besides)
    if head is None or chair is None:
        missing = _("%(school)s has no confirmed headteacher who could be asked. Confirm the post first.")
        conflict = _(
            "The head of %(school)s is a party already, and no chair of governors could be asked instead."
        )
        raise NobodyToAsk((conflict if head else missing) % {"school": school})
    return chair, Consent.AskedAs.CHAIR


def parties_of(designation: Designation, school: School, manager: Person, on: date) -> list[Asked]:
    """Return the four parties of a deployment on a day; raise NobodyToAsk where one has nobody to answer.

    Where one person heads both schools, or the leader is the head, the chair of governors answers instead.
    """
    leader = designation.person
    line_manager, as_what = _for_school(designation.home_school, on, [leader])
    receiver, as_receiver = _for_school(school, on, [leader, line_manager])
    return [
        Asked(Consent.Party.LEADER, leader, Consent.AskedAs.LEADER),
        Asked(Consent.Party.LINE_MANAGER, line_manager, as_what),
        Asked(Consent.Party.RECEIVING_HEAD, receiver, as_receiver),
        Asked(Consent.Party.ALLIANCE, manager, Consent.AskedAs.MANAGER),
    ]


def asked_again(deployment: Deployment, on: date) -> list[Asked]:
    """Return the leader and whoever holds today the posts of the two schools that agreed to a deployment.

    Raises NobodyToAsk where such a post is held by nobody.
    """
    found = [Asked(Consent.Party.LEADER, deployment.leader, Consent.AskedAs.LEADER)]
    for party, school in (
        (Consent.Party.LINE_MANAGER, deployment.home_school),
        (Consent.Party.RECEIVING_HEAD, deployment.school),
    ):
        before = next((one.asked_as for one in deployment.consents.all() if one.party == party), "head")
        holder = holder_of(school, before, on, besides=[deployment.leader])
        if holder is None:
            missing = _("%(school)s has nobody in post who could be asked. Confirm the post first.")
            raise NobodyToAsk(missing % {"school": school})
        found.append(Asked(party, holder, before))
    return found


def people_of(deployment: Deployment) -> list[Person]:
    """Return the people asked about a deployment, in the order of the grid, each once."""
    consents = deployment.consents.select_related("asked_of").order_by("position")
    return list(dict.fromkeys(consent.asked_of for consent in consents))


def school_readers(deployment: Deployment, on: date) -> list[Person]:
    """Return who hears of visits at the school supported: the contact and the head, each once."""
    contact = deployment.request.contact if deployment.request else None
    head = holder_of(deployment.school, "head", on) or holder_of(deployment.school, "chair", on)
    return [person for person in dict.fromkeys([contact, head]) if person and person != deployment.leader]


def evaluator_of(deployment: Deployment, on: date) -> Person | None:
    """Return who is asked to evaluate: the head of the school supported."""
    return holder_of(deployment.school, "head", on, besides=[deployment.leader])


def holders(role: str, on: date, school: School | None = None) -> list[Person]:
    """Return everybody in a role on a day, at a school or, without one, in the alliance."""
    posts = Post.objects.filter(role=role, school=school, person__is_active=True)
    posts = posts.confirmed().on(on).select_related("person")
    return list(dict.fromkeys(post.person for post in posts.order_by("starts_on", "pk")))
