"""Who must be asked about a deployment, and who is told what becomes of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from deployments.models import Consent, Deployment, Facilitation, Variation
from deployments.models.claims import CLAIMANTS
from deployments.models.consents import ROLES
from deployments.models.requests import SPEAKERS
from deployments.queries.people import contact_of
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
        besides = [one.person for one in found]
        speaker = _speaker(school, before, on, besides)
        if speaker is None:
            missing = _("%(school)s has nobody in post who could be asked. Confirm the post first.")
            conflict = _(
                "The head of %(school)s is a party already, and no chair of governors could be asked instead."
            )
            is_held = holder_of(school, before, on) is not None
            raise NobodyToAsk((conflict if is_held else missing) % {"school": school})
        found.append(Asked(party, *speaker))
    return found


def _speaker(school: School, asked_as: str, on: date, besides: Iterable[Person]) -> tuple[Person, str] | None:
    """Return who answers for a school: the post as asked, or the chair where its holder is a party already.

    None where nobody holds the post, or no chair could be asked instead.
    """
    is_held = holder_of(school, asked_as, on) is not None
    for post in (asked_as, Consent.AskedAs.CHAIR) if is_held else ():
        holder = holder_of(school, post, on, besides=besides)
        if holder is not None:
            return holder, post
    return None


def asked_instead(case: Deployment | Variation, on: date) -> list[tuple[Any, Asked]]:
    """Return the schools' open questions that others are to be asked today, and whom.

    A question follows its post; but nobody speaks for two parties: where the holder is one already, the chair of
    governors is asked. Who was asked already keeps the question, and one nobody could answer stays where it is.
    """
    of_schools = [(one, one.school) for one in case.consents.all() if one.school is not None]
    answered = [one for one, _school in of_schools if one.by is not None]
    besides = [case.leader, *(one.by for one in answered), *(one.asked_of for one in answered)]
    waiting = [(one, school) for one, school in of_schools if one.by is None]
    # Who was asked already comes first.
    waiting.sort(key=lambda row: holder_of(row[1], row[0].asked_as, on, besides=besides) != row[0].asked_of)
    found: list[tuple[Any, Asked]] = []
    for consent, school in waiting:
        speaker = _speaker(school, consent.asked_as, on, besides)
        if speaker is None:
            continue
        besides.append(speaker[0])
        if speaker[0] != consent.asked_of:
            found.append((consent, Asked(consent.party, *speaker)))
    return found


def people_asked(deployment: Deployment) -> list[Person]:
    """Return the people asked so far about a deployment, in the order of the grid, each once."""
    consents = deployment.consents.exclude(decision=Consent.Decision.LATER)
    consents = consents.select_related("asked_of").order_by("position")
    return list(dict.fromkeys(consent.asked_of for consent in consents))


def school_readers(deployment: Deployment, on: date) -> list[Person]:
    """Return who hears of visits at the school supported: the contact, a speaker, and the chair where asked."""
    speaker = speaker_of(deployment.school, on, besides=[deployment.leader])
    asked = dict.fromkeys([contact_of(deployment.request), speaker, chair_asked(deployment, on)])
    return [person for person in asked if person and person != deployment.leader]


def chair_asked(deployment: Deployment, on: date) -> Person | None:
    """Return the chair of governors of the school supported, where the chair answers for it instead of its head."""
    asked = deployment.consents.filter(party=Consent.Party.RECEIVING_HEAD, asked_as=Consent.AskedAs.CHAIR)
    return holder_of(deployment.school, "chair", on, besides=[deployment.leader]) if asked.exists() else None


def acknowledgers(deployment: Deployment, on: date) -> list[Person]:
    """Return who is asked whether a visit was held: who hears of visits, besides those whose own school is paid for it.

    Where only the head and the contact would be and are paid, whoever else speaks for the school. Nobody may be left.
    """
    fit = [one for one in school_readers(deployment, on) if not _is_paid(one, deployment)]
    return fit or [one for one in _speakers(deployment, on) if not _is_paid(one, deployment)][:1]


def _is_paid(person: Person, deployment: Deployment) -> bool:
    return person.authority.at(deployment.home_school_id, *CLAIMANTS)


def _speakers(deployment: Deployment, on: date) -> list[Person]:
    """Return everybody who speaks for the school supported, its head first; never the leader."""
    posts = Post.objects.filter(school=deployment.school_id, role__in=SPEAKERS, person__is_active=True)
    others = posts.confirmed().on(on).exclude(person=deployment.leader).holders_first()
    return list(dict.fromkeys(post.person for post in others.select_related("person")))


def group_speaker(facilitation: Facilitation, on: date) -> Person | None:
    """Return who is asked for the lead school of a group; never the leader, nor who claims for the school paid.

    Nobody may be left.
    """
    paid = Post.objects.filter(school=facilitation.home_school_id, role__in=CLAIMANTS).confirmed().on(on)
    besides = [facilitation.leader, *(post.person for post in paid.select_related("person"))]
    return speaker_of(facilitation.school, on, besides=besides)


def speaker_of(school: School, on: date, *, besides: Sequence[Person]) -> Person | None:
    """Return who speaks for a school about work done there: its head, or where none could whoever else does."""
    head = holder_of(school, "head", on, besides=besides)
    if head is not None:
        return head
    posts = Post.objects.filter(school=school, role__in=SPEAKERS, person__is_active=True)
    others = posts.confirmed().on(on).exclude(person__in=besides).holders_first().select_related("person")
    return next((post.person for post in others), None)


def evaluator_of(deployment: Deployment, on: date) -> Person | None:
    """Return who is asked to evaluate: the head of the school supported."""
    return holder_of(deployment.school, "head", on, besides=[deployment.leader])


def holders(role: str, on: date, school: School | None = None) -> list[Person]:
    """Return everybody in a role on a day, at a school or, without one, in the alliance."""
    posts = Post.objects.filter(role=role, school=school, person__is_active=True)
    posts = posts.confirmed().on(on).select_related("person")
    return list(dict.fromkeys(post.person for post in posts.order_by("starts_on", "pk")))
