"""What managers do with rounds: plan, change, copy, seat the panel, give somebody more time."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from casework.models import Channel
from designation import letters
from designation.actions.interviews import ask_for_members, let_go
from designation.actions.refusals import (
    EarlierThanGranted,
    EarlierThanPromised,
    NotForYourself,
    SeatInUse,
    TooShort,
)
from designation.lifecycle import APPLICATION
from designation.models import Application, Extension, Interview, PanelSeat, Round, Score
from directory.models import Person

MANY = ("role_types", "areas_wanted")


@transaction.atomic
def plan_round(fields: Mapping[str, Any], *, by, copied: Round | None = None) -> Round:
    """Plan a new round; one copied from an earlier takes over its panel, who declare their conflicts anew."""
    fields = dict(fields)
    many = {name: fields.pop(name) for name in MANY if name in fields}
    round_ = Round.objects.create(**fields)
    _set(round_, many)
    if copied is not None:
        for seat in copied.seats.filter(person__is_active=True):
            PanelSeat.objects.create(round=round_, person=seat.person, is_alliance_head=seat.is_alliance_head)
    return round_


def _set(round_: Round, many: Mapping[str, Any]) -> None:
    for name, chosen in many.items():
        getattr(round_, name).set(chosen)


@transaction.atomic
def change_round(round_: Round, fields: Mapping[str, Any], *, by) -> None:
    """Change a round; when it closes later than announced, everybody with a draft is told.

    Raises EarlierThanPromised when a round that has opened would close earlier than it said.
    """
    fields = dict(fields)
    fresh = Round.objects.select_for_update().get(pk=round_.pk)
    before, closes_at = fresh.closes_at, fields.get("closes_at", fresh.closes_at)
    if closes_at < before and fresh.opens_at <= timezone.now():
        raise EarlierThanPromised(fresh)
    _set(fresh, {name: fields.pop(name) for name in MANY if name in fields})
    for name, value in fields.items():
        setattr(fresh, name, value)
    fresh.save()
    if closes_at > before and fresh.opens_at <= timezone.now():
        for draft in fresh.applications.filter(state=Application.State.DRAFT).select_related("applicant"):
            letters.round_extended(draft)
    round_.refresh_from_db()


@transaction.atomic
def seat(round_: Round, person: Person, *, by, is_alliance_head: bool) -> PanelSeat:
    """Put somebody on the panel of a round, or change whether they sit there as a head of the alliance."""
    seat_, is_new = PanelSeat.objects.get_or_create(
        round=round_, person=person, defaults={"is_alliance_head": is_alliance_head}
    )
    if is_new:
        letters.panel_seated(seat_)
    elif seat_.is_alliance_head != is_alliance_head:
        seat_.is_alliance_head = is_alliance_head
        seat_.save()
        ask_for_members(Interview.objects.filter(panel=person, application__round=round_))
    return seat_


@transaction.atomic
def unseat(seat_: PanelSeat, *, by) -> None:
    """Take somebody off a panel and its interviews ahead; raises SeatInUse once they have sent in scores."""
    sent = Score.objects.filter(assessor=seat_.person_id, application__round=seat_.round_id)
    if sent.filter(submitted_at__isnull=False).exists():
        raise SeatInUse(seat_)
    sent.delete()
    let_go(seat_.person, Interview.objects.filter(application__round=seat_.round_id))
    seat_.delete()


@transaction.atomic
def extend(
    round_: Round, person: Person, *, by, until: datetime, reason: str, channel: str = Channel.PORTAL
) -> Extension:
    """Give one person more time in a round and tell them; their draft, if there is one, notes it in its history.

    Raises TooShort unless `until` lies ahead and after the round closes for everybody, EarlierThanGranted where they
    have longer already, NotForYourself.
    """
    if person == by:
        raise NotForYourself
    if until <= max(round_.closes_at, timezone.now()):
        raise TooShort(round_)
    standing = Extension.objects.select_for_update().filter(round=round_, person=person).first()
    if standing is not None and until < standing.until:
        raise EarlierThanGranted(standing)
    granted = {"until": until, "reason": reason, "granted_by": by, "granted_at": timezone.now()}
    extension, _is_new = Extension.objects.update_or_create(round=round_, person=person, defaults=granted)
    drafts = round_.applications.filter(applicant=person, state=Application.State.DRAFT)
    for draft in drafts:
        APPLICATION.advance(draft, "extend", by=by, channel=channel, note=reason, private=True)
    letters.deadline_extended(extension)
    return extension
