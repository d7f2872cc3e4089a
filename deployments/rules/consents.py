"""Whose consent is asked: the leader in person, the schools by their posts, of deployments and changes alike."""

import rules

from deployments.models import Consent, Deployment, Variation
from deployments.models.consents import ROLES, Answer
from directory.models import Person

Decision, Party = Consent.Decision, Consent.Party


def may_answer(person: Person, consent: Answer) -> bool:
    """Say whether the person may speak for this party today: the leader in person, the others by their post.

    Nobody speaks for two of the three: the leader not for a school, and who has answered for one school not
    for the other.
    """
    if consent.party == Party.ALLIANCE:
        return False
    if consent.asked_as == Consent.AskedAs.LEADER:
        return consent.asked_of_id == person.pk
    others = [other for other in consent.case.consents.all() if other.party != consent.party]
    if any(other.by_id == person.pk and other.party != Party.ALLIANCE for other in others):
        return False
    is_leader_themself = person.pk == consent.deployment.designation.person_id
    return not is_leader_themself and person.authority.at(consent.school_id, *consent.roles)


def party_of(person: Person, case: Deployment | Variation, *, pending_only: bool = False) -> Answer | None:
    """Return the consent this person may answer, those still pending first; None for everybody else."""
    asked = [consent for consent in case.consents.all() if consent.decision != Decision.LATER]
    mine = [consent for consent in asked if may_answer(person, consent)]
    # Who speaks for two schools, until one of them asks its chair, answers first for the one that asked them.
    mine.sort(key=lambda consent: consent.asked_of_id != person.pk)
    pending = next((consent for consent in mine if consent.is_pending), None)
    return pending if pending or pending_only else next(iter(mine), None)


def own_answers(person: Person, case: Deployment | Variation) -> list[Answer]:
    """Return the consents a party sees while not all have agreed: those it was asked, gave or may give."""
    return [
        one
        for one in case.consents.all()
        if person.pk in (one.asked_of_id, one.by_id) or may_answer(person, one)
    ]


@rules.predicate
def is_asked(person: Person, case: Deployment | Variation) -> bool:
    return party_of(person, case, pending_only=True) is not None


def answers_of_others(person: Person, case: Deployment | Variation) -> list[Answer]:
    """Return the answers waited for that a manager may write down as said by phone: none that is hers to give."""
    return [one for one in case.consents.all() if one.is_pending and not _is_party_themself(person, one)]


def _is_party_themself(person: Person, consent: Answer) -> bool:
    """Say whether the person was asked, may answer, or heads the school that is asked or chairs its governors."""
    if person.pk == consent.asked_of_id or may_answer(person, consent):
        return True
    school = consent.school_id
    return school is not None and person.authority.at(school, *ROLES["head"], *ROLES["chair"])


@rules.predicate
def hears_others(person: Person, case: Deployment | Variation) -> bool:
    return bool(answers_of_others(person, case))


def unconfirmed_of(person: Person, case: Deployment | Variation) -> Answer | None:
    """Return the answer recorded by phone that this person may confirm; None for everybody else."""
    found = (one for one in case.consents.all() if one.is_unconfirmed and may_answer(person, one))
    return next(found, None)


@rules.predicate
def is_to_confirm(person: Person, case: Deployment | Variation) -> bool:
    return unconfirmed_of(person, case) is not None


@rules.predicate
def is_to_deny(person: Person, case: Deployment | Variation) -> bool:
    mine = unconfirmed_of(person, case)
    return mine is not None and mine.denied_at is None


@rules.predicate
def is_party(person: Person, case: Deployment | Variation) -> bool:
    return party_of(person, case) is not None
