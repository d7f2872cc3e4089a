"""Letters are delivered later by a sweep with lease and retry, each unless it is no longer due by then."""

import re
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from casework.letters.texts import texts_of
from casework.models import Case, Letter

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=1)
GIVE_UP = timedelta(hours=24)
METHOD = re.compile(r"^METHOD:(REQUEST|CANCEL)\r?$", re.MULTILINE)

_still_due: dict[str, Callable[[Case], bool]] = {}


def while_due(name: str, is_due: Callable[[Case], bool]) -> None:
    """Declare when the letter `name` is still due; asked once more just before delivery."""
    _still_due[name] = is_due


def deliver_due(*, at: datetime | None = None, most: int = 200) -> int:
    """Send the letters that are due and return how many left; safe to run twice at once.

    Each letter is leased by itself: whoever is killed holds up one letter, for a minute.
    """
    now, sent = at or timezone.now(), 0
    for _turn in range(most):
        letter = _lease(now)
        if letter is None:
            break
        sent += deliver(letter, now)
    return sent


def _lease(at: datetime) -> Letter | None:
    """Take the letter that has waited longest for this run alone, or nothing when none is due."""
    with transaction.atomic():
        due = Letter.objects.due(at).select_related("to", "link__person").order_by("send_after", "pk")
        if connection.features.has_select_for_update_skip_locked:
            due = due.select_for_update(skip_locked=True, of=("self",))
        letter = due.first()
        if letter is not None:
            Letter.objects.filter(pk=letter.pk).update(leased_until=at + LEASE)
    return letter


def deliver(letter: Letter, at: datetime) -> bool:
    """Send one leased letter, or drop it when it is no longer due; say whether it left."""
    try:
        if not _is_still_due(letter):
            _finish(letter, status=Letter.Status.DROPPED)
            return False
        _send(letter)
    except smtplib.SMTPRecipientsRefused as refused:
        code, reason = next(iter(refused.recipients.values()))
        return _put_off(letter, at, f"{code} {reason!r}", for_good=code >= 500)
    except smtplib.SMTPResponseException as answer:
        return _put_off(
            letter, at, f"{answer.smtp_code} {answer.smtp_error!r}", for_good=answer.smtp_code >= 500
        )
    except Exception as broken:  # noqa: BLE001 - whatever is wrong with one letter must not hold up the others
        return _put_off(letter, at, str(broken), for_good=False)
    body = "" if letter.wipe else letter.body
    _finish(letter, status=Letter.Status.SENT, sent_at=at, body=body, error="")
    return True


def _is_still_due(letter: Letter) -> bool:
    is_due = _still_due.get(letter.name)
    return is_due is None or (letter.case is not None and is_due(letter.case))


def _send(letter: Letter) -> None:
    text, html = texts_of(letter, reveal=True)
    message = EmailMultiAlternatives(letter.subject, text, to=[letter.address], connection=get_connection())
    message.extra_headers = {
        "Message-ID": letter.message_id,
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
    }
    message.attach_alternative(html, "text/html")
    if letter.calendar:
        _enclose_calendar(message, letter.calendar)
    message.send()


def _enclose_calendar(message: EmailMultiAlternatives, calendar: str) -> None:
    """Enclose a calendar entry twice, as the big calendars do and expect.

    Gmail and Outlook act on the alternative part, whose type must name the METHOD written in the entry; Apple's
    and others' programs offer the attached file.
    """
    method = METHOD.search(calendar)
    if method is None:
        raise ValueError("A calendar entry in a letter says by METHOD what is to be done with it")
    message.extra_headers["Content-Class"] = "urn:content-classes:calendarmessage"
    message.attach_alternative(calendar, f"text/calendar; method={method[1]}")
    message.attach("invite.ics", calendar.encode(), "application/ics")


def _finish(letter: Letter, **fields) -> None:
    Letter.objects.filter(pk=letter.pk, status=Letter.Status.WAITING).update(leased_until=None, **fields)


def _put_off(letter: Letter, at: datetime, error: str, *, for_good: bool) -> bool:
    """Try again later (1, 2, 4 ... 60 minutes apart, for 24 hours), or fail where somebody sees it."""
    log.warning("letter_not_sent", letter=letter.pk, kind=letter.name, error=error[:300])
    if for_good or (at - letter.send_after > GIVE_UP and letter.attempts > 5):
        _finish(letter, status=Letter.Status.FAILED, error=error[:300])
        return False
    wait = timedelta(minutes=min(60, 2**letter.attempts))
    Letter.objects.filter(pk=letter.pk).update(
        attempts=letter.attempts + 1, leased_until=at + wait, error=error[:300]
    )
    return False


def oldest_due(at: datetime) -> timedelta | None:
    """Return how long the oldest due letter has waited: the age of the queue, for health and alarms."""
    first = Letter.objects.due(at).order_by("send_after").values_list("send_after", flat=True).first()
    return at - first if first else None
