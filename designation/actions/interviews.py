"""What happens to an interview: offered, booked, moved, missed, held, called off; everybody's calendar hears of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from designation import letters
from designation.actions.refusals import (
    NoFreeTime,
    NotHeld,
    NothingToMiss,
    SlotTaken,
    TooLateToChange,
    UnfitPanel,
)
from designation.actions.slots import Meeting, check_panel, check_time, in_turn
from designation.lifecycle import APPLICATION
from designation.models import Application, Interview, Slot
from designation.queries.interviews import free_slots, interview_of, unfit_panels
from designation.queries.panel import free_panel
from directory.models import Person


@transaction.atomic
def invite(
    application: Application,
    *,
    by,
    channel: str = Channel.PORTAL,
    slot: Slot | None = None,
    at: datetime | None = None,
    minutes: int = 45,
    place: str = "",
    online_link: str = "",
    panel: Sequence[Person] = (),
) -> None:
    """Invite to an interview: at a slot, or `at` a time agreed otherwise, or with neither to choose among the slots.

    Raises StepNotOpen, NoFreeTime, SlotTaken, UnfitTime, UnfitPanel.
    """
    APPLICATION.advance(application, "invite", by=by, channel=channel)
    if slot is None and at is None:
        _offer(application)
        return
    choice = slot or Meeting(cast(datetime, at), minutes, place, online_link, panel)
    letters.application_invited(application, interview=_settle(application, choice))


def _offer(application: Application) -> None:
    """Send the link by which the applicant chooses a time."""
    if not free_slots(application, timezone.now()).exists():
        raise NoFreeTime(application)
    letters.booking_requested(application)


@transaction.atomic
def book(application: Application, *, by, slot: Slot, channel: str = Channel.PORTAL) -> None:
    """The applicant chooses a time, or another one until two working days before; the one held comes free again.

    Of two at once for the last slot one gets it. Raises StepNotOpen, SlotTaken, TooLateToChange.
    """
    before = interview_of(application)
    if before is not None and before.is_fixed:
        raise TooLateToChange(before)
    if Slot.objects.filter(pk=slot.pk, taken_by=application).exists():
        return  # pressed twice
    APPLICATION.advance(application, "book", by=by, channel=channel)
    letters.interview_booked(application, interview=_settle(application, slot))


@transaction.atomic
def reschedule(
    application: Application,
    *,
    by,
    reason: str,
    channel: str = Channel.PORTAL,
    slot: Slot | None = None,
    at: datetime | None = None,
    minutes: int = 45,
    place: str = "",
    online_link: str = "",
    panel: Sequence[Person] = (),
) -> None:
    """Move the interview to another slot or time, or set one for an applicant who has chosen none, with a reason.

    The applicant and the panel are told. Raises StepNotOpen, SlotTaken, UnfitTime, UnfitPanel.
    """
    APPLICATION.advance(application, "reschedule", by=by, channel=channel, note=reason)
    choice = slot or Meeting(cast(datetime, at), minutes, place, online_link, panel)
    letters.interview_rescheduled(application, interview=_settle(application, choice), reason=reason)


@transaction.atomic
def miss(application: Application, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
    """Record that the applicant did not come: they are on the shortlist again and are asked to get in touch.

    The note is for managers. Raises StepNotOpen, NothingToMiss.
    """
    interview = interview_of(application)
    APPLICATION.advance(application, "miss", by=by, channel=channel, note=note, private=True)
    if interview is None or interview.at > timezone.now():
        raise NothingToMiss(interview)
    Interview.objects.filter(pk=interview.pk).update(missed_at=timezone.now())
    letters.interview_missed(application, interview=interview)


@transaction.atomic
def interview(application: Application, *, by, channel: str = Channel.PORTAL, note: str = "") -> None:
    """Record that the interview was held; the note is for managers. Nobody is told.

    Raises StepNotOpen, and NotHeld unless the interview that stands has begun.
    """
    held = interview_of(application)
    APPLICATION.advance(application, "interview", by=by, channel=channel, note=note, private=True)
    if held is None or held.at > timezone.now():
        raise NotHeld(held)


@transaction.atomic
def cancel_for(application: Application, *, by) -> None:
    """Call off the interview of somebody who withdraws: the slot is free again, every calendar takes it out.

    Does nothing without an interview ahead.
    """
    interview = interview_of(application)
    if interview is None or interview.at <= timezone.now():
        return
    Slot.objects.filter(taken_by=application).update(taken_by=None)
    Interview.objects.filter(pk=interview.pk).update(cancelled_at=timezone.now(), sequence=F("sequence") + 1)
    interview.refresh_from_db()
    letters.interview_cancelled(application, interview=interview, members=list(interview.panel.all()))


def let_go(member: Person, interviews: QuerySet[Interview]) -> None:
    """Take a member off those of these interviews that lie ahead, and off their calendar; nothing else moves.

    Whoever declared a conflict or left the panel is told no more of the applicant, adjustments least of all. Where
    too few are left the managers are asked for another member.
    """
    now = timezone.now()
    ahead = interviews.filter(missed_at__isnull=True, cancelled_at__isnull=True, at__gt=now)
    unfit_before = set(unfit_panels(now).filter(pk__in=ahead.values("pk")).values_list("pk", flat=True))
    for interview in ahead.filter(panel=member).select_related("application__applicant"):
        interview.panel.remove(member)
        Interview.objects.filter(pk=interview.pk).update(sequence=F("sequence") + 1)
        interview.refresh_from_db()
        letters.panel_cancelled(interview.application, interview=interview, members=[member])
    Slot.panel.through.objects.filter(person=member, slot__taken_by__in=ahead.values("application")).delete()
    ask_for_members(ahead.exclude(pk__in=unfit_before))


def ask_for_members(interviews: QuerySet[Interview]) -> None:
    """Ask the managers for another member wherever the panel of these interviews is too small now."""
    unfit = unfit_panels(timezone.now()).filter(pk__in=interviews.values("pk"))
    for interview in unfit.select_related("application__applicant", "application__round"):
        letters.panel_unfit(interview.application, interview=interview)


def _settle(application: Application, choice: Slot | Meeting) -> Interview:
    """Fix the interview at a slot or at a time of its own, and write to the panel: those who sit there, and who did."""
    if isinstance(choice, Slot):
        choice = _take(choice, application)
    else:
        _agree(choice, application)
    before = interview_of(application)
    were = list(before.panel.all()) if before and before.at > timezone.now() else []
    interview = _keep(application, choice)
    letters.panel_invited(application, interview=interview, members=choice.panel)
    if before is not None:
        before.sequence = interview.sequence
        released = [one for one in were if one not in choice.panel]
        letters.panel_cancelled(application, interview=before, members=released)
    return interview


def _take(slot: Slot, application: Application) -> Meeting:
    """Take a slot by a conditional UPDATE and give back the one held; raises SlotTaken."""
    both = Slot.objects.filter(Q(pk=slot.pk) | Q(taken_by=application)).order_by("pk")
    list(both.select_for_update())  # in one order, so that two who swap do not wait for each other
    fits = free_slots(application, timezone.now()).filter(pk=slot.pk).exists()
    Slot.objects.filter(taken_by=application).update(taken_by=None)
    if not fits or not Slot.objects.filter(pk=slot.pk, taken_by__isnull=True).update(taken_by=application):
        raise SlotTaken
    slot.refresh_from_db()
    return Meeting(slot.at, slot.minutes, slot.place, slot.online_link, list(slot.panel.all()))


def _agree(meeting: Meeting, application: Application) -> None:
    """Keep a time agreed otherwise as a slot of its own, taken from the first; the slot held moves along.

    It may lie outside the round's window: it is agreed with one applicant. Raises UnfitPanel, UnfitTime.
    """
    in_turn(application.round)
    check_panel(application.round, meeting.panel)
    free = set(free_panel(application).filter(pk__in=[one.pk for one in meeting.panel]))
    for member in meeting.panel:
        if member not in free:
            text = _("%(name)s has a conflict of interest with this applicant. Choose somebody else.")
            raise UnfitPanel(text % {"name": member})
    held = Slot.objects.filter(taken_by=application).first()
    check_time(meeting, besides=held.pk if held else None)
    slot, _made = Slot.objects.update_or_create(
        taken_by=application, defaults={"round": application.round, **meeting.fields}
    )
    slot.panel.set(meeting.panel)


def _keep(application: Application, meeting: Meeting) -> Interview:
    """Write the interview down, for calendars one version on."""
    known = Interview.objects.filter(application=application)
    fields = {**meeting.fields, "missed_at": None, "cancelled_at": None}
    if not known.update(sequence=F("sequence") + 1, **fields):
        Interview.objects.create(application=application, **fields)
    interview = known.get()
    interview.panel.set(meeting.panel)
    return interview


@transaction.atomic
def remind_booking(application: Application, *, due_on: date) -> None:
    """Remind an invited applicant to choose a time, once a milestone."""
    letters.booking_due(application, due_on=due_on)


@transaction.atomic
def remind_interview(interview: Interview) -> None:
    """Remind the applicant and the panel of an interview on the next working day, once."""
    letters.interview_due(interview.application, interview=interview)
