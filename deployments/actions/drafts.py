"""A request is written part by part, kept as it is typed, and sent or thrown away by whoever wrote it.

One that lies is thrown away by itself, after a reminder.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from deployments import letters
from deployments.actions.requests import make_request
from deployments.models import RequestDraft, SupportRequest
from directory.models import Person

Typed = Mapping[str, list[str]]


@transaction.atomic
def begin_draft(*, by: Person, part: str, typed: Typed) -> RequestDraft:
    """Begin to write a request with the answers to one part. Who may: `make_request`."""
    return RequestDraft.objects.create(person=by, answers=dict(typed), parts={part: RequestDraft.COMPLETED})


@transaction.atomic
def keep_draft(draft: RequestDraft, *, part: str, typed: Typed, completed: bool) -> None:
    """Keep what was typed into one part, right or wrong; only `completed` answers count as judged.

    Who may: whoever writes it. Of a request that was sent nothing is kept.
    """
    fresh = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.request_id is None:
        fresh.answers |= dict(typed)
        fresh.parts[part] = RequestDraft.COMPLETED if completed else RequestDraft.STARTED
        fresh.save(update_fields=["answers", "parts", "saved_at"])
    draft.refresh_from_db()


@transaction.atomic
def reopen_draft(draft: RequestDraft, parts: Iterable[str]) -> None:
    """Call parts no longer completed, because what they say cannot be sent any more."""
    fresh = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    fresh.parts |= dict.fromkeys(parts, RequestDraft.STARTED)
    fresh.save(update_fields=["parts"])
    draft.refresh_from_db()


@transaction.atomic
def send_draft(draft: RequestDraft, *, by: Person, **answers: Any) -> SupportRequest:
    """Send what was written, once: pressed again, it returns the same request. The draft is emptied.

    Who may: whoever wrote it.
    """
    fresh = RequestDraft.objects.select_for_update().get(pk=draft.pk)
    if fresh.request is not None:
        return fresh.request
    fresh.request = make_request(by=by, **answers)
    fresh.answers = {}
    fresh.save(update_fields=["request", "answers", "saved_at"])
    return fresh.request


def discard_draft(draft: RequestDraft) -> None:
    """Throw a draft away that was not sent. Who may: whoever wrote it."""
    RequestDraft.objects.unsent().filter(pk=draft.pk).delete()


@transaction.atomic
def remind_of_draft(draft: RequestDraft, due_on: date) -> None:
    """Remind whoever writes it of a draft that lies, once for the day it was due, and say until when it is kept."""
    letters.request_unfinished(draft, due_on=due_on)


@transaction.atomic
def forget_draft(draft: RequestDraft) -> bool:
    """Throw a draft away that nobody sent or changed in time; say whether it was.

    Runs by itself. Somebody may have typed in it since it was found: then nothing happens.
    """
    rows = RequestDraft.objects.filter(pk=draft.pk, request=None, saved_at=draft.saved_at)
    return bool(rows.delete()[0])
