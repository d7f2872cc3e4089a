"""Who may do what with a round, its panel and an application."""

import rules
from django.utils import timezone

from designation.models import Application, PanelSeat, Round
from designation.queries.grid import judgement_of
from designation.queries.members import applies_in, standing_of
from designation.queries.panel import stage_of
from designation.rules.appeals import (
    has_open_appeal,
    heard_appeal,
    hears_appeal,
    is_appellant,
    may_still_appeal,
)
from directory.models import Person
from directory.rules import is_manager


@rules.predicate
def is_applicant(person: Person, application: Application) -> bool:
    return application.applicant_id == person.pk


@rules.predicate
def is_draft(person: Person, application: Application) -> bool:
    return application.state == Application.State.DRAFT


@rules.predicate
def is_returned(person: Person, application: Application) -> bool:
    return application.state == Application.State.RETURNED


@rules.predicate
def is_late(person: Person, application: Application) -> bool:
    """Asked for more, and the day named for the answers has passed."""
    return application.answer_by is not None and application.answer_by < timezone.localdate()


@rules.predicate
def was_interviewed(person: Person, application: Application) -> bool:
    """An interview was held, now or before an appeal."""
    return standing_of(person, application).was_interviewed


@rules.predicate
def is_met(person: Person, application: Application) -> bool:
    """Invited, and the interview agreed has begun, or not invited at all."""
    return standing_of(person, application).is_met


@rules.predicate
def is_to_record(person: Person, application: Application) -> bool:
    """Invited, and the interview has begun: it is recorded, or that nobody came, before anything is decided."""
    return application.state == Application.State.INVITED and standing_of(person, application).is_met


@rules.predicate
def is_upheld(person: Person, application: Application) -> bool:
    return application.state == Application.State.UPHELD


@rules.predicate
def is_assessor(person: Person, application: Application) -> bool:
    """On the panel of the round, and no conflict of interest keeps them from judging this applicant."""
    return standing_of(person, application).is_assessor


@rules.predicate
def interviews(person: Person, application: Application) -> bool:
    """On the panel of this applicant's own interview."""
    return standing_of(person, application).interviews


@rules.predicate
def has_panel_seat(person: Person, round_: Round) -> bool:
    return PanelSeat.objects.filter(person=person, round=round_).exists()


@rules.predicate
def is_candidate(person: Person, round_: Round | None) -> bool:
    """Whoever applies in a round does not run it, manager or not."""
    if round_ is None:
        return False
    known = getattr(round_, "is_candidate", None)  # a page that reads the round with it asks no more
    return applies_in(person, round_.pk) if known is None else known


@rules.predicate
def stands_back(person: Person, application: Application) -> bool:
    """A manager leaves a case to others: in a round they apply in; in conflict where another manager is free."""
    standing = standing_of(person, application)
    return standing.competes or (bool(standing.conflict) and standing.may_leave)


@rules.predicate
def has_open_sheet(person: Person, application: Application) -> bool:
    """Whoever may still score what is open now, a manager too, sees nobody's scores before."""
    is_open = stage_of(application) is not None and is_to_score(person, application)
    return is_open and not standing_of(person, application).has_scored


@rules.predicate
def has_declared(person: Person, application: Application) -> bool:
    """Has gone through the list of applicants since this application came in."""
    return standing_of(person, application).has_declared


@rules.predicate
def is_to_moderate(person: Person, application: Application) -> bool:
    """Red stands, or stood, against green, or an essential criterion is red (two queries)."""
    found = judgement_of(application)
    return bool(found.disputed or found.red_essentials or found.agreed)


@rules.predicate
def is_prepared(person: Person, application: Application) -> bool:
    """A decision waits that nobody was told."""
    return standing_of(person, application).is_prepared


@rules.predicate
def is_to_score(person: Person, application: Application) -> bool:
    """An assessor whose scores of the stage that is open are not in yet, or from before it came back with answers.

    Else what is sent in stays. The sheet of an interview opens when it begins.
    """
    standing = standing_of(person, application)
    return standing.is_assessor and standing.is_met and (not standing.has_scored or standing.is_outdated)


decides = is_manager & ~is_applicant & ~stands_back
runs_round = is_manager & ~is_candidate

rules.add_perm("designation.edit_application", is_applicant & (is_draft | is_returned))
rules.add_perm("designation.submit_application", is_applicant)
rules.add_perm("designation.extend_application", rules.always_false)  # managers grant it on the round's page
rules.add_perm("designation.send_back_application", decides)
rules.add_perm("designation.resubmit_application", is_applicant)
rules.add_perm("designation.read_adjustments", is_applicant | is_manager | interviews)
rules.add_perm("designation.proceed_application", decides & is_late)
rules.add_perm("designation.declare_application", is_assessor)
rules.add_perm("designation.moderate_application", decides & ~has_open_sheet & is_to_moderate)
rules.add_perm("designation.prepare_application", decides & (~is_upheld | was_interviewed))
rules.add_perm("designation.drop_application", decides & is_prepared)
rules.add_perm("designation.book_application", is_applicant)
rules.add_perm("designation.reschedule_application", decides)
rules.add_perm("designation.miss_application", decides & is_met)
rules.add_perm("designation.appeal_application", is_applicant & may_still_appeal)
rules.add_perm("designation.assign_application", decides & has_open_appeal)
rules.add_perm("designation.uphold_application", hears_appeal)
rules.add_perm("designation.dismiss_application", hears_appeal)
rules.add_perm("designation.withdraw_application", is_applicant)
rules.add_perm("designation.shortlist_application", decides)
rules.add_perm("designation.sift_out_application", decides)
rules.add_perm("designation.invite_application", decides & ~(is_upheld & was_interviewed))
rules.add_perm("designation.interview_application", decides & is_met)
rules.add_perm("designation.designate_application", decides & (~is_upheld | was_interviewed))
rules.add_perm("designation.reserve_application", decides & (~is_upheld | was_interviewed))
rules.add_perm("designation.reject_application", decides & ~is_to_record)
rules.add_perm("designation.score_application", is_to_score & has_declared)
rules.add_perm("designation.read_scores", (decides & ~has_open_sheet) | hears_appeal)
rules.add_perm("designation.read_appeal", is_appellant | is_manager | heard_appeal)
rules.add_perm("designation.panel_round", runs_round | has_panel_seat)
rules.add_perm("designation.plan_interviews", runs_round)
rules.add_perm("designation.declare_round", has_panel_seat)
rules.add_perm("designation.decide_round", runs_round)
rules.add_perm("designation.keep_rounds", runs_round)
rules.add_perm("designation.count_round", runs_round)
rules.add_perm("designation.list_applications", is_manager)
