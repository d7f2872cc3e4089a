"""Appeals are lodged, given to people who did not decide before, and decided for good."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from casework.lifecycle import Lifecycle, StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.references import ask_again
from designation.actions.refusals import AnotherStands, MayNotHear, TooLateToAppeal
from designation.lifecycle import APPLICATION, DESIGNATION
from designation.models import Appeal, Application, Designation
from designation.queries.appeals import why_not_to_hear
from designation.queries.endings import another_stands
from directory.models import Person

Appealed = Application | Designation


@transaction.atomic
def appeal(case: Appealed, *, by, channel: str = Channel.PORTAL, grounds: str) -> Appeal:
    """Appeal against the decision, once and within the window; the appellant and the managers are told.

    Who may: the applicant, or the leader whose designation was withdrawn. Raises StepNotOpen, also when an appeal
    was lodged before, and TooLateToAppeal after the last day.
    """
    against = case.state
    Lifecycle.of(case).advance(case, "appeal", by=by, channel=channel)
    if Appeal.objects.of(case).exists():
        raise StepNotOpen(case, "appeal")
    if case.appeal_by is None or timezone.localdate() > case.appeal_by:
        raise TooLateToAppeal(case)
    lodged = Appeal.objects.create(**{case.NOUN: case}, against=against, grounds=grounds)
    letters.appeal_received(case)
    letters.appeal_lodged(case)
    return lodged


@transaction.atomic
def assign(case: Appealed, *, by, channel: str = Channel.PORTAL, hearers: Sequence[Person]) -> None:
    """Choose who hears an appeal; who is new is asked to, who is left out is told. Who may: managers.

    Raises StepNotOpen, and MayNotHear for whoever decided before or stands too near.
    """
    Lifecycle.of(case).advance(case, "assign", by=by, channel=channel)
    lodged = _open_appeal(case, "assign")
    for person in hearers:
        why = why_not_to_hear(case, person)
        if why:
            raise MayNotHear(person, why)
    before = set(lodged.hearers.all())
    lodged.hearers.set(hearers)
    letters.appeal_assigned(case, [one for one in hearers if one not in before])
    letters.appeal_released(case, [one for one in before if one not in hearers])


@transaction.atomic
def uphold(application: Application, *, by, channel: str = Channel.PORTAL, reasons: str) -> None:
    """Uphold an appeal: the applicant is told, with the reasons, and the way they were kept from is open again.

    Who may: whoever was chosen to hear it. Raises StepNotOpen.
    """
    APPLICATION.advance(application, "uphold", by=by, channel=channel)
    lodged = _open_appeal(application, "uphold")
    _decide(application, "uphold", by, reasons, is_upheld=True)
    letters.application_upheld(application, reasons=reasons)
    if lodged.against == Application.State.NOT_SHORTLISTED:
        ask_again(application, by=by, channel=channel)


@transaction.atomic
def dismiss(case: Appealed, *, by, channel: str = Channel.PORTAL, reasons: str) -> None:
    """Dismiss an appeal for good; the appellant is told, with the reasons. Who may: whoever was chosen to hear it.

    Raises StepNotOpen.
    """
    Lifecycle.of(case).advance(case, "dismiss", by=by, channel=channel)
    _decide(case, "dismiss", by, reasons, is_upheld=False)
    if isinstance(case, Application):
        letters.application_dismissed(case, reasons=reasons)
    else:
        letters.designation_dismissed(case, reasons=reasons)


@transaction.atomic
def reinstate(designation: Designation, *, by, channel: str = Channel.PORTAL, reasons: str) -> None:
    """Uphold an appeal against a withdrawal: the designation stands again until its old last day; leader and head
    are told. One whose last day has passed meanwhile counts from now on as expired and no longer as withdrawn; one
    that was suspended before the withdrawal is suspended again.

    Who may: whoever was chosen to hear it. Raises StepNotOpen, and AnotherStands where the person was designated
    to the same role again.
    """
    if another_stands(designation):
        raise AnotherStands(designation)
    DESIGNATION.advance(
        designation, "reinstate", by=by, channel=channel, ended_for="", ended_on=None, ended_words=""
    )
    _decide(designation, "reinstate", by, reasons, is_upheld=True)
    if designation.suspended_for:
        DESIGNATION.advance(designation, "stay_suspended", by=None, channel=Channel.NIGHT)
    if designation.ends_on < timezone.localdate():
        DESIGNATION.advance(designation, "expire", by=None, channel=Channel.NIGHT)
    letters.designation_reinstated(designation, reasons=reasons)


def _open_appeal(case: Appealed, step: str) -> Appeal:
    """Return the appeal that waits for a decision; raises StepNotOpen where there is none."""
    lodged = Appeal.objects.open().of(case).first()
    if lodged is None:
        raise StepNotOpen(case, step)
    return lodged


def _decide(case: Appealed, step: str, by: Person, reasons: str, *, is_upheld: bool) -> None:
    """Write the decision, once: of two hearers who press at the same moment one decides."""
    decided = {"reasons": reasons, "decided_by": by, "decided_at": timezone.now(), "is_upheld": is_upheld}
    if not Appeal.objects.open().of(case).update(**decided):
        raise StepNotOpen(case, step)
