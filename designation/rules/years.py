"""Who may do what with a year's review and with a renewal."""

import rules
from django.utils import timezone

from designation.models import Designation, Renewal, Review
from designation.queries.asked import asked_on
from designation.queries.renewals import may_be_renewed
from designation.rules.leaders import is_leader, is_line_manager
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def may_be_renewed_now(person: Person, designation: Designation) -> bool:
    """From 12 months before the end until the grace is over, once; see `may_be_renewed`."""
    return may_be_renewed(designation, timezone.localdate())


@rules.predicate
def answers_in_person(person: Person, renewal: Renewal) -> bool:
    """As `answers_for_leader`, but never a delegate: references are given in person."""
    if not answers_for_leader(person, renewal):
        return False
    held = renewal.designation
    return person.authority.at(held.home_school_id, *held.line_manager_roles, in_person=True)


@rules.predicate
def is_own_case(person: Person, case: Review | Renewal) -> bool:
    """The leader whose review or renewal it is."""
    return case.designation.person_id == person.pk


@rules.predicate
def answers_for_leader(person: Person, case: Review | Renewal) -> bool:
    """Who answers for the leader at the home school; see `is_line_manager`."""
    return is_line_manager(person, case.designation)


@rules.predicate
def is_referred_to(person: Person, renewal: Renewal) -> bool:
    """The head's reference is given."""
    return renewal.head_signed_on is not None


@rules.predicate
def was_asked_today(person: Person, renewal: Renewal) -> bool:
    """Somebody asked for the head's reference again today."""
    return bool(asked_on([renewal], "ask_reference", timezone.localdate()))


@rules.predicate
def has_head_answered(person: Person, review: Review) -> bool:
    return review.head_supports is not None


@rules.predicate
def is_head_who_answered(person: Person, review: Review) -> bool:
    return review.head_id == person.pk


runs_own_case = is_manager & ~is_own_case

rules.add_perm("designation.begin_renewal", is_leader & may_be_renewed_now)
rules.add_perm("designation.reflect_review", is_own_case)
rules.add_perm("designation.support_review", answers_for_leader & ~has_head_answered)
rules.add_perm("designation.doubt_review", answers_for_leader & ~has_head_answered)
rules.add_perm("designation.conclude_review", runs_own_case)
rules.add_perm("designation.read_head_review", runs_own_case | is_head_who_answered)
rules.add_perm("designation.drop_review", rules.always_false)
rules.add_perm("designation.write_renewal", is_own_case)
rules.add_perm("designation.submit_renewal", is_own_case)
rules.add_perm("designation.refer_renewal", answers_in_person & ~is_referred_to)
rules.add_perm("designation.ask_reference_renewal", runs_own_case & ~is_referred_to & ~was_asked_today)
rules.add_perm("designation.set_aside_renewal", rules.always_false)  # comes with a change of school
rules.add_perm("designation.read_reference_renewal", runs_own_case & is_referred_to)
rules.add_perm("designation.send_back_renewal", runs_own_case)
rules.add_perm("designation.renew_renewal", runs_own_case)
rules.add_perm("designation.decline_renewal", runs_own_case)
rules.add_perm("designation.withdraw_renewal", is_own_case)
rules.add_perm("designation.lapse_renewal", rules.always_false)
