"""Who may do what with a designation and its evidence."""

import rules
from django.utils import timezone

from designation.models import Designation, Evidence
from designation.queries.asked import asked_on
from designation.queries.assurance import needs_assurance
from designation.queries.evidence import is_kept
from designation.queries.renewals import goes_on
from designation.rules.appeals import has_open_appeal, hears_appeal, may_still_appeal
from directory.models import Person, Post, School
from directory.rules import is_head_at, is_manager


@rules.predicate
def is_leader(person: Person, designation: Designation) -> bool:
    return designation.person_id == person.pk


@rules.predicate
def is_line_manager(person: Person, designation: Designation) -> bool:
    """Who answers for the leader at the home school: the head, or for a head the chair of governors."""
    school = designation.home_school
    if designation.person_id == person.pk or not person.authority.at(
        school.pk, *Post.HEADS, Post.Role.CHAIR_OF_GOVERNORS
    ):
        return False
    return person.authority.at(school.pk, *designation.line_manager_roles)


@rules.predicate
def is_at_work(person: Person, designation: Designation) -> bool:
    """Not expired, or expired with work agreed before that is still to be finished."""
    return designation.state != Designation.State.EXPIRED or designation.has_work_left


@rules.predicate
def is_followed(person: Person, designation: Designation) -> bool:
    """Live, or ended and yet to be renewed: changes of school or post are reported and answered so long."""
    return designation.state != Designation.State.EXPIRED or goes_on(designation, timezone.localdate())


@rules.predicate
def has_signed(person: Person, designation: Designation) -> bool:
    return designation.agreement_signed_on is not None


@rules.predicate
def is_ready(person: Person, designation: Designation) -> bool:
    """Signed by the leader, and induction and core training recorded."""
    return designation.agreement_signed_on is not None and designation.induction_done_on is not None


@rules.predicate
def may_ask_assurance(person: Person, designation: Designation) -> bool:
    """The assurance is missing, lapsed or ends within 60 days, and nobody asked for it again today."""
    on = timezone.localdate()
    return needs_assurance(designation, on) and not asked_on([designation], "ask_assurance", on)


@rules.predicate
def has_assurance(person: Person, designation: Designation) -> bool:
    """Given, lapsed or not: what was never given cannot be taken back."""
    return designation.assurance_until is not None


@rules.predicate
def has_induction_left(person: Person, designation: Designation) -> bool:
    """Not activated yet, or with something on the induction list that is still to be done."""
    if designation.state == Designation.State.DESIGNATED:
        return True
    return any(item.done_on is None for item in designation.induction.all())


@rules.predicate
def heads_school(person: Person, school: School) -> bool:
    """Who answers for a school's staff: its head, in person or as delegate."""
    return is_head_at(person, school)


@rules.predicate
def has_filed(person: Person, evidence: Evidence) -> bool:
    """Who filed it by hand, until a renewal or a concluded review counted it; what the portal filed nobody changes."""
    return evidence.filed_by_id == person.pk and not is_kept(evidence)


@rules.predicate
def awaits_release(person: Person, designation: Designation) -> bool:
    return not designation.is_released


runs = is_manager & ~is_leader

rules.add_perm("designation.sign_designation", is_leader & ~has_signed)
rules.add_perm("designation.publish_designation", is_leader)
rules.add_perm("designation.train_designation", runs & has_induction_left)
rules.add_perm("designation.assure_designation", is_line_manager & is_at_work)
rules.add_perm("designation.retract_designation", (is_line_manager | runs) & has_assurance & is_at_work)
rules.add_perm("designation.ask_assurance_designation", runs & may_ask_assurance)
rules.add_perm("designation.activate_designation", runs & is_ready)
rules.add_perm("designation.expire_designation", rules.always_false)
rules.add_perm("designation.offer_designation", is_leader)
rules.add_perm("designation.excuse_designation", (is_leader | is_manager) & is_at_work)
rules.add_perm("designation.allow_designation", is_line_manager)
rules.add_perm("designation.set_release", heads_school | is_manager)
rules.add_perm("designation.move_designation", (is_leader | is_manager) & is_followed)
rules.add_perm("designation.transfer_designation", rules.always_false)
rules.add_perm("designation.follow_designation", rules.always_false)
rules.add_perm("designation.release_designation", awaits_release & is_line_manager & is_followed)
rules.add_perm("designation.refuse_release_designation", awaits_release & is_line_manager & is_followed)
rules.add_perm("designation.file_designation", is_leader | runs)
rules.add_perm("designation.read_evidence", is_leader | is_line_manager | is_manager)
rules.add_perm("designation.change_evidence", has_filed)
rules.add_perm("designation.change_evidence_designation", rules.always_false)  # on the page of each row
rules.add_perm("designation.remove_evidence_designation", rules.always_false)  # on the page of each row
rules.add_perm("designation.suspend_designation", runs)
rules.add_perm("designation.resume_designation", runs)
rules.add_perm("designation.relinquish_designation", is_leader | is_manager)
rules.add_perm("designation.withdraw_designation", runs & is_at_work)
rules.add_perm("designation.appeal_designation", is_leader & may_still_appeal)
rules.add_perm("designation.assign_designation", runs & has_open_appeal)
rules.add_perm("designation.reinstate_designation", hears_appeal)
rules.add_perm("designation.dismiss_designation", hears_appeal)
rules.add_perm("designation.stay_suspended_designation", rules.always_false)
rules.add_perm("designation.renew_designation", rules.always_false)  # by deciding its renewal
rules.add_perm("designation.list_designations", is_manager)
