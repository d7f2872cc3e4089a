"""Interviews: which times are free for whom, who sits where, and what is due."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.models import Entry
from designation.models import Application, Interview, PanelSeat, Round, Score, Slot
from designation.models.conflicts import Member
from designation.queries.panel import free_panel
from directory.calendar import add_working_days, is_working_day
from directory.models import Person

# Ours: product specification, part 3, asks for reminders without saying when.
BOOKING_DAYS = (3, 5)  # working days after the invitation at which an applicant without a time is reminded
LEAST_PANEL = 2  # product specification, part 3: a panel of at least two with one head of the alliance
LONGEST = timedelta(minutes=240)  # a CHECK holds that no slot is longer
A = Application.State


def midnight(day: date) -> datetime:
    """Return the first moment of a day in London."""
    return timezone.make_aware(datetime.combine(day, time.min))


def free_slots(application: Application, at: datetime) -> QuerySet[Slot]:
    """Return the round's slots from tomorrow on that nobody has taken and whose whole panel may judge this applicant.

    Not today's: the panel is reminded the day before. A member who left the panel of the round bars the slot too.
    """
    tomorrow = midnight(timezone.localdate(at) + timedelta(days=1))
    rows = Slot.objects.filter(round=application.round_id, taken_by__isnull=True, at__gte=tomorrow)
    barred = Slot.panel.through.objects.exclude(person_id__in=free_panel(application).values("pk"))
    return rows.exclude(pk__in=barred.values("slot_id"))


def choices_of(round_: Round, applications: QuerySet[Application]) -> dict[int, int]:
    """Return, by application, among how many free slots of the round it may choose; see `free_slots`.

    Three queries, and one for each member who sits in a free slot.
    """
    tomorrow = midnight(timezone.localdate() + timedelta(days=1))
    free = Slot.objects.filter(round=round_, taken_by__isnull=True, at__gte=tomorrow).prefetch_related(
        "panel"
    )
    panels = [list(slot.panel.all()) for slot in free]
    seated = set(round_.seats.values_list("person_id", flat=True))
    members = {one for panel in panels for one in panel if one.pk in seated}
    may = {one: set(applications.free_of(Member(one)).values_list("pk", flat=True)) for one in members}  # type: ignore[attr-defined]
    everybody = applications.values_list("pk", flat=True)
    return {pk: sum(all(pk in may.get(one, ()) for one in panel) for panel in panels) for pk in everybody}


def clashes(
    panel: Sequence[Person], at: datetime, minutes: int, *, besides: int | None = None
) -> list[tuple[Person, Slot]]:
    """Return which of these people sit elsewhere meanwhile, each with the slot, taken or free, of any round.

    `besides` is the slot being moved. Back to back is no clash. Two queries.
    """
    ends = at + timedelta(minutes=minutes)
    near = Slot.objects.filter(at__lt=ends, at__gt=at - LONGEST, panel__in=panel).exclude(pk=besides or 0)
    there = [slot for slot in near.distinct().prefetch_related("panel") if slot.ends_at > at]
    return [(one, slot) for slot in there for one in slot.panel.all() if one in panel]


def standing() -> QuerySet[Interview]:
    """Return the interviews still to be kept, or held: neither missed nor cancelled."""
    return Interview.objects.filter(missed_at__isnull=True, cancelled_at__isnull=True)


def interview_of(application: Application) -> Interview | None:
    """Return the interview that stands for an application (1 query)."""
    return standing().filter(application=application).first()


def unfit_panels(at: datetime) -> QuerySet[Interview]:
    """Return the interviews ahead whose panel is too small by now: under two members, or no head of the alliance.

    Members count who still sit on the round's panel; whoever declared a conflict of interest is off already.
    """
    return _too_small(PanelSeat.objects.all(), at)


def left_with(seat: PanelSeat, at: datetime) -> list[Any]:
    """Return the interviews ahead of a member of a round's panel, the next first (1 query).

    Each says `falls_short`: its panel is fit now and would not be once the member had left.
    """
    mine = standing().filter(panel=seat.person_id, application__round=seat.round_id, at__gt=at)
    rows = mine.annotate(falls_short=Exists(unfit_without(seat, at).filter(pk=OuterRef("pk"))))
    return list(rows.select_related("application__applicant", "application__round").order_by("at", "pk"))


def unfit_without(seat: PanelSeat, at: datetime) -> QuerySet[Interview]:
    """Return the interviews ahead whose panel is fit and would not be once this member had left the round's panel."""
    theirs = _too_small(PanelSeat.objects.exclude(pk=seat.pk), at).filter(panel=seat.person_id)
    return theirs.filter(application__round=seat.round_id).exclude(pk__in=unfit_panels(at).values("pk"))


def _too_small(all_seats: QuerySet[PanelSeat], at: datetime) -> QuerySet[Interview]:
    """Return the interviews ahead that these seats leave with too small a panel."""
    seats = all_seats.filter(round=OuterRef("application__round"), person__interviews=OuterRef("pk"))
    sitting = seats.order_by().values("round").annotate(n=Count("pk")).values("n")
    ahead = standing().filter(at__gt=at, application__state=A.INVITED)
    rows = ahead.annotate(sitting=Coalesce(Subquery(sitting), 0))
    return rows.filter(Q(sitting__lt=LEAST_PANEL) | ~Exists(seats.filter(is_alliance_head=True)))


def with_invited_at(rows: QuerySet[Application]) -> QuerySet[Any]:
    """Return applications each with `invited_at`, the moment of the latest invitation."""
    kind = ContentType.objects.get_for_model(Application)
    asked = Entry.objects.filter(content_type=kind, object_id=OuterRef("pk"), step="invite").order_by("-at")
    return rows.annotate(invited_at=Coalesce(Subquery(asked.values("at")[:1]), F("state_at")))


def without_a_time() -> QuerySet[Any]:
    """Return invited applicants who have not chosen a time, each with `invited_at`."""
    theirs = standing().filter(application=OuterRef("pk"))
    return with_invited_at(Application.objects.filter(~Exists(theirs), state=A.INVITED))


def bookings_due(on: date) -> Iterator[tuple[Application, date]]:
    """Yield invited applicants who have not chosen although a time is free, with the last milestone they passed."""
    rows = without_a_time().select_related("applicant", "round", "role_type", "school")
    for application in rows.filter(invited_at__date__lte=on - timedelta(days=BOOKING_DAYS[0])):
        invited_on = timezone.localdate(application.invited_at)
        days = [add_working_days(invited_on, count) for count in BOOKING_DAYS]
        passed = [day for day in days if day <= on]
        if passed and free_slots(application, timezone.now()).exists():
            yield application, passed[-1]


def interviews_due(on: date) -> QuerySet[Interview]:
    """Return the interviews after this working day up to the next one: each is reminded of once, the day before."""
    last = add_working_days(on, 1)
    begin, end = midnight(on + timedelta(days=1)), midnight(last + timedelta(days=1))
    rows = standing().filter(application__state=A.INVITED, at__gte=begin, at__lt=end)
    return rows.select_related("application__applicant", "application__role_type", "application__round")


def interviews_of(person: Person) -> QuerySet[Interview]:
    """Return the interviews on whose panel the person sits, the next on top, those without an outcome (4 queries).

    `is_scored` says whether their own sheet is in, `sits` whether they may score: who left the round's panel may not.
    What a conflict declared later bars them from is left out.
    """
    sheets = Score.objects.filter(
        application=OuterRef("application"), assessor=person, stage="interview", submitted_at__isnull=False
    )
    rows = standing().filter(panel=person, application__state__in=[A.INVITED, A.INTERVIEWED])
    rows = rows.filter(application__in=Application.objects.visible_to(person))
    rows = rows.select_related("application__applicant", "application__school", "application__role_type")
    seats = PanelSeat.objects.filter(round=OuterRef("application__round"), person=person)
    rows = rows.annotate(is_scored=Exists(sheets), sits=Exists(seats))
    return rows.prefetch_related("panel", "application__references")


def slots_of(round_: Round) -> QuerySet[Any]:
    """Return the round's slots in the order of time, with who has taken them and who sits there (2 queries).

    `is_unfit` says that the interview held then has too small a panel by now.
    """
    unfit = unfit_panels(timezone.now()).filter(application=OuterRef("taken_by"))
    rows = Slot.objects.filter(round=round_).select_related("taken_by__applicant", "taken_by__interview")
    return rows.annotate(is_unfit=Exists(unfit)).prefetch_related("panel").order_by("at", "pk")


def days_off(times: Sequence[datetime]) -> list[date]:
    """Return those days of a series that are no working days: allowed, but to be pointed out."""
    return [day for day in sorted({timezone.localdate(at) for at in times}) if not is_working_day(day)]
