"""A visit is written up: both halves in one sitting and one transaction; drafts are kept as they were typed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils import timezone

from casework.lifecycle import StepNotOpen
from casework.models import Channel
from deployments.actions import hold_visit, note_progress
from deployments.models import Objective, Visit
from directory.models import Person
from evaluations import letters
from evaluations.models import ObjectiveProgress, VisitAction, VisitEvaluation, VisitRecord


class Agreed(NamedTuple):
    """One action agreed on a visit: what, who, and by when if that was said."""

    text: str
    who: str
    by_on: date | None = None


class Stand(NamedTuple):
    """How one objective stands: red, amber, green or none, with a short note."""

    objective: Objective
    progress: str
    note: str = ""


@transaction.atomic
def keep_record(visit: Visit, *, by: Person, typed: Mapping[str, Sequence[str]]) -> None:
    """Keep what the leader has typed so far, word for word; a filed record is left alone."""
    draft = VisitRecord.objects.filter(visit=visit, sent_at__isnull=True)
    if not draft.update(author=by, typed=typed):
        VisitRecord.objects.get_or_create(visit=visit, defaults={"author": by, "typed": typed})


@transaction.atomic
def file_visit(
    visit: Visit,
    *,
    by: Person,
    channel: str = Channel.PORTAL,
    record: Mapping[str, Any],
    evaluation: Mapping[str, Any],
    agreed: Iterable[Agreed] = (),
    done: Iterable[VisitAction] = (),
    stands: Iterable[Stand] = (),
) -> VisitRecord:
    """File the record and the confidential evaluation of a visit; a planned visit is thereby held.

    Who may: the leader who went. `record` and `evaluation` are fields of their models. Raises StepNotOpen when it was
    filed before or the visit did not take place, Obstacle when its day has not come.
    """
    if visit.state == Visit.State.PLANNED:
        # First, so that the visit's row is ours until we are done; the school is asked in the record's letter.
        hold_visit(visit, by=by, channel=channel, tell=False)
    filed = _file_record(visit, by, dict(record))
    for position, action in enumerate(agreed, start=1):
        VisitAction.objects.create(record=filed, position=position, **action._asdict())
    pks = [action.pk for action in done]
    VisitAction.objects.filter(pk__in=pks, done_on__isnull=True).update(done_on=visit.on, done_in=filed)
    _note_progress(filed, stands)
    written = VisitEvaluation.objects.create(visit=visit, by=by, **evaluation)
    letters.visit_recorded(visit, record=filed)
    letters.visit_evaluated(visit, record=filed, evaluation=written)
    return filed


def _file_record(visit: Visit, by: Person, fields: dict[str, Any]) -> VisitRecord:
    """Turn the draft into the record by one conditional UPDATE, or begin it; of two at once one succeeds."""
    if visit.state not in Visit.HAPPENED:
        raise StepNotOpen(visit, "hold")
    focus = fields.pop("focus", ())
    whole = fields | {"author": by, "typed": {}, "sent_at": timezone.now()}
    if not VisitRecord.objects.filter(visit=visit, sent_at__isnull=True).update(**whole):
        try:
            with transaction.atomic():
                VisitRecord.objects.create(visit=visit, **whole)
        except IntegrityError:
            raise StepNotOpen(visit, "hold")
    record = VisitRecord.objects.get(visit=visit)
    record.focus.set(focus)
    return record


def _note_progress(record: VisitRecord, stands: Iterable[Stand]) -> None:
    """Keep how each objective stood that day; the objective itself shows the newest visit."""
    visit = record.visit
    later = VisitRecord.objects.sent().filter(visit__deployment=visit.deployment_id, visit__on__gt=visit.on)
    is_newest = not later.exists()
    for stand in stands:
        ObjectiveProgress.objects.create(record=record, **stand._asdict())
        if is_newest:
            note_progress(stand.objective, stand.progress, on=visit.on, visit=visit)


@transaction.atomic
def reply_to_record(record: VisitRecord, *, by: Person, reply: str, channel: str = Channel.PORTAL) -> bool:
    """Reply for the school to a filed record, once; say whether this was the reply that counted.

    Who may: the school's contact or one of its leaders; the leader is told.
    """
    open_ones = VisitRecord.objects.sent().filter(pk=record.pk, replied_at__isnull=True)
    if not open_ones.update(reply=reply, replied_by=by, replied_at=timezone.now()):
        return False
    record.refresh_from_db()
    letters.record_replied(record.visit, record=record)
    return True


def remind_of_record(visit: Visit, on: date) -> None:
    """Remind the leader of a visit not yet written up; `on` is the day the reminder stands for, and it goes once."""
    letters.record_due(visit, on=on)
