"""What a person must do now about applications: one query for these, for interviews and for appeals alike."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from casework.lifecycle import Task
from designation.models import Application, Extension, Reference, Score, Slot
from designation.queries.appeals import appeal_facts, appeal_tasks
from designation.queries.home.underway import UNDER_WAY
from designation.queries.interviews import standing, unfit_panels, with_invited_at
from directory.models import Person
from directory.rules import is_manager

A = Application.State
READ = (
    "pk", "state", "answer_by", "applicant_id", "applicant__first_name", "applicant__last_name",
    "round_id", "round__name", "round__name_cy", "round__closes_at", "round__scores_by", "round__interviews_from",
    "role_name", "role_name_cy", "role_type__name", "role_type__name_cy",
)  # fmt: skip
OF_MANAGERS = (A.SUBMITTED, A.SHORTLISTED, A.INVITED, A.INTERVIEWED, A.UPHELD, A.RETURNED, A.APPEALED)


def asking(person: Person) -> list[Any]:
    """Return the applications that may ask something of this person, with the facts that say what (one query).

    One row an application, by round and state: the same row may be theirs to score and theirs to decide.
    """
    facts = _facts(person, timezone.now())
    wanted = Q(applicant=person, state__in=[A.DRAFT, *UNDER_WAY]) | Q(hears=True)
    wanted |= Q(reads=True) & (Q(state=A.SUBMITTED, has_scored=False) | Q(sits=True))
    if is_manager(person):
        wanted |= ~Q(applicant=person) & Q(state__in=OF_MANAGERS)
    rows = with_invited_at(Application.objects.annotate(**facts)).filter(wanted)
    ordered = rows.order_by("round__closes_at", "round_id", "state", "pk")
    return list(ordered.values_list(*READ, "invited_at", *facts, named=True))


def _facts(person: Person, now: datetime) -> dict[str, Any]:
    """Return what to annotate: the own deadline, the interview and its panel, the scores sent in, the appeal."""
    own = Extension.objects.filter(person=person, round=OuterRef("round")).values("until")[:1]
    theirs = standing().filter(application=OuterRef("pk"))
    free = Slot.objects.filter(round=OuterRef("round"), taken_by__isnull=True, at__gt=now).order_by()
    missing = Reference.objects.filter(application=OuterRef("pk"), state="requested").order_by()
    sheets = Score.objects.counting().filter(application=OuterRef("pk"), assessor=person)
    return {
        "own_until": Subquery(own),
        "reads": Q(pk__in=Application.objects.read_by_panel(person).values("pk")),
        "has_scored": Exists(sheets.filter(stage="shortlist")),
        "has_scored_interview": Exists(sheets.filter(stage="interview")),
        "at": Subquery(theirs.values("at")[:1]),
        "sits": Exists(theirs.filter(panel=person)),
        "is_unfit": _is_unfit(person, now),
        "missing": Coalesce(Subquery(missing.values("application").annotate(n=Count("pk")).values("n")), 0),
        "free": Coalesce(Subquery(free.values("round").annotate(n=Count("pk")).values("n")), 0),
        **appeal_facts(Application, person),
    }


def _is_unfit(person: Person, now: datetime) -> Any:
    """Whether the panel of the interview is too small, and this person is a manager, who chooses another member."""
    if not is_manager(person):
        return Value(False)
    return Exists(unfit_panels(now).filter(application=OuterRef("pk")))


def is_to_manage(row: Any, person: Person) -> bool:
    """Say whether what waits for managers in a row waits for this one: not their own, not left to others."""
    return row.applicant_id != person.pk and not row.is_left


def application_tasks(rows: list[Any], person: Person, on: date) -> Iterator[Task]:
    """Own drafts and questions, applications to score, appeals; for managers what is to decide and what is late."""
    for row in rows:
        if row.applicant_id == person.pk:
            yield from _of_applicant(row)
    yield from map(_score_task, _by_round(rows, _is_to_score))
    if is_manager(person):
        others = [row for row in rows if is_to_manage(row, person)]
        yield from map(_late_task, _by_round(others, lambda row: _is_late(row, on)))
        yield from map(_decision_task, _by_round(others, _is_to_decide))
    for row in rows:
        name = f"{row.applicant__first_name} {row.applicant__last_name}".strip()
        yield from appeal_tasks(row, Application(pk=row.pk, applicant_id=row.applicant_id), name, person)


def _by_round(rows: Iterable[Any], wanted: Callable[[Any], bool]) -> Iterator[list[Any]]:
    """Yield the rows that are wanted, those of one round and state together."""
    for _key, group in groupby(filter(wanted, rows), key=lambda row: (row.round_id, row.state)):
        yield list(group)


def _is_to_score(row: Any) -> bool:
    return row.state == A.SUBMITTED and row.reads and not row.has_scored


def _is_late(row: Any, on: date) -> bool:
    return row.state == A.RETURNED and row.answer_by < on


def _is_to_decide(row: Any) -> bool:
    """Whatever waits in its state; who is invited only once the interview has begun."""
    if row.state == A.INVITED:
        return row.at is not None and row.at <= timezone.now()
    return row.state in (A.SUBMITTED, A.SHORTLISTED, A.INTERVIEWED, A.UPHELD)


def _of_applicant(row: Any) -> Iterator[Task]:
    url = reverse("designation:application-tasks", args=[row.pk])
    closes_at = max(row.round__closes_at, row.own_until or row.round__closes_at)
    if row.state == A.DRAFT and closes_at > timezone.now():
        yield Task(_("Finish your application"), url, timezone.localdate(closes_at), _round_of(row))
    if row.state == A.RETURNED:
        title = _("Answer what we ask about your application")
        yield Task(title, url, row.answer_by, _round_of(row))


def _late_task(rows: list[Any]) -> Task:
    """Applications whose answers did not come by their day: leads to the first of a round, says how many there are."""
    title = ngettext(
        "Decide on %(count)d application without the answers asked for",
        "Decide on %(count)d applications without the answers asked for",
        len(rows),
    )
    url = reverse("designation:application-detail", args=[rows[0].pk])
    due_on = min(row.answer_by for row in rows)
    return Task(title % {"count": len(rows)}, url, due_on, _round_of(rows[0]))


def _round_of(row: Any) -> str:
    return (get_language() == "cy" and row.round__name_cy) or row.round__name


def _score_task(rows: list[Any]) -> Task:
    title = ngettext("Score %(count)d application", "Score %(count)d applications", len(rows))
    url = reverse("designation:round-panel", args=[rows[0].round_id])
    due_on = rows[0].round__scores_by or rows[0].round__interviews_from
    return Task(title % {"count": len(rows)}, url, due_on, _round_of(rows[0]))


def _decision_task(rows: list[Any]) -> Task:
    count = len(rows)
    titles = {
        A.SUBMITTED: ngettext("Shortlist %(count)d application", "Shortlist %(count)d applications", count),
        A.SHORTLISTED: ngettext(
            "Invite %(count)d applicant to interview", "Invite %(count)d applicants to interview", count
        ),
        A.INVITED: ngettext("Record %(count)d interview", "Record %(count)d interviews", count),
        A.INTERVIEWED: ngettext(
            "Decide %(count)d application after interview",
            "Decide %(count)d applications after interview",
            count,
        ),
        A.UPHELD: ngettext(
            "Go on with %(count)d upheld appeal", "Go on with %(count)d upheld appeals", count
        ),
    }
    url = reverse("designation:round-panel", args=[rows[0].round_id])
    title = titles[A(rows[0].state)] % {"count": count}
    return Task(title, url, rows[0].round__interviews_from, _round_of(rows[0]))
