"""What managers do with the interview times of a round: add, change, remove; and what makes a time fit."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.models import Channel
from casework.templatetags.casework import day, moment
from designation.actions.refusals import SlotTaken, UnfitPanel, UnfitTime
from designation.models import Round, Slot
from designation.queries.interviews import LEAST_PANEL, clashes
from directory.models import Person


class Meeting(NamedTuple):
    """When, how long in minutes, where or by which link, and with whom."""

    at: datetime
    minutes: int = 45
    place: str = ""
    online_link: str = ""
    panel: Sequence[Person] = ()

    @property
    def fields(self) -> dict[str, object]:
        """What a row keeps of it; the panel is a table of its own."""
        return {
            "at": self.at,
            "minutes": self.minutes,
            "place": self.place,
            "online_link": self.online_link,
        }


@transaction.atomic
def add_slots(
    round_: Round,
    *,
    by,
    times: Sequence[datetime],
    minutes: int,
    panel: Sequence[Person],
    place: str = "",
    online_link: str = "",
    channel: str = Channel.PORTAL,
) -> list[Slot]:
    """Offer interview times of so many minutes with one panel; all of them or, when one does not fit, none.

    Raises UnfitPanel, and UnfitTime outside the round's interview window or while a member sits elsewhere.
    """
    in_turn(round_)
    check_panel(round_, panel)
    return [_add(round_, Meeting(at, minutes, place, online_link, panel), by) for at in times]


def _add(round_: Round, meeting: Meeting, by: Person) -> Slot:
    check_window(round_, meeting.at)
    check_time(meeting)
    slot = Slot(round=round_, **meeting.fields)
    _written_by(by, slot).save()
    slot.panel.set(meeting.panel)
    return slot


@transaction.atomic
def change_slot(
    slot: Slot,
    *,
    by,
    at: datetime,
    minutes: int,
    panel: Sequence[Person],
    place: str = "",
    online_link: str = "",
    channel: str = Channel.PORTAL,
) -> None:
    """Change a time nobody has taken; one that is taken moves by `reschedule`, which tells everybody.

    Raises SlotTaken, UnfitPanel, UnfitTime.
    """
    in_turn(slot.round)
    meeting = Meeting(at, minutes, place, online_link, panel)
    check_panel(slot.round, panel)
    check_window(slot.round, at)
    check_time(meeting, besides=slot.pk)
    if not Slot.objects.filter(pk=slot.pk, taken_by__isnull=True).update(**meeting.fields):
        raise SlotTaken
    slot.panel.set(panel)
    slot.refresh_from_db()
    _written_by(by, slot).save(update_fields=[*meeting.fields])


@transaction.atomic
def remove_slot(slot: Slot, *, by, channel: str = Channel.PORTAL) -> None:
    """Take away a time nobody has taken. Raises SlotTaken."""
    free = Slot.objects.select_for_update().filter(pk=slot.pk, taken_by__isnull=True).first()
    if free is None:
        raise SlotTaken
    _written_by(by, free).delete()


def _written_by(by: Person, slot: Slot) -> Slot:
    """Have the history of the time say who adds, changes or removes it."""
    slot._history_user = by  # type: ignore[attr-defined]
    return slot


def in_turn(round_: Round) -> None:
    """Let managers plan one after the other, so that two at once cannot seat one member twice."""
    Round.objects.select_for_update().get(pk=round_.pk)


def check_panel(round_: Round, panel: Sequence[Person]) -> None:
    """Raise UnfitPanel unless there are two members of the round's panel or more, one a head of the alliance."""
    seats = {seat.person_id: seat for seat in round_.seats.filter(person__in=panel)}
    outside = [one for one in panel if one.pk not in seats]
    if outside:
        raise UnfitPanel(_("%(name)s is not on the panel of this round.") % {"name": outside[0]})
    if len(seats) < LEAST_PANEL:
        raise UnfitPanel(_("Choose at least two members for the panel."))
    if not any(seat.is_alliance_head for seat in seats.values()):
        raise UnfitPanel(_("Choose at least one member who is a head of an alliance school."))


def check_window(round_: Round, at: datetime) -> None:
    """Raise UnfitTime outside the days the round has set for interviews."""
    on, first, last = timezone.localdate(at), round_.interviews_from, round_.interviews_to
    if first and on < first:
        text = _("%(on)s is before the interviews of this round begin, on %(first)s.")
        raise UnfitTime(text % {"on": day(on), "first": day(first)})
    if last and on > last:
        text = _("%(on)s is after the last day for interviews of this round, %(last)s.")
        raise UnfitTime(text % {"on": day(on), "last": day(last)})


def check_time(meeting: Meeting, *, besides: int | None = None) -> None:
    """Raise UnfitTime in the past, and while a member of the panel sits in another slot (`besides` this one)."""
    if meeting.at <= timezone.now():
        raise UnfitTime(
            _("%(at)s has passed. The interview must be in the future.") % {"at": moment(meeting.at)}
        )
    for member, slot in clashes(meeting.panel, meeting.at, meeting.minutes, besides=besides):
        text = _("%(name)s has another interview time then: %(at)s, %(minutes)d minutes.")
        raise UnfitTime(text % {"name": member, "at": moment(slot.at), "minutes": slot.minutes})
