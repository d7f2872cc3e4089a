"""Who may do what in designation: every predicate and every permission of the app on one screen."""

import rules
from django.utils import timezone

from designation.models import Application, Designation, PanelSeat, Reference, Round, Score
from designation.queries.panel import stage_of
from directory.models import Person, Post
from directory.queries.posts import line_manager_roles
from directory.rules import is_manager


@rules.predicate
def is_applicant(person: Person, application: Application) -> bool:
    return application.applicant_id == person.pk


@rules.predicate
def is_draft(person: Person, application: Application) -> bool:
    return application.state == Application.State.DRAFT


@rules.predicate
def is_assessor(person: Person, application: Application) -> bool:
    """On the panel of the round, and not of the applicant's own school, trust or staff (nor the applicant)."""
    return Application.objects.read_by_panel(person).filter(pk=application.pk).exists()


@rules.predicate
def has_panel_seat(person: Person, round_: Round) -> bool:
    return PanelSeat.objects.filter(person=person, round=round_).exists()


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
    """Managers and the round's panel; never the applicant, and never across a conflict of interest."""
    if reference.application.applicant_id == person.pk:
        return False
    return is_manager(person) or is_assessor(person, reference.application)


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
    return person.authority.at(
        school.pk, *line_manager_roles(designation.person, school, timezone.localdate())
    )


@rules.predicate
def has_signed(person: Person, designation: Designation) -> bool:
    return designation.agreement_signed_on is not None


@rules.predicate
def is_ready(person: Person, designation: Designation) -> bool:
    """Signed by the leader, and induction and core training recorded."""
    return designation.agreement_signed_on is not None and designation.induction_done_on is not None


@rules.predicate
def is_to_score(person: Person, application: Application) -> bool:
    """An assessor whose scores of the stage that is open are not in yet: what is sent in stays (one query)."""
    sent = Score.objects.filter(assessor=person, stage=stage_of(application), submitted_at__isnull=False)
    mine = Application.objects.read_by_panel(person).filter(pk=application.pk)
    return mine.exclude(pk__in=sent.values("application_id")).exists()


decides = is_manager & ~is_applicant
runs = is_manager & ~is_leader

rules.add_perm("designation.edit_application", is_applicant & is_draft)
rules.add_perm("designation.submit_application", is_applicant)
rules.add_perm("designation.withdraw_application", is_applicant)
rules.add_perm("designation.shortlist_application", decides)
rules.add_perm("designation.sift_out_application", decides)
rules.add_perm("designation.invite_application", decides)
rules.add_perm("designation.interview_application", decides)
rules.add_perm("designation.designate_application", decides)
rules.add_perm("designation.reserve_application", decides)
rules.add_perm("designation.reject_application", decides)
rules.add_perm("designation.score_application", is_to_score)
rules.add_perm("designation.read_scores", decides)

rules.add_perm("designation.panel_round", is_manager | has_panel_seat)

rules.add_perm("designation.give_reference", is_referee)
rules.add_perm("designation.decline_reference", is_referee)
rules.add_perm("designation.correct_reference", is_referred)
rules.add_perm("designation.read_reference", reads_reference)
rules.add_perm("designation.expire_reference", rules.always_false)
rules.add_perm("designation.void_reference", rules.always_false)
rules.add_perm("designation.replace_reference", rules.always_false)
rules.add_perm("designation.hand_over_reference", rules.always_false)

rules.add_perm("designation.sign_designation", is_leader & ~has_signed)
rules.add_perm("designation.publish_designation", is_leader)
rules.add_perm("designation.train_designation", runs)
rules.add_perm("designation.assure_designation", is_line_manager)
rules.add_perm("designation.activate_designation", runs & is_ready)
rules.add_perm("designation.expire_designation", rules.always_false)

rules.add_perm("designation.list_designations", is_manager)
