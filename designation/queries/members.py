"""How one reader stands to one application: what keeps them from judging it, and what of theirs is done."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from casework.models import Entry
from designation.models import Application, Interview, PanelSeat, PendingDecision, Round, Score
from designation.models.conflicts import Member, any_conflict
from designation.queries.panel import OPEN, interviewed, met
from directory.models import Person, Post
from directory.rules import is_manager


class Standing(NamedTuple):
    """What the rules and pages ask about a reader and an application: one query, and one more where they conflict."""

    sits: bool = False  # on the panel of its round
    interviews: bool = False  # on the panel of this applicant's own interview
    conflict: str = ""  # the name of what keeps them from judging it
    has_declared: bool = False  # their conflicts of interest, since it came in
    has_scored: bool = False  # sent in their sheet of the stage that is open
    is_outdated: bool = False  # sent it in before the application came back with answers
    is_met: bool = False  # an interview has begun, or is not what is scored now
    is_prepared: bool = False  # a decision waits that nobody was told
    competes: bool = False  # applies in the same round, were it with a draft
    may_leave: bool = False  # a manager, and another one is there whom nothing keeps from it
    was_interviewed: bool = False  # the applicant, before an appeal too
    back_at: datetime | None = None  # when it came back after more was asked for

    @property
    def is_assessor(self) -> bool:
        return self.sits and not self.conflict


def standing_of(person: Person, application: Application) -> Standing:
    """Return how a reader stands to an application; asked once for a person as they were read, like their posts."""
    known, key = _known(person), (application.pk, application.state)
    if key not in known:
        known[key] = _asked(person, application)
    return known[key]


def _known(person: Person) -> dict[tuple[int, str], Standing]:
    if not hasattr(person, "standings"):
        setattr(person, "standings", {})  # noqa: B010 - the person of a request is wrapped, and this reaches inside
    return getattr(person, "standings")  # noqa: B009


def _asked(person: Person, application: Application) -> Standing:
    sent_in = Application.objects.exclude(state=Application.State.DRAFT).filter(pk=application.pk)
    asked = [name for name in Standing._fields if name != "may_leave"]
    row = _with_facts(sent_in.order_by(), person).values(*asked).first()
    if row is None:
        return Standing()
    # Long to ask, and of a conflict alone: whether another manager is free.
    is_kept = bool(row["conflict"]) and is_manager(person)
    return Standing(**row, may_leave=is_kept and sent_in.filter(_others_free(person)).exists())


def with_standing(rows: QuerySet[Application], person: Person) -> QuerySet[Any]:
    """Return applications each with how a reader stands to it; see `Standing`."""
    may_leave = Q(_others_free(person)) if is_manager(person) else Value(False)
    return _with_facts(rows, person).annotate(may_leave=may_leave)


def _with_facts(rows: QuerySet[Application], person: Person) -> QuerySet[Any]:
    """Add all but `may_leave`."""
    seats = PanelSeat.objects.filter(person=person, round=OuterRef("round"))
    scored = Score.objects.filter(application=OuterRef("pk"), assessor=person, submitted_at__isnull=False)
    back = Entry.objects.filter(
        content_type=ContentType.objects.get_for_model(Application), object_id=OuterRef("pk"), step="resubmit"
    )
    open_now: Any = Q(pk__in=[])
    for stage, states in OPEN.items():
        open_now |= Q(state__in=states) & Exists(scored.filter(stage=stage))
    named: QuerySet[Any] = rows.with_conflict(person)  # type: ignore[attr-defined]
    asked_again = named.annotate(back_at=Subquery(back.order_by("-at").values("at")[:1]))
    before = scored.filter(stage=Score.Stage.SHORTLIST, submitted_at__lt=OuterRef("back_at"))
    return asked_again.annotate(
        sits=Exists(seats),
        interviews=Exists(Interview.objects.filter(application=OuterRef("pk"), panel=person)),
        has_declared=Exists(seats.filter(declared_at__gte=OuterRef("submitted_at"))),
        has_scored=open_now,
        is_outdated=Q(state=Application.State.SUBMITTED) & Exists(before),
        is_met=met(timezone.now()),
        is_prepared=Exists(PendingDecision.objects.filter(application=OuterRef("pk"))),
        was_interviewed=interviewed(),
        competes=Exists(_competing().filter(applicant=person, round=OuterRef("round"))),
    )


def applies_in(person: Person, round_: int) -> bool:
    """Say whether a person competes in this round, were it with a draft (1 query, asked once)."""
    return _once(
        person, ("applies", round_), lambda: _competing().filter(applicant=person, round=round_).exists()
    )


def with_candidacy(rounds: QuerySet[Round], person: Person) -> QuerySet[Any]:
    """Return rounds that know whether the person applies in them (`is_candidate`), so that no page asks twice."""
    return rounds.annotate(is_candidate=Exists(_competing().filter(applicant=person, round=OuterRef("pk"))))


def managers_of(application: Application) -> list[Person]:
    """Return the managers who look after a case now: those nothing keeps from it, else all who do not compete."""
    free = list(_free_managers(application.pk, application.round_id))
    return free or list(_managers().exclude(pk__in=_rivals(application.round_id)))


def leaves(person: Person) -> Q:
    """Return the condition on an application under which a manager leaves it to others; see `rules.stands_back`."""
    every = Application.objects.order_by()
    competes = Exists(_competing().filter(applicant=person, round=OuterRef("round")))
    return Q(competes) | any_conflict(every, Member(person)) & Q(_others_free(person))


def decided_by(rows: QuerySet[Application], person: Person) -> QuerySet[Any]:
    """Return those of these applications about which this manager decides: not their own, none they leave to others."""
    return rows.exclude(applicant=person).filter(~leaves(person))


def is_left_by(person: Person) -> Any:
    """Return what to annotate to an application: whether this person is a manager who leaves it to others."""
    if not is_manager(person):
        return Value(False)
    return Case(When(leaves(person), then=Value(True)), default=Value(False), output_field=BooleanField())


def _others_free(person: Person) -> Exists:
    """Return the condition on an application that another manager is there whom nothing keeps from it."""
    free = _free_managers(OuterRef(OuterRef("pk")), OuterRef(OuterRef("round")))
    return Exists(free.exclude(pk=person.pk))


def _managers() -> QuerySet[Person]:
    posts = Post.objects.on(timezone.localdate()).confirmed().filter(role=Post.Role.ALLIANCE_MANAGER)
    return Person.objects.filter(is_active=True, pk__in=posts.values("person"))


def _rivals(round_: Any) -> QuerySet:
    return _competing().filter(round=round_).values("applicant")


def _free_managers(application: Any, round_: Any) -> QuerySet[Person]:
    """Return managers whom nothing keeps from a case, given by its key and its round's, in a subquery as OuterRef."""
    every = Application.objects.order_by()
    held = every.filter(any_conflict(every, Member(path="pk")), pk=application)
    return _managers().filter(~Exists(held)).exclude(pk__in=_rivals(round_))


def _competing() -> QuerySet[Application]:
    return Application.objects.competing(timezone.now()).order_by()


def _once(person: Person, key: Any, ask: Callable[[], bool]) -> bool:
    known: Any = _known(person)
    if key not in known:
        known[key] = ask()
    return known[key]


def remember_standing(person: Person, row: Any) -> None:
    """Keep how a reader stands to an application that was read `with_standing`: nobody asks again."""
    _known(person)[row.pk, row.state] = Standing(*(getattr(row, name) for name in Standing._fields))
