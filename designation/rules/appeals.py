"""Who may appeal, and who may hear it: of applications and designations alike."""

import rules
from django.utils import timezone

from designation.models import Application, Designation
from designation.queries.appeals import appeal_of, appellant_of, may_hear, was_chosen
from directory.models import Person


@rules.predicate
def may_still_appeal(person: Person, case: Application | Designation) -> bool:
    """Within the window, and once."""
    in_time = case.appeal_by is not None and timezone.localdate() <= case.appeal_by
    return in_time and appeal_of(case) is None


@rules.predicate
def has_open_appeal(person: Person, case: Application | Designation) -> bool:
    lodged = appeal_of(case)
    return lodged is not None and lodged.is_open


@rules.predicate
def hears_appeal(person: Person, case: Application | Designation) -> bool:
    """Chosen to hear an appeal that is not decided yet, and still free of everything that would forbid it."""
    return may_hear(person, case)


@rules.predicate
def is_appellant(person: Person, case: Application | Designation) -> bool:
    return appellant_of(case).pk == person.pk


@rules.predicate
def heard_appeal(person: Person, case: Application | Designation) -> bool:
    """Chosen to hear the appeal, decided or not."""
    return was_chosen(person, case)
