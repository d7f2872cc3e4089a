"""What managers decide: at once, or prepared first and told together."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from designation import letters
from designation.actions.induction import copy_topics
from designation.actions.interviews import cancel_for
from designation.actions.references import call_off
from designation.actions.refusals import (
    AlreadyDesignated,
    ChangedSince,
    EssentialAtRed,
    MovedOn,
    NoArea,
    Refusal,
    Unmoderated,
)
from designation.lifecycle import APPLICATION, DESIGNATION
from designation.models import Application, Area, Criterion, Designation, PendingDecision, Reference
from designation.queries.appeals import last_day_for
from designation.queries.decisions import held_live, read_to_tell
from designation.queries.grid import judgement_of
from designation.terms import ends_on
from directory.models import School


@transaction.atomic
def shortlist(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Put the applicant on the shortlist and tell them.

    Raises StepNotOpen, Unmoderated, and EssentialAtRed while an essential criterion stands at red.
    """
    _decide(application, "shortlist", by=by, channel=channel)
    letters.application_shortlisted(application)


@transaction.atomic
def sift_out(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    reasons: Sequence[Criterion],
    feedback: str,
) -> None:
    """Do not shortlist, for stated criteria; both become the letter, which says how and until when to appeal.

    Referees still asked are told that they need not write. Raises StepNotOpen, Unmoderated.
    """
    _decide_against(application, "sift_out", by=by, channel=channel, reasons=reasons, feedback=feedback)
    call_off(application, by=by, channel=channel)
    letters.application_not_shortlisted(
        application, reasons=list(reasons), feedback=feedback, appeal_by=application.appeal_by
    )


@transaction.atomic
def designate(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    areas: Sequence[Area],
    starts_on: date,
    feedback: str = "",
    with_support: bool = False,
) -> Designation:
    """Designate the applicant in these areas, for the role's years less a day; the leader and the head are told.

    Raises StepNotOpen, Unmoderated, NoArea, and AlreadyDesignated while a live designation to the same role stands.
    """
    if not areas:
        raise NoArea
    _decide(application, "designate", by=by, channel=channel, feedback=feedback, with_support=with_support)
    if held_live([application]) & {(application.applicant_id, application.role_type_id)}:
        raise AlreadyDesignated(application)
    designation = Designation.objects.create(
        person=application.applicant,
        role_type=application.role_type,
        home_school=cast(School, application.school),  # a CHECK holds that what was sent in has one
        application=application,
        phases=application.phases,
        languages=application.languages,
        starts_on=starts_on,
        ends_on=ends_on(starts_on, years_of(application)),
        half_days_a_term=_released(application),
        travel_miles=application.travel_miles,
        online_ok=bool(application.online_ok),
        days_of_week=application.days_of_week,
        with_support=with_support,
    )
    designation.areas.set(areas)
    designation.terms.create(number=1, starts_on=designation.starts_on, ends_on=designation.ends_on)
    copy_topics(designation)
    DESIGNATION.begin(designation, by=by, channel=channel)
    letters.application_successful(
        application,
        feedback=feedback,
        starts_on=starts_on,
        with_support=with_support,
        designation=designation,
    )
    letters.ask_assurance(designation)
    return designation


def years_of(application: Application) -> int:
    """Return for how many years it was applied for, as the role was when it was sent in."""
    return application.years or application.role_type.years


def _released(application: Application) -> int:
    """Return the half days a term the line manager agreed to, or what the applicant offers while nobody said."""
    counting = application.references.counting().exclude(kind=Reference.Kind.SECOND)
    given = counting.filter(state=Reference.State.GIVEN)
    agreed = given.values_list("release_half_days", flat=True).first()
    return (application.half_days_a_term or 0) if agreed is None else agreed


@transaction.atomic
def reserve(application: Application, *, by, channel: str = Channel.PORTAL, feedback: str = "") -> None:
    """Put the applicant on the reserve list and tell them. Raises StepNotOpen, Unmoderated."""
    _decide(application, "reserve", by=by, channel=channel, feedback=feedback)
    letters.application_reserved(application, feedback=feedback)


@transaction.atomic
def reject(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    reasons: Sequence[Criterion],
    feedback: str,
) -> None:
    """Do not designate, for stated criteria; both become the letter, which says how and until when to appeal.

    Referees still asked are told that they need not write. Somebody invited whom nobody met yet may be closed so
    too: an interview still ahead is called off. Raises StepNotOpen, Unmoderated.
    """
    was_invited = application.state == Application.State.INVITED
    _decide_against(application, "reject", by=by, channel=channel, reasons=reasons, feedback=feedback)
    if was_invited:
        cancel_for(application, by=by)
    call_off(application, by=by, channel=channel)
    letters.application_unsuccessful(
        application, reasons=list(reasons), feedback=feedback, appeal_by=application.appeal_by
    )


def _decide_against(application: Application, step: str, *, by, channel: str, reasons, feedback: str) -> None:
    until = last_day_for(application, timezone.localdate())
    _decide(application, step, by=by, channel=channel, feedback=feedback, appeal_by=until)
    application.reasons.set(reasons)


def _decide(application: Application, step: str, *, by, channel: str, **fields: Any) -> None:
    """Take the step if nothing stands against it; what was prepared for this application is settled with it."""
    fresh = Application.objects.select_for_update().get(pk=application.pk)  # no score comes in between
    if APPLICATION.is_open(fresh, step):
        must_be_ready(fresh, step)
    APPLICATION.advance(application, step, by=by, channel=channel, decided_by=by, **fields)
    PendingDecision.objects.filter(application=application).delete()


def must_be_ready(application: Application, step: str) -> None:
    """Raise Unmoderated while red stands against green, EssentialAtRed on a way to the shortlist."""
    found = judgement_of(application)
    if found.clashes:
        raise Unmoderated(Criterion.objects.filter(pk__in=found.clashes))
    if step == PendingDecision.Step.SHORTLIST and found.red_essentials:
        raise EssentialAtRed(Criterion.objects.filter(pk__in=found.red_essentials))


# Prepared now, told together.


@transaction.atomic
def prepare(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    decision: str,
    reasons: Sequence[Criterion] = (),
    feedback: str = "",
    areas: Sequence[Area] = (),
    starts_on: date | None = None,
    with_support: bool = False,
) -> PendingDecision:
    """Keep a decision that nobody is told yet, instead of any prepared before; managers alone see it.

    Raises StepNotOpen, Unmoderated, EssentialAtRed, and AlreadyDesignated.
    """
    fresh = Application.objects.select_for_update().get(pk=application.pk)
    if not APPLICATION.is_open(fresh, decision):
        raise StepNotOpen(fresh, decision)
    must_be_ready(fresh, decision)
    APPLICATION.advance(application, "prepare", by=by, channel=channel)
    is_designated = decision == PendingDecision.Step.DESIGNATE
    if is_designated and held_live([application]) & {(application.applicant_id, application.role_type_id)}:
        raise AlreadyDesignated(application)
    words = {"feedback": feedback, "with_support": is_designated and with_support, "starts_on": starts_on}
    pending, _is_new = PendingDecision.objects.update_or_create(
        application=application, defaults={"step": decision, "by": by, "at": timezone.now()} | words
    )
    pending.reasons.set(reasons)
    pending.areas.set(areas if is_designated else [])
    return pending


@transaction.atomic
def drop(application: Application, *, by, channel: str = Channel.PORTAL) -> None:
    """Drop a decision nobody was told; nobody is told of that either. Raises StepNotOpen when there is none (left)."""
    gone, _by_kind = PendingDecision.objects.filter(application=application).delete()
    if not gone:
        raise StepNotOpen(application, "drop")
    APPLICATION.advance(application, "drop", by=by, channel=channel)


def tell(
    read: Iterable[tuple[int, datetime]], *, by
) -> tuple[list[Application], list[tuple[Application, str]]]:
    """Apply prepared decisions as they were read (key, and when each was last changed), each in its own transaction.

    What is asked of each is read once for all; what may change meanwhile is asked again under the lock.
    Returns those told, and with a sentence those that were not: one that fails keeps no other from being told.
    What somebody else told or dropped meanwhile is passed over.
    """
    told, failed = [], []
    wanted = dict(read)
    found = read_to_tell(wanted, by)
    for key in filter(found.get, wanted):
        pending = found[key]
        try:
            if _tell(pending, wanted[key], by=by):
                told.append(pending.application)
        except Refusal as refusal:
            failed.append((pending.application, str(refusal)))
        except (StepNotOpen, IntegrityError):
            failed.append((pending.application, str(MovedOn())))
    return _as_they_are(told), failed


def _as_they_are(applications: Sequence[Application]) -> list[Application]:
    """Return applications read anew, in the same order: what was told has moved them (1 query)."""
    now = Application.objects.select_related("applicant").in_bulk([one.pk for one in applications])
    return [now[one.pk] for one in applications]


@transaction.atomic
def _tell(pending: PendingDecision, at: datetime, *, by) -> bool:
    """Apply one decision and say whether it was; its row is locked, so of two managers one finds it gone."""
    now = (
        PendingDecision.objects.select_for_update().filter(pk=pending.pk).values_list("at", flat=True).first()
    )
    if now is None:
        return False
    if not now == at == pending.at:
        raise ChangedSince
    if not by.has_perm(APPLICATION.permission(pending.step), pending.application):
        raise MovedOn
    DECISIONS[pending.step](pending.application, by=by, **words_of(pending))
    return True


def words_of(pending: PendingDecision) -> dict[str, Any]:
    """Return what a prepared decision hands to its action."""
    if pending.step == PendingDecision.Step.SHORTLIST:
        return {}
    words: dict[str, Any] = {"feedback": pending.feedback}
    if pending.step in (PendingDecision.Step.SIFT_OUT, PendingDecision.Step.REJECT):
        words["reasons"] = list(pending.reasons.all())
    if pending.step == PendingDecision.Step.DESIGNATE:
        words |= {
            "areas": list(pending.areas.all()),
            "starts_on": pending.starts_on,
            "with_support": pending.with_support,
        }
    return words


DECISIONS: dict[str, Any] = {
    PendingDecision.Step.SHORTLIST: shortlist,
    PendingDecision.Step.SIFT_OUT: sift_out,
    PendingDecision.Step.DESIGNATE: designate,
    PendingDecision.Step.RESERVE: reserve,
    PendingDecision.Step.REJECT: reject,
}
