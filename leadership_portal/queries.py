"""What the home page finds: what a person must do now, and what changed since they were last here."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Case as SqlCase
from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.lifecycle import Lifecycle, Task
from casework.models import Case, Entry, Letter
from casework.templatetags.casework import sentence_of
from deployments import queries as deployments
from deployments.models import Audience, Deployment, SupportRequest, TermBudget
from designation import queries as designation
from designation.lifecycle import INTERNAL
from designation.models import Designation
from directory.models import Person, Post
from directory.rules import is_manager
from evaluations import queries as evaluations

LATER = date.max
MONTH = timedelta(days=31)
TERM = timedelta(days=150)  # no term of school is longer


class Change(NamedTuple):
    """One line of "since you were last here": what happened, when, on which case and where to read it."""

    at: datetime
    text: str
    reference: str
    url: str


class Counts(NamedTuple):
    """How the alliance stands today, for its managers."""

    to_confirm: int
    leaders: int
    requests: int
    under_way: int
    watched: int
    watched_requests: int
    left_behind: int


def tasks_of(person: Person, on: date, *, to_confirm: int = 0, found: list[Task] | None = None) -> list[Task]:
    """Return everything that awaits this person, the earliest due first, what has no date last.

    `found` are the tasks of designation where they were asked for already, together with what is under way.
    """
    asked = ASKED if found is None else [ask for ask in ASKED if ask is not designation.awaiting]
    tasks = [*_of_the_directory(person, to_confirm), *(found or ())]
    tasks += [task for ask in asked for task in ask(person, on)]
    return sorted(tasks, key=lambda task: task.due_on or LATER)


def _of_the_directory(person: Person, to_confirm: int) -> Iterator[Task]:
    """Yield what is wanted of oneself, and for managers the posts to confirm, counted before."""
    if not (person.first_name and person.last_name):
        about = _("It stands on letters and certificates.")
        yield Task(_("Tell us your name"), reverse("profile"), None, about)
    if to_confirm:
        title = ngettext("Confirm %(count)d post", "Confirm %(count)d posts", to_confirm)
        about = _("Somebody was named as head or chair of governors.")
        yield Task(title % {"count": to_confirm}, reverse("posts"), None, about)


ASKED = [designation.awaiting, deployments.awaiting, evaluations.awaiting]


def alliance_counts(manager: Person, on: date) -> Counts:
    """Return a manager's figures; all counts in one query."""
    counted = {
        "to_confirm": Post.objects.filter(confirmed_at__isnull=True),
        "leaders": Designation.objects.active(),
        "requests": SupportRequest.objects.filter(state=SupportRequest.State.OPEN),
        "under_way": Deployment.objects.underway(),
        "watched": deployments.watched_deployments(manager, on),
        "watched_requests": deployments.watched_requests(),
        "left_behind": deployments.who_left_cases_behind(on),
    }
    row = ContentType.objects.order_by("pk").values(**{name: _count(rows) for name, rows in counted.items()})
    return Counts(**(row.first() or dict.fromkeys(counted, 0)))


def followed(counts: Counts) -> Iterator[Task]:
    """Yield what a manager follows beside the work itself: cases to hand over, the watch list."""
    if counts.left_behind:
        yield deployments.handover_task(counts.left_behind)
    if watched := counts.watched + counts.watched_requests:
        yield deployments.watch_task(watched)


def _count(rows: QuerySet) -> Coalesce:
    ones = rows.order_by().annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(ones), 0)


def budgets_of(person: Person, on: date) -> list[TermBudget]:
    """Return the half days out this term: one's own, and for heads their school's and its leaders'; one query."""
    schools = person.authority.school_ids(*Post.HEADS)
    mine = Q(designation__person=person) | Q(school__in=schools) | Q(designation__home_school__in=schools)
    begun = TermBudget.objects.filter(mine, term_starts_on__lte=on, term_starts_on__gt=on - TERM)
    rows = list(begun.select_related("school", "designation__person").order_by("school_id", "pk"))
    newest = max((row.term_starts_on for row in rows), default=None)
    return sorted((row for row in rows if row.term_starts_on == newest), key=lambda row: row.school_id or 0)


def changes_for(person: Person, since: datetime, now: datetime, *, most: int = 8) -> list[Change]:
    """Return what others did since then on cases this person sees, newest first and at most a month back.

    One query however many cases there are: each kind of case narrows itself by `visible_to`.
    """
    kinds = ContentType.objects.get_for_models(*Lifecycle.of_model)  # one query where none is remembered yet
    models = {kind: model for model, kind in kinds.items()}
    entries = (
        Entry.objects.filter(at__gt=max(since, now - MONTH), audience="")
        .exclude(by=person)
        .exclude(step__in=INTERNAL)
    )
    # Managers read what is hushed, but not about themselves.
    entries = entries.exclude(_hushed(models, of=person if is_manager(person) else None))
    entries = entries.filter(_seen_by(person, models)).annotate(reference=_reference_of(models))
    return [_change_of(entry, models) for entry in entries.order_by("-at", "-pk")[:most]]


def _visible(model: type[Case], person: Person) -> QuerySet:
    return model._default_manager.visible_to(person).order_by()  # type: ignore[attr-defined]


def _seen_by(person: Person, models: dict[ContentType, Any]) -> Q:
    seen = Q(pk__in=[])
    for kind, model in models.items():
        seen |= Q(content_type=kind, object_id__in=_visible(model, person).values("pk"))
    return seen


def letters_open_to(manager: Person) -> QuerySet[Letter]:
    """Return the letters a manager may read: none about a case that judges them, or that they leave to another.

    Nor what leader and school write to each other, but where a letter could not be delivered: somebody must see to it.
    """
    kept = Q(pk__in=[])
    for model, cases in (designation.kept_from(manager) | deployments.kept_from(manager)).items():
        kept |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=cases.values("pk"))
    between = Q(audience=Audience.LEADER_AND_SCHOOL) & ~Q(status=Letter.Status.FAILED)
    return Letter.objects.exclude(kept & Q(object_id__isnull=False)).exclude(between)


def _hushed(models: dict[ContentType, Any], *, of: Person | None) -> Q:
    """Return the entries that fell silent with the state their case is in now; `of` narrows to one person's cases."""
    silent = Q(pk__in=[])
    for kind, model in models.items():
        for state, steps in Lifecycle.of_model[model].hushed.items():
            rows = model._base_manager.filter(_about(model, of), state=state).values("pk")
            silent |= Q(content_type=kind, step__in=steps, object_id__in=rows)
    return silent


def _about(model: Any, person: Person | None) -> Q:
    """Return the condition that a case is about this person, as applicant or leader; about anybody for None."""
    if person is None:
        return Q()
    names = {field.name for field in model._meta.fields}
    paths = {"applicant": "applicant", "designation": "designation__person"}
    path = next((paths[name] for name in paths if name in names), "deployment__designation__person")
    return Q(**{path: person})


def _reference_of(models: dict[ContentType, Any]) -> SqlCase:
    named = [
        When(content_type=kind, then=Subquery(_row(model).values("reference")))
        for kind, model in models.items()
    ]
    return SqlCase(*named, output_field=CharField())


def _row(model: type[Case]) -> QuerySet:
    return model._base_manager.filter(pk=OuterRef("object_id"))


def _change_of(entry: Any, models: dict[ContentType, Any]) -> Change:
    """Say an entry as its case's own timeline says it; the case itself need not be read for that."""
    case = models[ContentType.objects.get_for_id(entry.content_type_id)](pk=entry.object_id)
    return Change(entry.at, sentence_of(entry, case), entry.reference, case.get_absolute_url())
