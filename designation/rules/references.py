"""Who may do what with a reference."""

import rules

from designation.models import Application, Reference
from designation.rules.appeals import hears_appeal
from designation.rules.applications import is_assessor, stands_back
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def is_referee(person: Person, reference: Reference) -> bool:
    """Whoever was asked; for a head or chair whoever holds the post now, never a delegate (one query)."""
    return Reference.objects.given_by(person).filter(pk=reference.pk).exists()


@rules.predicate
def is_referred(person: Person, reference: Reference) -> bool:
    """The applicant the reference is about, while the application is undecided."""
    application = reference.application
    return application.applicant_id == person.pk and application.state in Application.UNDECIDED


@rules.predicate
def reads_reference(person: Person, reference: Reference) -> bool:
    """Managers, the round's panel, who hears an appeal; never the applicant, nor across a conflict of interest."""
    application = reference.application
    if application.applicant_id == person.pk:
        return False
    manages = is_manager(person) and not stands_back(person, application)
    return manages or is_assessor(person, application) or hears_appeal(person, application)


rules.add_perm("designation.give_reference", is_referee)
rules.add_perm("designation.decline_reference", is_referee)
rules.add_perm("designation.correct_reference", is_referred)
rules.add_perm("designation.read_reference", reads_reference)
rules.add_perm("designation.read_readers", is_manager & reads_reference)
rules.add_perm("designation.bounce_reference", is_manager & ~is_referred)
rules.add_perm("designation.expire_reference", rules.always_false)
rules.add_perm("designation.void_reference", rules.always_false)
rules.add_perm("designation.replace_reference", rules.always_false)
rules.add_perm("designation.hand_over_reference", rules.always_false)
