"""What a panel member finds: what they may score, their own sheets, others' once theirs are in."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from casework.models import Entry
from designation.lifecycle import APPLICATION
from designation.models import Application, Criterion, Interview, PanelSeat, Round, Score
from designation.models.conflicts import Member, any_conflict
from directory.calendar import add_working_days
from directory.models import Person

A = Application.State
# In which states the panel scores what.
OPEN = {Score.Stage.SHORTLIST: (A.SUBMITTED,), Score.Stage.INTERVIEW: (A.INVITED, A.INTERVIEWED)}


def stage_of(application: Application) -> Score.Stage | None:
    """Return what the panel may score now: the written application, the interview, or nothing."""
    return next((stage for stage, states in OPEN.items() if application.state in states), None)


def met(now: datetime) -> Any:
    """Return the condition that the panel has something to score: an interview's sheet opens when it begins."""
    standing = Interview.objects.filter(missed_at__isnull=True, cancelled_at__isnull=True, at__lte=now)
    return ~Q(state=A.INVITED) | Q(Exists(standing.filter(application=OuterRef("pk"))))


def interviewed() -> Exists:
    """Return the condition that an interview of the application was held, before an appeal too."""
    kind = ContentType.objects.get_for_model(Application)
    return Exists(Entry.objects.filter(content_type=kind, object_id=OuterRef("pk"), step="interview"))


def is_to_decide() -> Q:
    """Return the condition that a decision may be prepared: of upheld appeals only after an interview.

    Whoever was kept from the interview is invited to it first.
    """
    prepares = APPLICATION.steps["prepare"].sources
    return Q(state__in=prepares) & (~Q(state=A.UPHELD) | Q(interviewed()))


def criteria_of(application: Application) -> list[Criterion]:
    """Return what the panel scores, in its order: what it was sent in under, else what counts today."""
    kept = Q(applications=application)
    today = Q(role_type=application.role_type_id, retired_at__isnull=True)
    has_kept = Criterion.objects.filter(applications=application)
    judged_by = Criterion.objects.filter(kept | today & ~Exists(has_kept))
    return list(judged_by.distinct().order_by("position", "pk"))


def criteria_by(applications: Iterable[Application]) -> dict[int, list[Criterion]]:
    """Return what the panel scores of many applications, by key: `criteria_of` for each (2 queries)."""
    asked = {one.pk: one.role_type_id for one in applications}
    kept: dict[int, set[int]] = {}
    for pk, criterion in Application.criteria.through.objects.filter(application__in=asked).values_list(
        "application_id", "criterion_id"
    ):
        kept.setdefault(pk, set()).add(criterion)
    named = Q(pk__in=set().union(*kept.values()))
    today = Q(role_type__in=set(asked.values()), retired_at__isnull=True)
    every = list(Criterion.objects.filter(named | today).order_by("position", "pk"))
    return {
        pk: [one for one in every if one.pk in kept[pk]]
        if pk in kept
        else [one for one in every if one.role_type_id == role_type and not one.retired_at]
        for pk, role_type in asked.items()
    }


def conflicts_of(person: Person, applications: list[Application]) -> dict[int, str]:
    """Return, by application, the conflict that keeps this person from judging it; see `models.conflicts` (1 query)."""
    rows = Application.objects.filter(pk__in=[one.pk for one in applications]).with_conflict(person)
    return dict(rows.exclude(conflict="").order_by().values_list("pk", "conflict"))


def free_panel(application: Application) -> QuerySet[Person]:
    """Return the members of the round's panel whom no conflict of interest keeps from this applicant."""
    every = Application.objects.order_by()
    held = every.filter(any_conflict(every, Member(path="pk")), pk=application.pk)
    return Person.objects.filter(~Exists(held), panel_seats__round=application.round_id)


def must_declare(person: Person, application: Application) -> bool:
    """Say whether a member must go through the list of applicants once more before they score this one (1 query).

    So it is for every application sent in after they last declared their conflicts of interest.
    """
    seat = PanelSeat.objects.filter(person=person, round=application.round_id)
    return not seat.filter(declared_at__gte=application.submitted_at).exists()


def undeclared(seat: PanelSeat) -> QuerySet[Application]:
    """Return applications of the seat's round sent in since its holder last declared, but for their own conflicts."""
    rows = Application.objects.filter(round=seat.round_id).read_by_panel(seat.person)
    late = Q(submitted_at__gt=seat.declared_at) if seat.declared_at else Q()
    return rows.filter(late, state__in=[state for states in OPEN.values() for state in states])


def sheet_of(application: Application, assessor: Person, stage: str) -> dict[int, Score]:
    """Return an assessor's own scores of one application by criterion."""
    scores = Score.objects.filter(application=application, assessor=assessor, stage=stage)
    return {score.criterion_id: score for score in scores}


def others_scores(application: Application, person: Person, stage: str) -> list[Score]:
    """Return the scores sent in by others, each with `is_outdated`: nothing before one's own are in."""
    sent = Score.objects.marked().filter(application=application, stage=stage)
    rows = list(sent.select_related("assessor", "criterion").order_by("criterion__position", "assessor_id"))
    if not any(score.assessor_id == person.pk for score in rows):
        return []
    return [score for score in rows if score.assessor_id != person.pk]


def resubmitted(applications: QuerySet[Application]) -> dict[int, datetime]:
    """Return, by application, when it last came back after more was asked for (1 query)."""
    kind = ContentType.objects.get_for_model(Application)
    back = Entry.objects.filter(content_type=kind, step="resubmit", object_id__in=applications.values("pk"))
    return dict(back.values("object_id").annotate(last=Max("at")).values_list("object_id", "last"))


def came_back_after(application: Application, at: datetime) -> bool:
    """Say whether the application came back with answers after a moment (1 query)."""
    back = resubmitted(Application.objects.filter(pk=application.pk)).get(application.pk)
    return back is not None and back > at


def progress_of(round_: Round, stage: str) -> list[Any]:
    """Return the round's seats with how far each is: `scored`, `still`, `apart` (conflicts), `last_at` (1 query)."""
    here = Application.objects.filter(round=OuterRef("round")).exclude(state__in=[A.DRAFT, A.WITHDRAWN])
    sent = Score.objects.counting().filter(
        stage=stage, assessor=OuterRef("person"), application__round=OuterRef("round")
    )
    done = Score.objects.counting().filter(
        application=OuterRef("pk"), assessor=OuterRef(OuterRef("person")), stage=stage
    )
    free = here.filter(met(timezone.now())).order_by().free_of(Member(path="person"))
    apart = here.order_by().filter(any_conflict(Application.objects.order_by(), Member(path="person")))
    seats = round_.seats.select_related("person").annotate(
        scored=_count(sent.order_by(), "assessor", Count("application", distinct=True)),
        still=_count(free.filter(~Exists(done), state__in=OPEN[Score.Stage(stage)]), "round", Count("pk")),
        apart=_count(apart, "round", Count("pk")),
        last_at=Subquery(sent.order_by("-submitted_at").values("submitted_at")[:1]),
    )
    return list(seats.order_by("pk"))


# Working days after the day by which scores are due (before it when negative) on which members are reminded.
REMINDED = (-3, 1)
LATE = timedelta(days=14)  # a reminder held up longer than that is not sent any more


def sheets_due(on: date) -> Iterator[tuple[PanelSeat, date, int]]:
    """Yield members with sheets still open whose reminder falls due, with the day it counts for and how many are open.

    Three working days before the scores are due and the working day after; of the two the last that has passed.
    """
    for round_ in Round.objects.filter(scores_by__gte=on - LATE, scores_by__lte=on + LATE):
        by = cast(date, round_.scores_by)
        passed = [day for day in (add_working_days(by, days) for days in REMINDED) if day <= on]
        for seat in progress_of(round_, Score.Stage.SHORTLIST) if passed else []:
            if seat.still:
                yield seat, passed[-1], seat.still


def _count(rows: QuerySet, by: str, what: Count) -> Coalesce:
    return Coalesce(Subquery(rows.values(by).annotate(n=what).values("n")), 0, output_field=IntegerField())


def sheets_begun(seat: PanelSeat) -> int:
    """Return how many sheets of the round a member has begun and not sent in (1 query)."""
    drafts = Score.objects.filter(
        assessor=seat.person_id, application__round=seat.round_id, submitted_at=None
    )
    return drafts.order_by().values("application", "stage").distinct().count()
