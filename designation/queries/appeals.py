"""Appeals: who may hear one and who may not, and which of them wait for whom."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from casework.models import Entry
from designation.models import (
    Appeal,
    Application,
    Conflict,
    Designation,
    Interview,
    Moderation,
    PanelSeat,
    PendingDecision,
    Reference,
    Score,
)
from designation.models.appeals import assign_by, decide_by
from designation.models.conflicts import Member, any_conflict
from designation.queries.decisions import last_day_to_appeal
from designation.queries.members import is_left_by
from directory.models import Person, Post
from directory.rules import is_manager

# The steps by which somebody decided, or took part in deciding, what is appealed against.
DECIDING = (
    "shortlist", "sift_out", "moderate", "prepare", "interview", "designate", "reserve", "reject",
    "suspend", "withdraw", "reinstate",
)  # fmt: skip


def last_day_for(case: Application | Designation, on: date) -> date | None:
    """Return until when a decision taken on a day may be appealed against; None where an appeal was heard before.

    Each withdrawal of a designation may be: only one whose appeal was upheld can be withdrawn again.
    """
    if isinstance(case, Designation):
        return last_day_to_appeal(on)
    read = case._state.fields_cache  # read with the case, it is not asked for again
    is_heard = bool(read["appeal"]) if "appeal" in read else Appeal.objects.of(case).exists()
    return None if is_heard else last_day_to_appeal(on)


def appellant_of(case: Application | Designation) -> Person:
    """Return who may appeal against what was decided about a case."""
    return case.applicant if isinstance(case, Application) else case.person


def kept_out(case: Application | Designation) -> dict[str, Q]:
    """Return the conditions on a person under which they must not hear an appeal about a case.

    Whoever decided before, scored, interviewed, moderated, referred, or stands too near: same school or trust, or
    what else is a conflict of interest for the panel.
    """
    decided = Entry.objects.of(case).filter(step__in=DECIDING, by__isnull=False)
    if isinstance(case, Application):
        return {"decided": Q(pk__in=decided.values("by")), **_kept_out_of_application(case)}
    near = {"near": Q(pk__in=_colleagues(case).values("person"))}
    return {"own": Q(pk=case.person_id), "decided": Q(pk__in=decided.values("by")), **near}


def _kept_out_of_application(application: Application) -> dict[str, Q]:
    moderated = Moderation.objects.filter(application=application)
    prepared = PendingDecision.objects.filter(application=application)
    scored = Score.objects.filter(application=application)
    interviewed = Interview.panel.through.objects.filter(interview__application=application)
    asked = Reference.objects.filter(application=application)
    this = Application._base_manager.filter(pk=application.pk)
    conflict = any_conflict(Application.objects.order_by(), Member(path="pk"))
    return {
        "own": Q(pk=application.applicant_id),
        "took_part": Q(pk=application.decided_by_id or 0)
        | Q(pk__in=moderated.values("by"))
        | Q(pk__in=prepared.values("by")),
        "scored": Q(pk__in=scored.values("assessor")),
        "interviewed": Q(pk__in=interviewed.values("person")),
        "reference": Q(pk__in=asked.values("referee")),
        "near": Q(Exists(this.filter(conflict))),
    }


def _colleagues(designation: Designation) -> QuerySet[Post]:
    """Return today's posts at the schools the leader belongs to, and at schools of the same trusts."""
    today = Post.objects.on(timezone.localdate()).filter(school__isnull=False)
    theirs = today.filter(person=designation.person_id)
    trusts = theirs.filter(school__trust__isnull=False)
    return today.filter(
        Q(school=designation.home_school_id)
        | Q(school__in=theirs.values("school"))
        | Q(school__trust__in=trusts.values("school__trust"))
        | Q(school__trust__isnull=False, school__trust__schools=designation.home_school_id)
    )


def sentence_of(ground: str) -> str:
    """Say why somebody may not hear an appeal."""
    return {
        "closed": _("Their account is closed."),
        "own": _("The appeal is their own."),
        "decided": _("They took part in the decision."),
        "took_part": _("They took part in the decision."),
        "scored": _("They scored this application."),
        "interviewed": _("They were on the panel of the interview."),
        "reference": _("They were asked for a reference."),
        "near": _("They have a conflict of interest: the same school or trust, for example."),
    }[ground]


def free_to_hear(case: Application | Designation) -> QuerySet[Person]:
    """Return everybody nothing keeps from hearing an appeal about a case."""
    people = Person.objects.filter(is_active=True)
    for condition in kept_out(case).values():
        people = people.filter(~condition)
    return people


def why_not_to_hear(case: Application | Designation, person: Person) -> str:
    """Return in a sentence why this person may not hear an appeal about the case; nothing when they may (1 query)."""
    grounds = {"closed": Q(is_active=False), **kept_out(case)}
    named = [When(condition, then=Value(ground)) for ground, condition in grounds.items()]
    row = Person.objects.filter(pk=person.pk).annotate(
        ground=Case(*named, default=Value(""), output_field=CharField())
    )
    found = row.values_list("ground", flat=True).get()
    return sentence_of(found) if found else ""


def usual_hearers(case: Application | Designation) -> QuerySet[Person]:
    """Return the panel members of any round and the alliance's managers who may hear an appeal about the case."""
    held = Post.objects.on(timezone.localdate()).confirmed().filter(role=Post.Role.ALLIANCE_MANAGER)
    usual = Q(pk__in=PanelSeat.objects.values("person")) | Q(pk__in=held.values("person"))
    return free_to_hear(case).filter(usual).order_by("last_name", "first_name", "pk")


def heads_among(people: QuerySet[Person]) -> set[int]:
    """Return those among these people who sit on a panel as head of an alliance school."""
    seats = PanelSeat.objects.filter(person__in=people.order_by(), is_alliance_head=True)
    return set(seats.values_list("person_id", flat=True))


def read_appeal(case: Application | Designation) -> None:
    """Read with a case who hears its appeal, for its page; without an appeal nothing is asked (1 query).

    The appeal itself is best read with the case: `select_related("appeal")`.
    """
    lodged = getattr(case, "appeal", None)
    free = Q(pk__in=free_to_hear(case).values("pk"))
    case.__dict__["hearers_read"] = list(lodged.hearers.annotate(is_free=free)) if lodged else []


def read_people(application: Application) -> None:
    """Read with an application who hears its appeal and who declared a conflict of interest (1 query at most).

    As `read_appeal` does, and for managers besides: `declared_read`, as the members wrote it.
    """
    lodged = getattr(application, "appeal", None)
    hears = Appeal.hearers.through.objects.filter(appeal=lodged, person=OuterRef("pk"))
    theirs = Conflict.objects.filter(application=application, member=OuterRef("pk"))
    wrote = {f"declared_{name}": Subquery(theirs.values(name)) for name in ("pk", "kind", "note")}
    free = Q(pk__in=free_to_hear(application).values("pk"))
    people = Person.objects.annotate(hears=Exists(hears), is_free=free, **wrote)
    concerned = people.filter(Q(hears=True) | Q(declared_pk__isnull=False))
    found: list[Any] = list(concerned) if lodged or getattr(application, "is_declared", True) else []
    declared = sorted((one for one in found if one.declared_pk), key=lambda one: one.declared_pk)
    application.__dict__ |= {
        "hearers_read": [one for one in found if one.hears],
        "declared_read": [
            Conflict(member=one, kind=one.declared_kind, note=one.declared_note) for one in declared
        ],
    }


def appeal_of(case: Application | Designation) -> Appeal | None:
    """Return the appeal about a case: as it was read for the page, else as it is now (1 query)."""
    if "hearers_read" in case.__dict__:
        return getattr(case, "appeal", None)
    return Appeal.objects.of(case).first()


def was_chosen(person: Person, case: Application | Designation) -> bool:
    """Say whether the person was chosen to hear the appeal about a case, decided or not (1 query at most)."""
    if "hearers_read" in case.__dict__:
        return person in case.__dict__["hearers_read"]
    return Appeal.objects.of(case).filter(hearers=person).exists()


def may_hear(person: Person, case: Application | Designation) -> bool:
    """Say whether the person was chosen to hear the open appeal about a case, and nothing keeps them from it now.

    One query at most; none while the state of the case says that nobody appeals, or once it was read for the page.
    """
    if case.state not in (Application.State.APPEALED, Designation.State.WITHDRAWN):
        return False
    if "hearers_read" in case.__dict__:
        lodged = getattr(case, "appeal", None)
        free = [one for one in case.__dict__["hearers_read"] if one.is_free]
        return lodged is not None and lodged.is_open and person in free
    mine = Appeal.objects.open().of(case)
    return free_to_hear(case).filter(pk=person.pk, appeals_to_hear__in=mine).exists()


def appeal_facts(model: type[Application] | type[Designation], person: Person) -> dict[str, Any]:
    """Return what to annotate to cases: when the open appeal was lodged, whether this person or anybody hears it.

    `is_left` says of an application that this person is a manager who leaves it to others.
    """
    lodged = Appeal.objects.open().filter(**{model.NOUN: OuterRef("pk")})
    return {
        "lodged_at": Subquery(lodged.values("lodged_at")[:1]),
        "hears": Exists(lodged.filter(hearers=person)),
        "is_heard": Exists(lodged.filter(hearers__isnull=False)),
        "is_left": is_left_by(person) if model is Application else Value(False),
    }


def appeal_waits(person: Person) -> Q:
    """Return the condition under which the appeal about an annotated case waits for this person."""
    hears, unheard = Q(hears=True), Q(lodged_at__isnull=False, is_heard=False)
    return hears | unheard if is_manager(person) else hears


def appeal_tasks(row: Any, case: Application | Designation, name: str, person: Person) -> Iterator[Task]:
    """Yield the appeal about one annotated case to whoever hears it, and to others' managers while nobody does."""
    if row.lodged_at is None:
        return
    lodged_on = timezone.localdate(row.lodged_at)
    if row.hears:
        title = _("Hear the appeal of %(name)s") % {"name": name}
        yield Task(title, case.get_absolute_url(), decide_by(lodged_on))
    elif is_manager(person) and not (row.is_heard or row.is_left or _is_own(case, person)):
        title = _("Choose who hears the appeal of %(name)s") % {"name": name}
        yield Task(title, case.page("assign"), assign_by(lodged_on))


def _is_own(case: Application | Designation, person: Person) -> bool:
    """Say whether the person is who the case is about."""
    whose = case.applicant_id if isinstance(case, Application) else case.person_id
    return whose == person.pk
