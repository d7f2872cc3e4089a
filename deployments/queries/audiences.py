"""Who reads what is written for an audience of a deployment, and which audiences a person may write to."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from deployments.models import Audience, Deployment
from deployments.queries.people import around
from directory.models import Person

NAMES: dict[str, Any] = dict(Audience.choices)


def audiences_of(person: Person, deployment: Deployment) -> list[Audience]:
    """Return the audiences this person may write to."""
    return [one for one in Audience if person.has_perm(f"deployments.write_{one}", deployment)]


def readers_of(deployment: Deployment, audience: str, on: date) -> list[Person]:
    """Return who is told of a word for this audience on a day, each once."""
    people = around(deployment, on)
    school = [people.leader, people.receiver, people.contact]
    told: dict[Audience, list[Person | None]] = {
        Audience.ALL_PARTIES: [*school, people.home, *people.managers],
        Audience.LEADER_AND_SCHOOL: school,
        Audience.ALLIANCE: [*people.managers],
    }
    return [
        person
        for person in dict.fromkeys(told[Audience(audience)])
        if person is not None and person.is_active
    ]


def not_for_you() -> str:
    """Say that the writer is not of the audience chosen."""
    return _("You cannot write to these people. Choose another audience.")
