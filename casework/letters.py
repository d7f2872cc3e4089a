"""Letters: written in the transaction that causes them, delivered later by a sweep with lease and retry.

A letter is one text file per language, `templates/letters/<app>/<name>.<en|cy>.txt`: the first line is the
subject, the rest the body. A line `>> Label` becomes a button that leads to the case (or to the signed link).
"""

import functools
import re
import secrets
import smtplib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.template import Context, Engine, Template
from django.template.loader import render_to_string
from django.utils import timezone, translation

from casework import links
from casework.models import Case, Letter, Link

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=1)
GIVE_UP = timedelta(hours=24)
LINK_MARK = "[[link]]"
BOTH = "both"
BETWEEN = "\n\n* * *\n\n"
WORD_JOINER = "\u2060"
# A button, a list's line or the foot, where a letter's template writes one: at the start of a line, tags aside.
OWN_LINE = re.compile(r"^((?:\{%.*?%\}|\{#.*?#\})*)(>> |- |--$)", re.MULTILINE)
_OWN = f"[own {secrets.token_hex(8)}]"  # nobody who types into a letter can know it

_drafts: ContextVar[list[Letter] | None] = ContextVar("drafts", default=None)
_still_due: dict[str, Callable[[Case], bool]] = {}


def while_due(name: str, is_due: Callable[[Case], bool]) -> None:
    """Declare when the letter `name` is still due; asked once more just before delivery."""
    _still_due[name] = is_due


@contextmanager
def preview() -> Iterator[list[Letter]]:
    """Collect the letters written inside instead of storing them: a step page shows what it would send."""
    drafts: list[Letter] = []
    token = _drafts.set(drafts)
    try:
        yield drafts
    finally:
        _drafts.reset(token)


def post(
    name: str,
    to,
    case: Case,
    *,
    due_on: date | None = None,
    doors: list[str] | None = None,
    purpose: str = "",
    url: str = "",
    link_days: int = links.DAYS,
    send_after: datetime | None = None,
    **context,
) -> Letter | None:
    """Write the letter `name` about a case to a person, in their language; the only sender of the portal.

    With `doors` the letter carries a signed link through them. With `due_on` it is a reminder and goes once
    (by name, case, reader and that date): written before, it returns None.
    """
    drafts = _drafts.get()
    key = (
        f"{name}:{case._meta.label_lower}:{case.pk}:{to.pk}:{due_on}" if due_on else f"{name}:{uuid.uuid4()}"
    )
    if drafts is None and due_on and Letter.objects.filter(key=key).exists():
        return None
    letter = Letter(
        name=name, key=key, case=case, to=to, address=to.email, due_on=due_on, language=_language_of(to)
    )
    letter.send_after = send_after or timezone.now()
    target = LINK_MARK if doors else settings.SITE_URL + (url or case.get_absolute_url())
    letter.subject, letter.body = _compose(letter, {"case": case, "to": to, "url": target} | context)
    letter.message_id = make_msgid(domain=urlsplit(settings.SITE_URL).hostname)
    if drafts is not None:
        drafts.append(letter)
        return letter
    if doors:
        letter.link = links.issue(case, to, purpose or name, doors, days=link_days)
    else:
        letter.url = target
    letter.save()
    return letter


def post_notice(
    name: str, to, address: str, *, context: dict, wipe: bool = False, language: str = ""
) -> Letter:
    """Write a letter that belongs to no case (sign-in codes, invitations); `wipe` forgets its text once sent.

    `language` is for strangers: the one they read the page in.
    """
    letter = Letter(name=name, key=f"{name}:{uuid.uuid4()}", to=to, address=address, wipe=wipe)
    letter.language = _language_of(to) if to else language[:2] or settings.LETTER_LANGUAGES[0]
    letter.subject, letter.body = _compose(letter, {"to": to} | context)
    letter.message_id = make_msgid(domain=urlsplit(settings.SITE_URL).hostname)
    letter.save()
    return letter


def renew(link: Link, case: Case) -> Letter | None:
    """Send a new link to the address of an old one, once an hour at most; the old one is dead from then."""
    same = Link.objects.filter(content_type=link.content_type, object_id=link.object_id, purpose=link.purpose)
    if same.filter(person=link.person, created_at__gte=timezone.now() - timedelta(hours=1)).exists():
        return None
    with transaction.atomic():
        return post("casework/link_renewed", link.person, case, doors=link.doors, purpose=link.purpose)


def _language_of(person) -> str:
    """Return the person's language, or every language of the alliance while we do not know it."""
    if person.language:
        return person.language[:2]
    return BOTH if len(settings.LETTER_LANGUAGES) > 1 else settings.LETTER_LANGUAGES[0]


def _compose(letter: Letter, context: dict) -> tuple[str, str]:
    languages = settings.LETTER_LANGUAGES if letter.language == BOTH else [letter.language]
    texts = [_render(letter.name, language, context) for language in languages]
    subject = " / ".join(subject for subject, _ in texts)
    return subject[:250], BETWEEN.join(body for _, body in texts)


@functools.cache
def _paper(name: str, language: str) -> Template:
    """Return a letter's template with its own buttons and lists marked, so that typed words cannot pass for them."""
    engine = Engine.get_default()
    source = engine.get_template(f"letters/{name}.{language}.txt").source
    return Template(OWN_LINE.sub(rf"\1{_OWN}\2", source), engine=engine)


def _render(name: str, language: str, context: dict) -> tuple[str, str]:
    """Return subject and body of one language; plain text, so nothing is escaped but what looks like ours."""
    shared = {"alliance": settings.ALLIANCE_NAME, "alliance_email": settings.ALLIANCE_EMAIL}
    words = Context(shared | context, autoescape=False)
    with translation.override(language):
        text, foot = (_paper(one, language).render(words) for one in (name, "_foot"))
    subject, _, body = text.strip().partition("\n")
    whole = f"{body.strip()}\n\n{foot.strip()}"
    return " ".join(subject.split()), "\n".join(_own_or_tame(line) for line in whole.splitlines())


def _own_or_tame(line: str) -> str:
    """Unmark a line that is the letter's own; put an invisible character before one that only looks like it."""
    if _OWN in line:
        return line.replace(_OWN, "")
    return f"{WORD_JOINER}{line}" if line.lstrip().startswith((">>", "- ", "--", "* * *")) else line


def texts_of(letter: Letter, *, reveal: bool) -> tuple[str, str]:
    """Return the letter as plain text and as HTML; `reveal` puts the signed link in its place."""
    url = links.url_of(letter.link) if reveal and letter.link else letter.url or settings.SITE_URL
    text = "\n".join(
        "{}:\n{}".format(*_target(line, url)) if line.startswith(">> ") else line
        for line in letter.body.splitlines()
    )
    languages = settings.LETTER_LANGUAGES if letter.language == BOTH else [letter.language]
    parts = [
        {
            "language": language,
            "blocks": [_block(block, url) for block in part.split("\n\n") if block.strip()],
        }
        for language, part in zip(languages, letter.body.split(BETWEEN), strict=False)
    ]
    paper = {"portal": settings.ALLIANCE_NAME, "accent": settings.ALLIANCE_ACCENT}
    return text, render_to_string("letters/letter.html", {"letter": letter, "parts": parts} | paper)


def _target(line: str, url: str) -> tuple[str, str]:
    """Return a button's words and where it leads: to the case, the signed link, or another page of ours."""
    label, _, address = line.removeprefix(">> ").partition(" | ")
    return label, address if address.startswith(f"{settings.SITE_URL}/") else url


def _block(block: str, url: str) -> dict:
    """Return one paragraph, list or button of the HTML letter."""
    if block.startswith(">> "):
        label, address = _target(block, url)
        return {"kind": "button", "label": label, "url": address}
    lines = block.splitlines()
    if lines[0] == "--":
        return {"kind": "foot", "lines": lines[1:]}
    if all(line.startswith("- ") for line in lines):
        return {"kind": "list", "lines": [line[2:] for line in lines]}
    return {"kind": "paragraph", "lines": lines}


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
    message.send()


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
