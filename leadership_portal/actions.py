"""What managers do with posts and with what is owed, and the letters that go out in the same transaction."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

import structlog
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import letters
from casework.models import Letter
from deployments import actions as deployments
from designation import actions as designation
from designation.models import Application, Reference
from directory.actions import posts
from directory.calendar import is_working_day
from directory.models import Person, Post
from evaluations import actions as evaluations
from leadership_portal.owed import Kind, Owed, still_owed

log = structlog.get_logger(__name__)
HELD, LET_GO = "held", "let go"  # what the log of the administration keeps


def _tell(name: str, to: Person, **context: Any) -> None:
    letters.post_notice(f"accounts/{name}", to, to.email, context=context)


@transaction.atomic
def confirm_post(post: Post, *, by: Person, at: datetime) -> None:
    """Confirm a post and tell its holder what the portal will ask of them. Raises PostDecided."""
    row = posts.confirm_post(post, by=by, at=at)
    _tell("post_confirmed", row.person, post=row, url=settings.SITE_URL + reverse("home"))


@transaction.atomic
def reject_post(post: Post, *, by: Person, reason: str) -> None:
    """Reject a post and tell whoever named it why; a reference asked of its holder for it is set aside, given or not.

    Raises PostDecided.
    """
    named_by, url = post.named_by, settings.SITE_URL + reverse("home")
    asked = list(_open_references(post))
    posts.reject_post(post, by=by)
    for reference in asked:
        designation.set_aside(reference, by=by, reason=reason)
    if named_by is not None and not asked:
        _tell("post_rejected", named_by, post=post, reason=reason, url=url)


def _open_references(post: Post) -> QuerySet[Reference]:
    """Return what whoever named the post asked of its holder, and what still counts in an open application."""
    waits = Q(state=Reference.State.REQUESTED)
    counts = Q(state=Reference.State.GIVEN, application__state__in=Application.UNDECIDED)
    return Reference.objects.asked_as(post).filter(waits | counts)


@transaction.atomic
def correct_address(post: Post, *, by: Person, email: str) -> None:
    """Correct the address of a post nobody confirmed yet; the reference that waits for it is asked at the right one.

    The link sent to the wrong address is dead from now. Raises PostDecided, and ValidationError for an address that
    may not be.
    """
    asked = list(Reference.objects.asked_as(post).filter(state=Reference.State.REQUESTED))
    row = posts.correct_address(post, by=by, email=email)
    try:
        for reference in asked:
            designation.correct(reference, by=by, name=str(row.person), email=row.person.email)
    except designation.Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal


@transaction.atomic
def name_delegate(post: Post, *, by: Person, delegate: Person, starts_on: date, ends_on: date) -> None:
    """Name a delegate and tell them for what and for how long; see `directory.actions.posts.name_delegate`."""
    delegation = posts.name_delegate(post, by=by, delegate=delegate, starts_on=starts_on, ends_on=ends_on)
    _tell("delegate_named", delegate, delegation=delegation, by=by, url=settings.SITE_URL + reverse("home"))


@transaction.atomic
def retry_letter(letter: Letter, *, by: Person) -> bool:
    """Put a letter that failed or was held back into the queue, due now; say whether it was still there to move."""
    stuck = Letter.objects.filter(pk=letter.pk, status__in=[Letter.Status.FAILED, Letter.Status.HELD])
    again = {"status": Letter.Status.WAITING, "send_after": timezone.now(), "attempts": 0, "error": ""}
    moved = bool(stuck.update(**again, leased_until=None))
    _keep_trace(letter, by, LET_GO, moved=moved)
    return moved


@transaction.atomic
def hold_letter(letter: Letter, *, by: Person) -> bool:
    """Keep a waiting letter back until a manager lets it go; say whether it was still waiting."""
    waiting = Letter.objects.filter(pk=letter.pk, status=Letter.Status.WAITING)
    moved = bool(waiting.update(status=Letter.Status.HELD))
    _keep_trace(letter, by, HELD, moved=moved)
    return moved


def _keep_trace(letter: Letter, by: Person, what: str, *, moved: bool) -> None:
    """Write into the administration's log who held a letter back or let it go, in the same transaction."""
    log.info("letter_moved", what=what, letter=letter.pk, by=by.pk, moved=moved)
    if moved:
        LogEntry.objects.log_actions(by.pk, [letter], CHANGE, change_message=what, single_object=True)


class NotToday(Exception):
    """Nobody is reminded on a day that is no working day."""


def remind_owed(keys: Iterable[tuple[Kind, int]], *, by: Person, on: date) -> tuple[list[Owed], list[str]]:
    """Remind those who owe these answers, each once a day; return who was reminded, and why others were not.

    Who may: managers. Each in a transaction of its own, as things stand now: what was answered meanwhile, and whoever
    was reminded today, is left alone. Raises NotToday on a day that is no working day.
    """
    if not is_working_day(on):
        raise NotToday(_("Today is no working day, so nobody is reminded. Try again on the next one."))
    reminded, left_alone = [], []
    for kind, pk in keys:
        with transaction.atomic():
            found = still_owed(kind, pk, on, by)
            why_not = _why_not(found[0] if found else None, on)
            if found and not why_not:
                REMIND[kind](found[1], on)
                reminded.append(found[0])
            else:
                left_alone.append(why_not)
    return reminded, left_alone


def _why_not(owed: Owed | None, on: date) -> str:
    if owed is None:
        return _("Answered meanwhile.")
    named = {"case": owed.case.reference}
    if not owed.people:
        return _("%(case)s: nobody at the school could be asked. Confirm the head's post first.") % named
    return _("%(case)s: reminded today already.") % named if owed.was_reminded_on(on) else ""


REMIND: dict[Kind, Callable[[Any, date], object]] = {
    Kind.CONSENT: deployments.remind,
    Kind.CONFIRMATION: deployments.remind_to_confirm,
    Kind.CHANGE_CONFIRMATION: deployments.remind_to_confirm,
    Kind.ACKNOWLEDGEMENT: deployments.remind_school,
    Kind.FACILITATION: deployments.remind_of_facilitation,
    Kind.DECISION: deployments.remind_of_dispute,
    Kind.EVALUATION: evaluations.remind_of_evaluation,
    Kind.QUERY: deployments.remind_of_query,
    Kind.CHANGE: deployments.remind_of_variation,
    Kind.CONCERN: deployments.remind_of_concern,
    Kind.MIDPOINT: deployments.remind_of_midpoint,
    Kind.RECORD: evaluations.remind_of_record,
}
